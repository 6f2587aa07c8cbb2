# SPDX-License-Identifier: Apache-2.0
"""Notes that read like notes, and scans that open."""

from __future__ import annotations

import base64
import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from himdesk.services.training.library import load
from himdesk.services.training.records.notes import PAGE_BREAK
from himdesk.services.training.records.pdf import pdf

Resource = dict[str, Any]


def documents(sample: list[Resource]) -> list[Resource]:
    return [found for found in sample if found["resourceType"] == "DocumentReference"]


def content(document: Resource) -> bytes:
    return base64.b64decode(document["content"][0]["attachment"]["data"], validate=True)


def texts(sample: list[Resource]) -> list[tuple[Resource, str]]:
    return [
        (found, content(found).decode())
        for found in documents(sample)
        if found["content"][0]["attachment"]["contentType"].startswith("text/plain")
    ]


def test_every_kind_of_note_is_written(sample: list[Resource]) -> None:
    kinds = Counter(found["type"]["coding"][0]["code"] for found in documents(sample))
    assert {
        "11506-3", "18842-5", "11488-4", "59284-0", "34111-5", "34117-2", "11504-8", "34748-4",
        "55107-7", "57057-2",
    } <= set(kinds)  # fmt: skip


def test_no_template_leaves_a_hole(sample: list[Resource]) -> None:
    for found, text in texts(sample):
        assert "{" not in text, found["id"]
        assert "None" not in text, found["id"]
        assert "\n\n\n" not in text, found["id"]
        assert max(map(len, text.splitlines())) <= 100, found["id"]
        assert len(text) > 120


def test_every_note_is_signed_by_its_author_at_its_date(sample: list[Resource]) -> None:
    for found, text in texts(sample):
        assert found["author"][0]["display"] in text
        written = datetime.fromisoformat(found["date"])
        assert written.strftime("%Y-%m-%d %H:%M") in text


def test_notes_agree_with_their_encounter(sample: list[Resource]) -> None:
    encounters = {
        f"Encounter/{found['id']}": found
        for found in sample
        if found["resourceType"] == "Encounter"
    }
    for found, text in texts(sample):
        encounter = encounters[found["context"]["encounter"][0]["reference"]]
        name = encounter["extension"][0]["extension"][0]["valueString"]
        assert name in re.sub(r"\s+", " ", text), found["id"]
        assert encounter["period"]["start"][:10] in text, found["id"]
        assert found["date"] >= encounter["period"]["start"][:10]


def test_blood_pressure_in_the_note_is_the_one_measured(sample: list[Resource]) -> None:
    measured = {
        found["encounter"]["reference"]: "/".join(
            str(part["valueQuantity"]["value"]) for part in found["component"]
        )
        for found in sample
        if found["resourceType"] == "Observation" and "component" in found
    }
    compared = 0
    for found, text in texts(sample):
        stated = re.search(r"(?:Blood pressure|BP) (\d+/\d+)", text)
        encounter = found["context"]["encounter"][0]["reference"]
        if stated and encounter in measured:
            assert stated[1] == measured[encounter]
            compared += 1
    assert compared > 300


def test_prescriptions_stand_in_the_note(sample: list[Resource]) -> None:
    notes: dict[str, str] = {}
    for found, text in texts(sample):
        encounter = found["context"]["encounter"][0]["reference"]
        notes[encounter] = notes.get(encounter, "") + re.sub(r"\s+", " ", text)
    compared = 0
    for order in (found for found in sample if found["resourceType"] == "MedicationRequest"):
        note = notes.get(order.get("encounter", {}).get("reference", ""), "")
        if re.search("(?i)medications|prescribed|rx:", note):
            assert order["medicationCodeableConcept"]["text"] in note, order["id"]
            compared += 1
    assert compared > 300


def test_sensitive_diagnoses_are_not_repeated_in_open_notes(sample: list[Resource]) -> None:
    secret = [problem.name for problem in load().problems.values() if problem.labels]
    for found, text in texts(sample):
        if "meta" not in found:
            assert not [name for name in secret if name in text], found["id"]


def test_discharge_summaries_have_two_pages(sample: list[Resource]) -> None:
    summaries = [
        text for found, text in texts(sample) if found["type"]["text"] == "Discharge summary"
    ]
    assert len(summaries) > 15
    assert all(text.count(PAGE_BREAK) == 1 for text in summaries)


def test_addenda_append_to_an_earlier_note_of_the_visit(sample: list[Resource]) -> None:
    known = {f"DocumentReference/{found['id']}": found for found in documents(sample)}
    addenda = [found for found in documents(sample) if "relatesTo" in found]
    assert addenda
    for found in addenda:
        original = known[found["relatesTo"][0]["target"]["reference"]]
        assert original["date"] < found["date"]
        assert original["context"]["encounter"] == found["context"]["encounter"]


def test_a_page_shows_its_lines() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    opened = pdfium.PdfDocument(pdf([["first (page)", "back\\slash"], ["zweite Seite: Größe"]]))
    pages = [page.get_textpage().get_text_range() for page in opened]
    assert len(pages) == 2
    assert "first (page)" in pages[0]
    assert "back\\slash" in pages[0]
    assert "zweite Seite: Größe" in pages[1]
    assert "page 2 of 2" in pages[1]


def test_a_letter_outside_the_font_does_not_break_the_page() -> None:
    assert b"?" in pdf([["Ελένη"]])


def test_scans_open(sample: list[Resource]) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    pages = {}
    for found in documents(sample):
        if found["content"][0]["attachment"]["contentType"] == "application/pdf":
            opened = pdfium.PdfDocument(content(found))
            pages[found["id"]] = [page.get_textpage().get_text_range() for page in opened]
            assert found["type"]["coding"][0]["code"] == "59284-0"
    lengths = Counter(map(len, pages.values()))
    assert lengths[6] == 1
    assert lengths[2] > 1
    overlaid = next(texts for texts in pages.values() if len(texts) == 6)
    assert "918 N Larrabee" in overlaid[5]
    assert not [text for texts in pages.values() for text in texts if "?" in text]
