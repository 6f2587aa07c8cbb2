# SPDX-License-Identifier: Apache-2.0
"""Putting the parents of a patient's records right, once all of them are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.exchange.fhir.members import keys_of_members, panels_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.records import Record


def settled(records: Sequence[Record]) -> tuple[Record, ...]:
    """The same records, each with a parent that it can have.

    What a panel or report lists has it as its parent. A link to a record of another patient, or
    to one that is no item, or one that closes a circle, is left out. Links to records that are
    not among these stay as they are.
    """
    known = {record.key: record for record in records if record.drafts}
    parents = {key: r.drafts[0].parent for key, r in known.items() if r.type != "Patient"}
    parents |= _listed(known)
    for key, parent in parents.items():
        if parent in known and known[parent].subject != known[key].subject:
            parents[key] = None
    _open_circles(parents)
    return tuple(_with_parent(record, parents.get(record.key)) for record in records)


def _listed(known: Mapping[str, Record]) -> dict[str, str]:
    """The panel, else the report, that lists an item of the same patient."""
    found: dict[str, str] = {}
    for holder in sorted(known, key=panels_first):
        for member in keys_of_members(known[holder]):
            if member in known and member != holder:
                found.setdefault(member, holder)
    return found


def _open_circles(parents: dict[str, str | None]) -> None:
    """Leaves out the link that closes a circle, in each circle there is."""
    done: set[str] = set()
    for start, first in parents.items():
        way: dict[str, None] = {start: None}
        last, key = start, first
        while key is not None and key in parents and key not in done:
            if key in way:
                parents[last] = None
                break
            way[key] = None
            last, key = key, parents[key]
        done.update(way)


def _with_parent(record: Record, parent: str | None) -> Record:
    if record.type == "Patient" or not record.drafts or record.drafts[0].parent == parent:
        return record
    draft = replace(record.drafts[0], parent=parent)
    return replace(record, drafts=(draft,))
