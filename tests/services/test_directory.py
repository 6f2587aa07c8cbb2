# SPDX-License-Identifier: Apache-2.0
"""The directory of recipients, on real databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import NotPermitted, UsageError

if TYPE_CHECKING:
    from services.hospital import Hospital

ENTRY = {
    "name": "Zenith Insurance",
    "kind": "insurer",
    "address": "PO Box 1",
    "fax": "555-0199",
    "verified_how": "called back by the number of their letterhead",
}


def test_an_entry_is_written_once_by_name_and_changed_in_its_place(hospital: Hospital) -> None:
    directory = hospital.desk("roi").directory
    first = directory.put(ENTRY)
    assert (first.verified_on, first.verified_by, first.phone) == ("2026-03-02", "roi", "")
    directory.put({**ENTRY, "name": "Abara Law"})
    moved = directory.put({**ENTRY, "address": "PO Box 2"})
    assert moved.id == first.id
    found = hospital.desk("supervisor").directory.all()
    assert [(each.name, each.address) for each in found] == [
        ("Abara Law", "PO Box 1"),
        ("Zenith Insurance", "PO Box 2"),
    ]


@pytest.mark.parametrize(
    "change",
    [{"name": " "}, {"verified_how": ""}, {"address": "", "fax": ""}, {"colour": "red"}],
)
def test_an_entry_that_was_not_verified_is_refused(
    hospital: Hospital, change: dict[str, str]
) -> None:
    directory = hospital.desk("roi").directory
    with pytest.raises(UsageError):
        directory.put({**ENTRY, **change})
    assert directory.all() == ()


def test_only_the_release_desk_writes_and_clerks_read_nothing(hospital: Hospital) -> None:
    with pytest.raises(NotPermitted):
        hospital.desk("supervisor").directory.put(ENTRY)
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").directory.all()


def test_a_request_takes_the_verified_address_of_its_recipient(hospital: Hospital) -> None:
    hospital.add(b.a_chart("A"))
    desk = hospital.desk("roi")
    desk.directory.put(ENTRY)
    form = {"basis": "authorization", "requester": "Zenith Insurance", "purpose": "claim 4711"}
    received = date(2026, 3, 1)
    taken = desk.releases.open("0012-A", received, form).release
    assert (taken.address, taken.fax) == ("PO Box 1", "555-0199")
    said = desk.releases.open("0012-A", received, {**form, "address": "PO Box 9"}).release
    assert (said.address, said.fax) == ("PO Box 9", "555-0199")
    other = desk.releases.open("0012-A", received, {**form, "recipient": "Zenith"}).release
    assert (other.address, other.fax) == ("", "")


def test_an_address_that_nobody_verified_is_told(hospital: Hospital) -> None:
    hospital.add(b.a_chart("A"))
    desk = hospital.desk("roi")
    desk.directory.put(ENTRY)
    form = {"basis": "authorization", "requester": "Zenith Insurance", "purpose": "claim 4711"}
    received = date(2026, 3, 1)
    assert desk.releases.open("0012-A", received, form).warnings == ()
    (other,) = desk.releases.open("0012-A", received, {**form, "address": "PO Box 9"}).warnings
    assert "not one of the directory" in other
    fax = {**form, "delivery": "fax", "fax": "555-0100"}
    assert "fax number" in desk.releases.open("0012-A", received, fax).warnings[0]
