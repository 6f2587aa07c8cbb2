# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting: clock, work list, fee, and the accounting that is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.account_request import AccountState, FeeNotice
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing
from himdesk.services.releases.charging import ACCOUNTING as FEE
from himdesk.services.worklist.values import ACCOUNTING, Filter
from himdesk.store.verify import verify
from services.test_release_letters import text_of

if TYPE_CHECKING:
    from himdesk.services.releases.accountings.desk import Accountings
    from services.hospital import Hospital

RECEIVED = date(2026, 3, 1)
AMOUNT = Decimal("12.00")


def asked(hospital: Hospital, received: date = RECEIVED) -> tuple[Accountings, str]:
    desk = hospital.desk("roi").accountings
    return desk, desk.open("0012-A", requester="Maria Santos", received=received).request.id


@pytest.fixture
def a(hospital: Hospital) -> Hospital:
    hospital.add(b.a_chart("A"))
    return hospital


def test_a_request_waits_in_the_work_list_until_it_is_late(a: Hospital) -> None:
    desk, request = asked(a, date(2026, 1, 1))
    assert desk.show(request).due == date(2026, 3, 2)
    work = a.desk("roi").worklist
    row = work.rows(work.ids(Filter(kind=ACCOUNTING)))[0]
    assert (row.id, row.days_left, row.why) == (request, 0, ("Maria Santos",))
    a.time += timedelta(days=1)
    assert next(q for q in work.overview().queues if q.kind == ACCOUNTING).overdue == 1
    with pytest.raises(ReleaseShut, match="by 2026-03-02"):
        desk.extend(request, reason="archive", until=date(2026, 3, 30), sent_on=desk_day(a))


def desk_day(hospital: Hospital) -> date:
    return hospital.desk("roi").disclosures.today()


def test_it_is_extended_once_and_given_once(a: Hospital) -> None:
    desk, request = asked(a)
    late = desk.extend(request, reason="archive", until=date(2026, 5, 30), sent_on=desk_day(a))
    assert late.due == date(2026, 5, 30)
    made = desk.make(request)
    given = desk.give(request, made, b"the report").request
    assert (given.state, bool(given.report)) == (AccountState.GIVEN, True)
    assert desk.find() == ()
    assert [view.request.id for view in desk.find(ended=True)] == [request]
    with pytest.raises(ReleaseShut, match="given"):
        desk.give(request, made, b"again")
    assert verify(a.database).first_broken is None


def test_a_second_one_within_a_year_waits_for_the_fee_to_be_agreed_to(a: Hospital) -> None:
    a.desk("admin").settings.change({FEE: str(AMOUNT)})
    desk, first = asked(a)
    desk.give(first, desk.make(first), b"free")
    _, second = asked(a)
    made = desk.make(second)
    assert (made.free, made.fee) == (False, AMOUNT)
    with pytest.raises(UsageError, match="told in advance"):
        desk.give(second, made, b"not yet")
    with pytest.raises(UsageError, match="told in advance"):
        a.desk("roi").disclosures.give(made, b"nor without a request")
    desk.tell_fee(second, amount=AMOUNT, told_on=desk_day(a))
    with pytest.raises(UsageError, match="not agreed"):
        desk.give(second, made, b"not yet")
    desk.modify(second, date(2026, 1, 1), RECEIVED)
    with pytest.raises(UsageError, match="not the accounting"):
        desk.give(second, made, b"of another period")
    desk.tell_fee(second, amount=AMOUNT, told_on=desk_day(a))
    desk.agree(second)
    assert desk.give(second, desk.make(second), b"paid").request.state is AccountState.GIVEN


def test_who_knows_the_fee_may_withdraw(a: Hospital) -> None:
    desk, request = asked(a)
    with pytest.raises(UsageError, match="reason"):
        desk.withdraw(request, reason=" ")
    ended = desk.withdraw(request, reason="too dear").request
    assert (ended.state, ended.ended_because) == (AccountState.WITHDRAWN, "too dear")
    with pytest.raises(ReleaseShut, match="withdrawn"):
        desk.agree(request)


def test_the_six_years_count_from_the_day_it_was_asked_for(a: Hospital) -> None:
    sent = Disclosure(
        id="", patient="", on=date(2020, 1, 5), recipient="County", address="1 Main St",
        description="a result", purpose="report", basis=Basis.PUBLIC_HEALTH,
    )  # fmt: skip
    a.desk("roi").disclosures.record("0012-A", sent, how="letter")
    desk, request = asked(a, date(2026, 1, 5))
    assert [entry.recipient for entry in desk.make(request).entries] == ["County"]
    assert a.desk("roi").disclosures.accounting("0012-A", date(2000, 1, 1), RECEIVED).entries == ()


def test_its_letters_tell_the_fee_and_more_time_and_count_once_sent(a: Hospital) -> None:
    a.desk("admin").settings.change({FEE: str(AMOUNT)})
    desk, first = asked(a)
    letters, mail = a.desk("roi").letters, a.desk("roi").mail
    fee = Wanted(kind="accounting-fee", about=first)
    with pytest.raises(UsageError, match="costs nothing"):
        letters.preview(fee)
    desk.give(first, desk.make(first), b"free")
    _, second = asked(a)
    desk.extend(second, reason="An associate is late.", until=date(2026, 5, 20))
    assert desk.show(second).due == date(2026, 4, 30), "nobody was told yet"
    today = Mailing(on=desk_day(a), how="post")
    told = letters.issue(replace(fee, about=second, language="es"), sent=today)
    assert "$12.00" in text_of(told.pdf)
    later = letters.issue(Wanted(kind="accounting-extension", about=second))
    assert "An associate is late." in text_of(later.pdf)
    mail.note([later.letter.id], today)
    shown = desk.show(second)
    assert shown.due == date(2026, 5, 20)
    assert shown.request.notice == FeeNotice(amount=AMOUNT, told_on=desk_day(a))


def test_the_fee_that_is_told_is_the_one_that_the_letter_says(a: Hospital) -> None:
    a.desk("admin").settings.change({FEE: str(AMOUNT)})
    desk, first = asked(a)
    desk.give(first, desk.make(first), b"free")
    _, second = asked(a)
    told = a.desk("roi").letters.issue(Wanted(kind="accounting-fee", about=second))
    assert desk.show(second).request.notice is None, "it was not sent yet"
    a.desk("admin").settings.change({FEE: "30.00"})
    a.desk("roi").mail.note([told.letter.id], Mailing(on=desk_day(a), how="post"))
    notice = desk.show(second).request.notice
    assert notice == FeeNotice(amount=AMOUNT, told_on=desk_day(a))


def test_one_whose_file_cannot_be_written_was_not_given(
    a: Hospital, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, request = asked(a)
    folder = tmp_path / "out"
    folder.mkdir()
    made, file = desk.make(request), folder / "accounting.pdf"

    def refuses(_self: Path, _target: Path) -> Path:
        raise OSError(5, "the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuses)
        with pytest.raises(UsageError, match="the disk is gone"):
            desk.give(request, made, b"report", file=file)
        with pytest.raises(UsageError, match="the disk is gone"):
            a.desk("roi").disclosures.give(made, b"report", file=file)
    assert list(folder.iterdir()) == []
    assert desk.make(request).free
    assert desk.show(request).request.state is AccountState.OPEN
    desk.give(request, made, b"report", file=file)
    assert file.read_bytes() == b"report"


def test_only_the_release_desk_takes_one_down(a: Hospital) -> None:
    _, request = asked(a)
    with pytest.raises(NotPermitted):
        a.desk("privacy").accountings.agree(request)
    assert a.desk("privacy").accountings.show(request).mrn == "0012-A"
    with pytest.raises(UsageError, match="after today"):
        asked(a, desk_day(a) + timedelta(days=1))
