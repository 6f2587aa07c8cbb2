# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting: clock, work list, fee, and the accounting that is given."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.account_request import AccountState
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.services.releases.charging import ACCOUNTING as FEE
from himdesk.services.worklist.values import ACCOUNTING, Filter
from himdesk.store.verify import verify

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


def test_only_the_release_desk_takes_one_down(a: Hospital) -> None:
    _, request = asked(a)
    with pytest.raises(NotPermitted):
        a.desk("privacy").accountings.agree(request)
    assert a.desk("privacy").accountings.show(request).mrn == "0012-A"
    with pytest.raises(UsageError, match="after today"):
        asked(a, desk_day(a) + timedelta(days=1))
