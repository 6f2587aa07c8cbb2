# SPDX-License-Identifier: Apache-2.0
"""What is about two persons: a scan divided by pages, a note documented anew, an item for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Document
from himdesk.domain.errors import BadDecision, UsageError
from himdesk.services.corrections.outcomes import Mode
from himdesk.services.corrections.splitplan import PlannedAgain, PlannedPart, SplitPlan
from himdesk.services.training.records.pdf import pdf
from himdesk.store import content
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital

PAGES = [[f"{who} sheet {page}"] for who in ("Harbinger", "Lakewood") for page in (1, 2, 3)]
SCAN = pdf(PAGES)


def text_of(body: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))


def approve(hospital: Hospital, asked: Outcome) -> Outcome:
    assert asked.mode is Mode.PROPOSED
    assert asked.request is not None
    return hospital.desk("supervisor").approvals.approve(asked.request.id)


@pytest.fixture
def scan(hospital: Hospital) -> Item:
    """A stack of paper of two persons, scanned into the chart of the first."""
    with hospital.database.write("admin") as session:
        content.put(session, [SCAN])
    made = b.a_document(
        "A",
        title="Consents",
        content=sha256(SCAN),
        content_type="application/pdf",
        signature=None,
        at="2025-05-01",
        author="Front desk",
    )
    hospital.add(b.a_chart("A", b.a_name("A", "Harbinger", "Ada"), made))
    hospital.add(b.a_chart("B", b.a_name("B", "Lakewood", "Bea")))
    return made


def by_pages(document: str, *halves: tuple[str, tuple[int, ...]]) -> list[PlannedPart]:
    return [PlannedPart(document=document, to=to, pages=pages) for to, pages in halves]


def parts(chart: Chart, document: str) -> list[Item]:
    return [item for item in chart.items if item.derived_from == document]


def body(hospital: Hospital, item: Item) -> bytes:
    assert isinstance(item.details, Document)
    assert item.details.content is not None
    with hospital.database.read() as session:
        return content.get(session, item.details.content)


def test_pages_go_to_their_persons_and_the_original_is_sealed(
    hospital: Hospital, scan: Item
) -> None:
    asked = hospital.desk("clerk").corrections.split(
        "0012-A",
        moves={},
        parts=by_pages(scan.id, ("0012-A", (1, 2, 3)), ("0012-B", (4, 5, 6))),
        reason="one stack of two people",
    )
    approve(hospital, asked)
    first, second = hospital.chart("A"), hospital.chart("B")
    (own,), (other,) = parts(first, scan.id), parts(second, scan.id)
    texts = [text_of(body(hospital, item)) for item in (own, other)]
    assert "Harbinger sheet 3" in texts[0]
    assert "Lakewood" not in texts[0]
    assert "Lakewood sheet 1" in texts[1]
    assert "Harbinger" not in texts[1]
    assert (other.at, other.author, other.home_patient_id) == (scan.at, scan.author, "B")
    assert other.details.title == "Consents, pages 4-6"  # type: ignore[union-attr]
    original = next(item for item in first.items if item.id == scan.id)
    assert (original.status, original.sensitivity) == ("superseded", "sealed")
    assert body(hospital, original) == SCAN, "byte for byte"
    assert scan.id not in {item.id for item in second.items}
    assert verify(hospital.database).first_broken is None


def test_undone_the_parts_are_in_error_and_the_original_is_back(
    hospital: Hospital, scan: Item
) -> None:
    clerk = hospital.desk("clerk").corrections
    halves = by_pages(scan.id, ("0012-A", (1, 2, 3)), ("0012-B", (4, 5, 6)))
    done = approve(hospital, clerk.split("0012-A", moves={}, parts=halves, reason="two people"))
    assert done.applied is not None
    approve(hospital, clerk.undo(done.applied.id, reason="one person after all"))
    original = next(item for item in hospital.chart("A").items if item.id == scan.id)
    assert original == scan
    for chart in ("A", "B"):
        (part,) = parts(hospital.chart(chart), scan.id)
        assert part.in_error
    assert verify(hospital.database).first_broken is None
    # And once more: what was undone is no obstacle.
    approve(hospital, clerk.split("0012-A", moves={}, parts=halves, reason="two people indeed"))
    assert len(parts(hospital.chart("B"), scan.id)) == 2


@pytest.mark.parametrize(
    "halves",
    [
        [("0012-A", (1, 2, 3)), ("0012-B", (4, 5))],
        [("0012-A", (1, 2, 3, 4)), ("0012-B", (4, 5, 6))],
        [("0012-A", (1, 2, 3)), ("0012-B", (4, 5, 6, 7))],
    ],
)
def test_each_page_goes_to_one_chart(
    hospital: Hospital, scan: Item, halves: list[tuple[str, tuple[int, ...]]]
) -> None:
    clerk = hospital.desk("clerk").corrections
    with pytest.raises(BadDecision) as refused:
        clerk.split("0012-A", moves={}, parts=by_pages(scan.id, *halves), reason="x")
    assert "pages 1 to 6" in refused.value.message()


def test_what_is_divided_can_not_move_and_only_pages_can_be_divided(
    hospital: Hospital, scan: Item
) -> None:
    clerk = hospital.desk("clerk").corrections
    halves = by_pages(scan.id, ("0012-A", (1, 2, 3)), ("0012-B", (4, 5, 6)))
    with pytest.raises(BadDecision):
        clerk.split("0012-A", moves={scan.id: "0012-B"}, parts=halves, reason="x")
    name = next(i.id for i in hospital.chart("A").items if i.id != scan.id)
    with pytest.raises(BadDecision):
        clerk.split("0012-A", moves={}, parts=by_pages(name, ("0012-B", (1,))), reason="x")
    with pytest.raises(BadDecision):
        clerk.split("0012-A", moves={}, parts=by_pages("none", ("0012-B", (1,))), reason="x")


def test_the_original_stays_also_if_its_visit_goes(hospital: Hospital, scan: Item) -> None:
    visit = b.an_encounter("A", id="visit")
    hospital.arrive(
        visit, b.a_document("A", id="filed", encounter_id="visit", content=sha256(SCAN))
    )
    halves = by_pages("filed", ("0012-A", (1, 2, 3)), ("0012-B", (4, 5, 6)))
    clerk = hospital.desk("clerk").corrections
    approve(hospital, clerk.split("0012-A", moves={visit.id: "0012-B"}, parts=halves, reason="x"))
    original = next(i for i in hospital.chart("A").items if i.id == "filed")
    assert (original.encounter_id, original.sensitivity) == (None, "sealed")
    (part,) = parts(hospital.chart("B"), "filed")
    assert "Harbinger" not in text_of(body(hospital, part))
    assert scan.id in {i.id for i in hospital.chart("A").items}
    assert verify(hospital.database).first_broken is None


def test_a_note_about_both_is_retracted_and_documented_anew(hospital: Hospital) -> None:
    with hospital.database.write("admin") as session:
        content.put(session, [b"Both brothers seen."])
    note = b.a_document("A", content=sha256(b"Both brothers seen."), author="Dr. Abara")
    hospital.add(b.a_chart("A", b.a_name("A", "Harbinger", "Ada"), note))
    hospital.add(b.a_chart("B", b.a_name("B", "Harbinger", "Bea")))
    clerk = hospital.desk("clerk").corrections
    written = [
        PlannedPart(document=note.id, to="0012-A", text="The elder one was seen."),
        PlannedPart(document=note.id, to="0012-B", text="The younger one was seen."),
    ]
    approve(hospital, clerk.split("0012-A", moves={}, parts=written, reason="a note of both"))
    (other,) = parts(hospital.chart("B"), note.id)
    assert body(hospital, other) == b"The younger one was seen."
    assert isinstance(other.details, Document)
    assert (other.details.signature, other.author) == ("needed", "Dr. Abara")
    original = next(item for item in hospital.chart("A").items if item.id == note.id)
    assert original.in_error
    assert body(hospital, original) == b"Both brothers seen."
    assert verify(hospital.database).first_broken is None


def test_an_item_that_holds_for_both_is_recorded_anew_with_a_reason(hospital: Hospital) -> None:
    allergy = b.an_allergy("A")
    hospital.add(b.a_chart("A", b.a_name("A", "Harbinger", "Ada"), allergy))
    clerk = hospital.desk("clerk").corrections
    done = approve(
        hospital,
        clerk.split(
            "0012-A",
            moves={},
            new={"b": {"family": "Lakewood"}},
            again=[PlannedAgain(item=allergy.id, to="new:b", reason="both told it")],
            reason="two people",
        ),
    )
    assert done.applied is not None
    made = next(c for c in done.applied.change_set.charts() if c != "A")
    (copy,) = parts(hospital.chart(made), allergy.id)
    assert (copy.display, copy.home_patient_id) == ("Penicillin", made)
    assert ("acknowledged", "both told it") in {
        (c.field, c.after) for c in done.applied.change_set.changes if c.id == copy.id
    }
    assert [i.id for i in hospital.chart("A").items if i.id == allergy.id] == [allergy.id]
    approve(hospital, clerk.undo(done.applied.id, reason="one person"))
    (copy,) = parts(hospital.chart(made), allergy.id)
    assert copy.in_error


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"move": []},
        {"moves": {}},
        {"moves": ["x"]},
        {"moves": [{"item": "x"}]},
        {"moves": [{"item": 3, "to": "0012-B"}]},
        {"moves": [{"item": "x", "to": "1"}, {"item": "x", "to": "2"}]},
        {"new": [1]},
        {"parts": [{"document": "x", "to": "1"}]},
        {"parts": [{"document": "x", "to": "1", "pages": [1], "text": "y"}]},
        {"parts": [{"document": "x", "to": "1", "pages": [0]}]},
        {"parts": [{"document": "x", "to": "1", "pages": ["1"]}]},
        {"parts": [{"document": "x", "to": "1", "pages": [True]}]},
        {"parts": [{"document": "x", "to": "1", "text": " "}]},
        {"again": [{"item": "x", "to": "1"}]},
        {"again": [{"item": "x", "to": "1", "reason": "r"}] * 2},
    ],
)
def test_a_plan_of_another_form_is_wrong_usage(document: object) -> None:
    with pytest.raises(UsageError):
        SplitPlan.read(document)
