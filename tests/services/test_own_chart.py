# SPDX-License-Identifier: Apache-2.0
"""S17: nobody corrects, approves or decides about their own chart, nor one of their household."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import UsageError
from himdesk.services.charts.own import OWN_CHARTS, OwnChart
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = {
    "how": "letter", "reason": "wrong",
    "requester": {"name": "Dana", "relation": "self", "identity_check": "licence"},
    "items": [{"element": "note", "wrong": "smoker", "wanted": "never"}],
}  # fmt: skip


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """Dana (D), a brother at her address (B), a neighbour of another name (N), strangers (X, Y)."""
    made = Hospital.open(made_sqlite)
    people = {"D": "Whitfield", "B": "WHITFIELD", "N": "Okafor", "X": "Whitfield", "Y": "Okafor"}
    for chart, family in people.items():
        street = "9 Elm Street" if chart in "DBN" else "4 Oak Street"
        name = b.a_name(chart, family, chart)
        made.add(b.a_chart(chart, name, b.an_address(chart, street)))
    made.desk("clerk")
    made.desk("clerk2")
    made.desk("admin").settings.change({OWN_CHARTS: "clerk: 0012-D"})
    yield made
    made.database.close()


@pytest.mark.parametrize(("other", "whose"), [("D", "your own"), ("B", "of your household")])
def test_s17_the_own_chart_and_the_households_are_left_to_a_colleague(
    hospital: Hospital, other: str, whose: str
) -> None:
    mine, theirs = hospital.desk("clerk"), hospital.desk("clerk2")
    for dry_run in (True, False):
        with pytest.raises(OwnChart) as refused:
            mine.corrections.merge("0012-X", [f"0012-{other}"], reason="one", dry_run=dry_run)
        assert whose in refused.value.message()
    with pytest.raises(OwnChart):
        mine.cases.open(f"0012-{other}", date(2026, 3, 1), FORM)
    assert theirs.corrections.merge("0012-X", [f"0012-{other}"], reason="one").change_set


def test_a_neighbour_and_a_namesake_are_strangers(hospital: Hospital) -> None:
    assert hospital.desk("clerk").corrections.merge("0012-X", ["0012-N"], reason="one").change_set


def test_it_holds_for_every_account_of_the_person_and_after_a_merge(hospital: Hospital) -> None:
    hospital.desk("admin").settings.change({"approval.merge": "always"})
    asked = hospital.desk("clerk2").corrections.merge("0012-Y", ["0012-D"], reason="twice")
    assert asked.request is not None
    with pytest.raises(OwnChart):
        hospital.desk("supervisor3", person="person-clerk").approvals.approve(asked.request.id)
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    with pytest.raises(OwnChart) as refused:
        hospital.desk("clerk").cases.open("0012-Y", date(2026, 3, 1), FORM)
    assert (refused.value.mrn, refused.value.kin) == ("0012-Y", False)


@pytest.mark.parametrize("line", ["nobody: 0012-D", "clerk: 4711"])
def test_a_line_that_names_nobody_is_refused(hospital: Hospital, line: str) -> None:
    with pytest.raises(UsageError, match=r"no (account|chart)"):
        hospital.desk("admin").settings.change({OWN_CHARTS: line})
