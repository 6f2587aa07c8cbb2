# SPDX-License-Identifier: Apache-2.0
"""What the split window is given: rows with what follows them, proposals, pages, visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.charts.items import Status
from himdesk.domain.errors import NeverAllowed, NotPermitted, Restricted, UsageError
from himdesk.services.corrections.separating import (
    NEW_SIDE,
    chart_to_move_to,
    count_pages,
    preview_split,
    propose,
    split_rows,
)

if TYPE_CHECKING:
    from services.hospital import Hospital


@pytest.fixture
def overlay(hospital: Hospital) -> Hospital:
    other = {"registered_birth_date": "1986-11-02", "registered_name": "HARPER, James"}
    hospital.add(
        b.a_chart(
            "A",
            b.a_name("A", "Harper", "James", id="name"),
            b.a_birth_date("A", "1958-05-21", id="birth"),
            b.an_identifier("A", "0012-A", type="MR", id="mrn"),
            b.an_encounter("A", id="later", at="2025-03-01", **other),
            b.a_document("A", id="note", at="2024-01-01", encounter_id="later"),
            b.an_encounter("A", id="own", at="2024-02-01", registered_birth_date="1958-05-21"),
            b.a_clinical("A", id="wrong", status=Status.ENTERED_IN_ERROR, at="2024-02-02"),
            b.a_clinical("A", id="alone", at="2024-02-01T09:00:00Z"),
        )
    )
    hospital.add(
        b.a_chart("C", b.a_birth_date("C", "1986-11-02"), b.an_identifier("C", "0012-C", "MR"))
    )
    return hospital


def test_rows_stand_by_time_each_with_what_hangs_on_it(overlay: Hospital) -> None:
    preview = preview_split(overlay.desk("clerk").context, "0012-A")
    found = [(row.item.id, row.above, row.depth) for row in preview.rows if row.item.at]
    assert found == [
        ("own", "", 0),
        ("alone", "", 0),
        ("later", "", 0),
        ("note", "later", 1),
    ]
    assert [item.id for item in preview.second] == ["later"]


def test_what_hangs_on_an_entry_in_error_stands_by_itself() -> None:
    wrong = b.an_encounter("A", id="wrong", status=Status.ENTERED_IN_ERROR)
    note = b.a_document("A", id="note", encounter_id="wrong")
    assert [(r.item.id, r.above) for r in split_rows((wrong, note))] == [("note", "")]


def test_rows_are_proposed_for_the_new_chart_by_what_it_states(overlay: Hospital) -> None:
    preview = preview_split(overlay.desk("clerk").context, "0012-A")
    found = propose(preview, {}, {"birth_date": "1986-11-02"})
    assert found["later"] == (NEW_SIDE, "registered with birth date 1986-11-02")
    assert found["own"] == ("A", "registered with birth date 1958-05-21")
    assert found["alone"] == ("A", "on the same day, 2024-02-01, as what belongs there")
    assert found["mrn"] == ("A", "the chart's own number")
    assert "later" not in propose(preview, {"later": NEW_SIDE}, {})


def test_rows_are_proposed_for_an_existing_chart(overlay: Hospital) -> None:
    preview = preview_split(overlay.desk("clerk").context, "0012-A", "0012-C")
    assert preview.target is not None
    assert propose(preview, {}, {})["later"][0] == "C"


def test_a_chart_is_not_split_into_itself(overlay: Hospital) -> None:
    with pytest.raises(NeverAllowed):
        preview_split(overlay.desk("clerk").context, "0012-A", "0012-A")


def test_only_who_may_split_reads_it_and_a_restricted_chart_stays_shut(
    overlay: Hospital,
) -> None:
    with pytest.raises(NotPermitted):
        preview_split(overlay.desk("roi").context, "0012-A")
    overlay.add(b.a_chart("V", b.an_identifier("V", "0012-V", "MR"), b.a_flag("V", "vip")))
    for mrns in (("0012-V", ""), ("0012-A", "0012-V")):
        with pytest.raises(Restricted):
            preview_split(overlay.desk("clerk").context, *mrns)


def test_only_a_scan_has_pages(overlay: Hospital) -> None:
    context = overlay.desk("clerk").context
    preview = preview_split(context, "0012-A")
    for row in preview.rows:
        with pytest.raises(UsageError):
            count_pages(context, row.item)


def test_the_chart_to_move_to_a_chart_stand_newest_first(overlay: Hospital) -> None:
    chart, visits = chart_to_move_to(overlay.desk("clerk").context, "0012-A")
    assert chart.name() == "HARPER, James"
    assert [visit.id for visit in visits] == ["later", "own"]
