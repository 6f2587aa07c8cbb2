# SPDX-License-Identifier: Apache-2.0
"""Holding back from release what may be another person's: narrow, dated, lifted at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import builders as b
from himdesk.domain.errors import BadDecision, NotFound, NotPermitted, ReasonMissing, UsageError
from himdesk.services.corrections.outcomes import Mode
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from services.hospital import Hospital

ENTRIES = ("encounters", "documents", "clinical_items", "coverages")


@pytest.fixture
def visit(hospital: Hospital) -> str:
    """A suspect visit with a note, beside a visit and an allergy that nobody doubts."""
    suspect = b.an_encounter("A", id="suspect", at="2025-05-01")
    hospital.add(
        b.a_chart(
            "A",
            b.a_name("A", "Thistlewood", "Barnaby"),
            suspect,
            b.a_document("A", id="note", encounter_id=suspect.id),
            b.an_encounter("A", id="own"),
            b.an_allergy("A", id="allergy"),
        )
    )
    hospital.add(b.a_chart("B", b.a_name("B", "Underhay", "Crispin")))
    return suspect.id


def held(hospital: Hospital, number: str) -> dict[str, str]:
    view: dict[str, Any] = hospital.desk("clerk").charts.show_view(number)
    entries = [entry for kind in ENTRIES for entry in view[kind]]
    return {e["id"]: e["held_since"][:10] for e in entries if e["held_since"]}


def test_a_hold_is_on_the_suspect_item_and_what_hangs_on_it(hospital: Hospital, visit: str) -> None:
    done = hospital.desk("supervisor").corrections.hold([visit], reason="overlay suspected")
    assert done.mode is Mode.APPLIED
    assert held(hospital, "0012-A") == {"suspect": "2026-03-02", "note": "2026-03-02"}
    view = hospital.desk("clerk").charts.show_view("0012-A")
    (flag,) = view["flags"]
    assert (flag["flag"], flag["parent"], flag["until"]) == ("release-hold", visit, None)
    assert "release-hold" in hospital.chart("A").flags()
    assert verify(hospital.database).first_broken is None


def test_it_goes_with_the_item_and_is_lifted_at_the_end(hospital: Hospital, visit: str) -> None:
    supervisor = hospital.desk("supervisor").corrections
    supervisor.hold([visit], reason="may be 0012-B's")
    asked = hospital.desk("clerk").corrections.move(visit, to="0012-B", reason="his")
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert held(hospital, "0012-A") == {}
    assert set(held(hospital, "0012-B")) == {"suspect", "note"}
    assert "0012-A" not in str(hospital.desk("clerk").charts.show_view("0012-B"))
    supervisor.hold([visit], reason="settled", lift=True)
    assert held(hospital, "0012-B") == {}
    (flag,) = hospital.desk("clerk").charts.show_view("0012-B")["flags"]
    assert flag["until"].startswith("2026-03-02")
    assert "release-hold" not in hospital.chart("B").flags()
    supervisor.hold([visit], reason="doubts again")
    assert set(held(hospital, "0012-B")) == {"suspect", "note"}
    assert verify(hospital.database).first_broken is None


def test_only_a_supervisor_holds_and_nobody_lifts_it_alone_by_an_undo(
    hospital: Hospital, visit: str
) -> None:
    clerk = hospital.desk("clerk").corrections
    with pytest.raises(NotPermitted):
        clerk.hold([visit], reason="x")
    done = hospital.desk("supervisor").corrections.hold([visit], reason="overlay").applied
    assert done is not None
    asked = clerk.undo(done.id, reason="in my way")
    assert asked.mode is Mode.PROPOSED
    assert set(held(hospital, "0012-A")) == {"suspect", "note"}
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert held(hospital, "0012-A") == {}


def test_what_can_not_be_held_is_refused(hospital: Hospital, visit: str) -> None:
    hold = hospital.desk("supervisor").corrections.hold
    name = next(i.id for i in hospital.chart("A").items if i.kind == "name")
    for items, error in (
        ([name], BadDecision),
        (["nothing"], NotFound),
        ([visit, visit], UsageError),
        ([], UsageError),
    ):
        with pytest.raises(error):
            hold(items, reason="x")
    with pytest.raises(ReasonMissing):
        hold([visit], reason=" ")
    with pytest.raises(BadDecision):
        hold([visit], reason="x", lift=True)
    hold([visit], reason="x")
    with pytest.raises(BadDecision):
        hold([visit], reason="x")


def test_a_hold_comes_along_in_a_merge_and_stays_through_its_undo(
    hospital: Hospital, visit: str
) -> None:
    hospital.desk("supervisor").corrections.hold([visit], reason="overlay")
    clerk = hospital.desk("clerk").corrections
    merged = clerk.merge("0012-B", ["0012-A"], reason="twice").applied
    assert merged is not None
    assert set(held(hospital, "0012-B")) == {"suspect", "note"}
    clerk.undo(merged.id, reason="two people")
    assert set(held(hospital, "0012-A")) == {"suspect", "note"}
    assert held(hospital, "0012-B") == {}


def test_the_end_of_a_split_lifts_what_was_held_and_its_undo_holds_it_again(
    hospital: Hospital, visit: str
) -> None:
    supervisor = hospital.desk("supervisor")
    supervisor.corrections.hold([visit, "own"], reason="two people")
    split = hospital.desk("clerk").corrections.split
    asked = split("0012-A", moves={visit: "0012-B"}, reason="settled").request
    assert asked is not None
    assert set(held(hospital, "0012-A")) == {"suspect", "note", "own"}, "while it waits"
    done = supervisor.approvals.approve(asked.id).applied
    assert done is not None
    assert held(hospital, "0012-A") == held(hospital, "0012-B") == {}
    back = hospital.desk("clerk").corrections.undo(done.id, reason="not so").request
    assert back is not None
    supervisor.approvals.approve(back.id)
    assert set(held(hospital, "0012-A")) == {"suspect", "note", "own"}
    assert verify(hospital.database).first_broken is None
