# SPDX-License-Identifier: Apache-2.0
"""One made-up patient with something of everything, as transaction, collection and NDJSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from himdesk.domain.charts.items import Document, Kind
from himdesk.domain.charts.records import Group, Record
from himdesk.exchange.reading import read, records

FOLDER = Path(__file__).parents[1] / "data" / "fhir"


def known(name: str) -> dict[str, Record]:
    return {r.key: r for group in read(FOLDER / name) for r in group.records}


@pytest.mark.parametrize("name", ["collection.json", "everything.ndjson"])
def test_the_same_records_come_of_every_file(name: str) -> None:
    """But a stream does not know the names of other records, nor the bytes of Binaries."""
    transaction, other = known("transaction.json"), known(name)
    assert transaction.keys() == other.keys()
    for key, record in transaction.items():
        one = other[key]
        assert (one.subject, one.mrn) == (record.subject, record.mrn)
        assert [(d.kind, d.parent, d.at, d.status, d.display) for d in one.drafts] == [
            (d.kind, d.parent, d.at, d.status, d.display) for d in record.drafts
        ]


def test_what_hangs_on_what() -> None:
    parents = {
        key: record.drafts[0].parent
        for key, record in known("transaction.json").items()
        if record.drafts and record.drafts[0].parent
    }
    assert parents == {
        "Observation/o1": "DiagnosticReport/r1",
        "Observation/o2": "DiagnosticReport/r1",
        "DiagnosticReport/r1": "ServiceRequest/s1",
        "DocumentReference/n2": "DocumentReference/n1",
    }


def test_the_addendum_has_the_bytes_of_its_binary() -> None:
    draft = known("transaction.json")["DocumentReference/n2"].drafts[0]
    assert draft.content == b"Added."
    assert isinstance(draft.details, Document)
    assert (draft.details.revision, draft.details.content_type) == ("addendum", "text/plain")


def test_the_patient_says_all_of_itself() -> None:
    patient = known("collection.json")["Patient/p1"]
    assert patient.mrn == ("http://hospital.example/mrn", "0042")
    assert [(d.kind, d.display) for d in patient.drafts] == [
        (Kind.NAME, "QUILLFEATHER, Odessa Marie III"),
        (Kind.NAME, "BRAMBLEWORTH"),
        (Kind.NAME, "QUILLFEATHER, Ody"),
        (Kind.IDENTIFIER, "0042"),
        (Kind.IDENTIFIER, "900-12-3456"),
        (Kind.TELECOM, "(555) 010-0123"),
        (Kind.TELECOM, "ody@example.org"),
        (Kind.ADDRESS, "1 Main St, Apt 2, Springfield, IL 62701"),
        (Kind.STATEMENT, "1984-03-12"),
        (Kind.STATEMENT, "female"),
        (Kind.STATEMENT, "false"),
        (Kind.STATEMENT, "en"),
        (Kind.STATEMENT, "M"),
        (Kind.FLAG, "multiple birth, number 2"),
        (Kind.FLAG, "restricted"),
    ]


def test_a_merge_message_retires_one_patient_for_the_other() -> None:
    (group,) = read(FOLDER / "merge-message.json")
    assert isinstance(group, Group)
    assert group.atomic
    assert {r.key: r.replaced_by for r in group.records if r.type == "Patient"} == {
        "Patient/p0": "Patient/p1",
        "Patient/p1": None,
    }


def test_no_refusal_in_any_of_these_files() -> None:
    for path in sorted(FOLDER.iterdir()):
        assert all(isinstance(item, Record) for item in records(path)), path
