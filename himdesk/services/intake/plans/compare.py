# SPDX-License-Identifier: Apache-2.0
"""A source's new statement of an item against its old one and against the chart.

What the source repeats changes nothing. What it changes, changes the chart where the chart still
has what the source said; where a person corrected it meanwhile, the chart stays and a case opens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Document, detail_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from himdesk.domain.charts.items import Details, Item, Kind
    from himdesk.domain.charts.records import Draft
    from himdesk.store.reading.history import FieldEntry

COMMON: Final = ("status", "at", "until", "type", "code", "display", "author", "sensitivity")
"""The fields that drafts and items have in common and that a source may change."""

Histories = dict[tuple[str, str], tuple["FieldEntry", ...]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that the source changed and a person had corrected before."""

    item: str
    kind: Kind
    owner: str
    field: str
    old: str | None
    new: str | None
    chart: str | None


def value_of(item: Item, field: str) -> str | None:
    """The value of a ledger field: a detail goes before a common field of the same name."""
    holder = item.details if field in detail_fields(item.kind) else item
    value = getattr(holder, field)
    return None if value is None else str(value)


def stated(draft: Draft) -> dict[str, str | None]:
    """What a draft says, field by field, as the ledger names the fields."""
    details = details_of(draft)
    said = {name: getattr(draft, name) for name in COMMON}
    said |= {name: getattr(details, name) for name in detail_fields(draft.kind)}
    return {name: None if value is None else str(value) for name, value in said.items()}


def details_of(draft: Draft) -> Details:
    """The details of a draft; a document's name the bytes that came with it."""
    if draft.content is not None and isinstance(draft.details, Document):
        return replace(draft.details, content=sha256(draft.content))
    return draft.details


def changed_fields(
    item: Item, old: Mapping[str, str | None], new: Mapping[str, str | None], past: Histories
) -> Iterator[tuple[str, str | None, str | None] | Conflict]:
    """The changes (field, before, after) that the source's new statement brings, or conflicts."""
    for name, after in new.items():
        before = old.get(name)
        if after == before:
            continue
        now = value_of(item, name)
        if now == after:
            continue
        if now == before or not corrected(now, past.get((item.id, name), ())):
            yield name, now, after
        else:
            yield Conflict(item.id, item.kind, item.patient_id, name, before, after, now)


def corrected(now: str | None, past: tuple[FieldEntry, ...]) -> bool:
    """Whether a person, and not the source, gave a field the value that it has now.

    After an undo the value is the source's again, if the source ever gave it.
    """
    if not past or past[-1].kind == "import":
        return False
    if past[-1].kind != "undo":
        return True
    given = {entry.after for entry in past if entry.kind == "import"} | {past[0].before}
    return now not in given
