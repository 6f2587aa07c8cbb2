# SPDX-License-Identifier: Apache-2.0
"""What a chart shows of its person is corrected at the desk; what was judged of two charts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.changes import ChangeKind
from himdesk.domain.corrections.links import Judgement
from himdesk.domain.errors import NotPermitted, Restricted, UsageError
from himdesk.services.corrections.demographics import Chosen, Restated, Stated
from himdesk.services.corrections.judging import chart_beside, judged_of
from himdesk.services.corrections.outcomes import Mode
from himdesk.store.desk import settings
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from services.hospital import Hospital


@pytest.fixture
def registered(hospital: Hospital) -> Hospital:
    hospital.add(
        b.a_chart(
            "A",
            b.a_name("A", "Okonkwo", "Grace", id="name"),
            b.a_birth_date("A", "1984-12-03", id="birth", at="2025"),
            b.a_birth_date("A", "1984-03-12", id="other", at="2020"),
            b.a_phone("A", "555 0100", id="phone"),
        )
    )
    for name in "BC":
        hospital.add(b.a_chart(name, b.a_name(name, "Okonkwo", "Grace")))
    hospital.add(b.a_chart("V", b.a_name("V", "Secret", "Grace"), b.a_flag("V", "vip")))
    return hospital


def test_a_new_statement_and_another_one_are_shown_and_both_taken_back(
    registered: Hospital,
) -> None:
    clerk = registered.desk("clerk").corrections
    before = registered.chart("A")
    stated = Stated(field="birth_date", values={"value": "3/21/1984"}, evidence="passport")
    shown = clerk.correct("0012-A", stated, reason="misread", dry_run=True)
    assert (shown.mode, shown.needs_approval, len(shown.charts)) == (Mode.DRY_RUN, False, 1)
    assert registered.chart("A") == before
    first = clerk.correct("0012-A", stated, reason="misread")
    chart = registered.chart("A")
    assert chart.value("birth_date") == "1984-03-21"
    assert next(i for i in chart.items if i.id == "birth").in_error
    assert chart.chosen("birth_date").display == "passport"  # type: ignore[union-attr]
    second = clerk.correct("0012-A", Chosen(field="birth_date", item="other"), reason="as told")
    assert registered.chart("A").value("birth_date") == "1984-03-12"
    for done in (second, first):
        assert done.applied is not None
        clerk.undo(done.applied.id, reason="not so")
    again = registered.chart("A")
    assert again.patient == before.patient
    assert [i for i in again.items if not i.in_error] == list(before.items)
    assert verify(registered.database).first_broken is None


def test_an_update_ends_the_old_value(registered: Hospital) -> None:
    stated = Stated(field="phone", values={"value": " 555 0199 "}, because="update")
    registered.desk("clerk").corrections.correct("0012-A", stated, reason="moved")
    old = next(i for i in registered.chart("A").items if i.id == "phone")
    assert (old.status, old.until is not None) == ("previous", True)
    assert registered.chart("A").value("phone") == "555 0199"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("family", {"family": "Okafor", "given": "Ada"}),
        ("address", {"line": "4 Elm Street", "city": "Springfield", "postal_code": "60601"}),
        ("ssn", {"value": "123-45-6789"}),
        ("mobile", {"value": "555 0111"}),
        ("email", {"value": "g@example.org"}),
        ("deceased", {"value": "2026-01-02"}),
        ("sex", {"value": "female"}),
        ("birth_date", {"value": "1984-03"}),
        ("language", {"value": "ig"}),
    ],
)
def test_each_field_is_stated(registered: Hospital, field: str, values: dict[str, str]) -> None:
    stated = Stated(field=field, values=values)
    registered.desk("clerk").corrections.correct("0012-A", stated, reason="told")
    shown = registered.chart("A").chosen(field)
    assert shown is not None
    assert values.items() <= {k: getattr(shown.details, k) for k in values}.items()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("colour", {"value": "blue"}),
        ("phone", {"value": " "}),
        ("phone", {"digits": "5"}),
        ("birth_date", {"value": "2026-02-30"}),
        ("birth_date", {"value": "0000"}),
        ("birth_date", {"value": "soon"}),
        ("deceased", {"value": "perhaps"}),
        ("sex", {"value": "F"}),
    ],
)
def test_what_is_no_value_is_refused(
    registered: Hospital, field: str, values: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        registered.desk("clerk").corrections.correct(
            "0012-A", Stated(field=field, values=values), reason="x"
        )


def test_a_part_of_a_name_or_an_address_is_restated_and_the_others_stay(
    registered: Hospital,
) -> None:
    clerk = registered.desk("clerk").corrections
    clerk.correct("0012-A", Restated(fields={"suffix": "III", "middle": "R"}), reason="told")
    assert registered.chart("A").name() == "OKONKWO, Grace R III"
    clerk.correct("0012-A", Restated(fields={"suffix": ""}), reason="told")
    assert registered.chart("A").name() == "OKONKWO, Grace R"
    lived = {"line": "4 Elm Street", "city": "Springfield", "postal_code": "60601"}
    clerk.correct("0012-A", Restated(fields=lived), reason="told")
    clerk.correct("0012-A", Restated(fields={"line": "5 Elm Street"}), reason="told")
    shown = registered.chart("A").chosen("address")
    assert shown is not None
    wanted = b.an_address("A", "5 Elm Street").details
    said = replace(wanted, use="home", city="Springfield", state=None, postal_code="60601")
    assert shown.details == said


@pytest.mark.parametrize(
    "fields",
    [{}, {"colour": "blue"}, {"family": "Okafor", "sex": "female"}, {"family": ""}, {"phone": ""}],
)
def test_what_is_no_restatement_is_refused(registered: Hospital, fields: dict[str, str]) -> None:
    before = registered.chart("A")
    with pytest.raises(UsageError):
        registered.desk("clerk").corrections.correct(
            "0012-A", Restated(fields=fields), reason="told"
        )
    assert registered.chart("A") == before


def test_a_site_may_want_a_second_person(registered: Hospital) -> None:
    with registered.database.write("admin") as session:
        settings.put(session, {"approval.amend": "always"})
    stated = Stated(field="phone", values={"value": "555 0199"})
    asked = registered.desk("clerk").corrections.correct("0012-A", stated, reason="told")
    assert asked.request is not None
    registered.desk("supervisor").approvals.approve(asked.request.id)
    assert registered.chart("A").value("phone") == "555 0199"


def test_who_may_not_amend_corrects_nothing(registered: Hospital) -> None:
    with pytest.raises(NotPermitted):
        registered.desk("roi").corrections.correct(
            "0012-A", Chosen(field="birth_date", item="other"), reason="x"
        )


def test_what_is_judged_of_a_chart_is_told_and_taken_back(registered: Hospital) -> None:
    desk = registered.desk("clerk")
    assert judged_of(desk.context, "0012-A")[1] == ()
    desk.corrections.judge(ChangeKind.LINK, ["0012-A", "0012-B"], reason="two places")
    kept = desk.corrections.judge(ChangeKind.DISTINCT, ["0012-A", "0012-C"], reason="twins")
    chart, judged = judged_of(desk.context, "0012-A")
    assert chart.name() == "OKONKWO, Grace"
    assert [(j.other.patient.id, j.judgement, j.by) for j in judged] == [
        ("C", Judgement.DISTINCT, "clerk"),
        ("B", Judgement.LINKED, "clerk"),
    ]
    assert kept.applied is not None
    assert judged[0].change_set == kept.applied.id
    undone = desk.corrections.undo(judged[0].change_set, reason="not twins")
    assert [j.other.patient.id for j in judged_of(desk.context, "0012-A")[1]] == ["B"]
    assert undone.applied is not None
    desk.corrections.undo(undone.applied.id, reason="twins after all")
    assert judged_of(desk.context, "0012-A")[1][0].change_set == kept.applied.id


def test_a_restricted_chart_is_masked_and_stays_shut(registered: Hospital) -> None:
    desk = registered.desk("clerk")
    desk.charts.break_glass("0012-V", reason="to judge")
    desk.corrections.judge(ChangeKind.DISTINCT, ["0012-A", "0012-V"], reason="two people")
    other = registered.desk("clerk2").context
    assert [j.masked for j in judged_of(other, "0012-A")[1]] == [True]
    for asked in (judged_of, chart_beside):
        with pytest.raises(Restricted):
            asked(other, "0012-V")
    with pytest.raises(NotPermitted):
        judged_of(registered.desk("roi").context, "0012-A")
