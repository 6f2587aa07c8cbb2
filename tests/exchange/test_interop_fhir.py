# SPDX-License-Identifier: Apache-2.0
"""The FHIR samples of other makers: every one is read, or refused for a reason seen by eye."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from himdesk.domain.charts.items import ASSERTIONS
from himdesk.domain.charts.records import Record, Rejected
from himdesk.exchange.reading import read, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Refusals = set[tuple[str, str]]

NO_PATIENT = "names no patient; expected a reference to a Patient."
TWICE = "the file has this id twice with different contents; expected it once."
DELETE = (
    "the entry asks to delete a record, which an import can't do; expected whole records, each "
    "replacing the one before."
)

# The results of Bundle-report and three of Bundle-ghp have no subject at all; vp-oyster, education
# and ob have a display only; Bundle-references has two patients 23 of different servers.
REFUSED: Refusals = {
    ("Bundle-bundle-references.json, entry[6]", f"Observation.id: {TWICE}"),
    ("Bundle-bundle-references.json, entry[8]", f"Patient.id: {TWICE}"),
    ("Bundle-bundle-transaction.json, entry[5]", DELETE),
    ("Bundle-bundle-transaction.json, entry[6]", DELETE),
    *{(f"Bundle-ghp.json, entry[{n}]", f"Observation.subject {NO_PATIENT}") for n in (4, 22, 45)},
    *{
        (f"Bundle-report.json, entry[{n}]", f"Observation.subject {NO_PATIENT}")
        for n in range(1, 14)
    },
    ("Observation-decimal.json", f"Observation.subject {NO_PATIENT}"),
    ("Observation-vp-oyster.json", f"Observation.subject {NO_PATIENT}"),
    ("Observation-herd1.json", "Observation.subject is a Group; expected a Patient."),
    ("Procedure-education.json", f"Procedure.subject {NO_PATIENT}"),
    ("Procedure-ob.json", f"Procedure.subject {NO_PATIENT}"),
    ("Specimen-pooled-serum.json", "Specimen.subject is a Group; expected a Patient."),
}


def files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.json"))
    assert found
    return found


def test_all_are_read_or_refused_for_a_reason_that_was_seen(interop: Path) -> None:
    refused = {
        (item.where.rpartition("/")[2], item.reason)
        for path in files(interop)
        for item in records(path)
        if isinstance(item, Rejected)
    }
    assert refused == REFUSED


def test_they_become_so_many_records_of_each_kind(interop: Path) -> None:
    taken = Counter(
        "directory" if not r.drafts else "patient" if r.type == "Patient" else r.drafts[0].kind
        for path in files(interop)
        for group in read(path)
        for r in group.records
    )
    assert taken == {
        "clinical_item": 611,
        "directory": 259,
        "patient": 50,
        "encounter": 16,
        "document": 9,
        "coverage": 4,
        "flag": 2,
    }


def test_a_whole_patients_transaction_is_one_atomic_group(interop: Path) -> None:
    for path in files(interop / "carebundle"):
        (group,) = read(path)
        assert group.atomic
        assert not group.rejected
        (patient,) = {r.subject for r in group.records if r.subject}
        assert patient == group.records[0].key
        for record in group.records:
            if record.type == "Observation":
                assert record.drafts[0].author == "Fen Mocklin"
                assert str(record.drafts[0].encounter).startswith("Encounter/")


def resources(value: Any) -> Iterator[Any]:
    """Each resource that a parsed file holds."""
    if value["resourceType"] != "Bundle":
        yield value
        return
    for entry in value.get("entry", []):
        if "resource" in entry:
            yield from resources(entry["resource"])


def test_each_body_is_the_slice_of_the_file_and_says_what_the_file_says(interop: Path) -> None:
    for path in files(interop):
        data = path.read_bytes()
        expected = [json.dumps(value) for value in resources(json.loads(data.decode("utf-8-sig")))]
        for item in records(path):
            if isinstance(item, Record):
                assert item.body in data
                assert json.dumps(json.loads(item.body.decode("utf-8-sig"))) in expected


def test_everything_owned_has_what_a_list_shows(interop: Path) -> None:
    for path in files(interop):
        for item in records(path):
            if isinstance(item, Record):
                for draft in item.drafts:
                    assert draft.display, item.where
                    assert draft.kind in ASSERTIONS or draft.type == item.type
