# SPDX-License-Identifier: Apache-2.0
"""What the ids in a change set stand for, so that people can read it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.items import Document, Identifier, Kind, Name
from himdesk.domain.corrections.amend import Revision
from himdesk.domain.plans import Created
from himdesk.services.views import display
from himdesk.store import content
from himdesk.store.reading import charts, items, patients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import ChangeSet
    from himdesk.domain.charts.items import Item
    from himdesk.store.engine import Transaction


NOTHING_NEW: Final = Created()
HELD: Final = "held"
"""What a text said before it is corrected stands by the correction's id and this."""


def legend(
    session: Transaction, change_set: ChangeSet, created: Created = NOTHING_NEW
) -> tuple[dict[str, str], dict[str, str]]:
    """The MRNs of the charts named, and what the assertions chosen say; `created` ones too."""
    named = set(change_set.charts())
    named |= {c.after for c in change_set.changes if c.field == "replaced_by" and c.after}
    numbers = {name: p.number for name, p in patients.patients(session, named).items()}
    numbers |= {patient.id: patient.number for patient in created.patients}
    chosen = {
        value
        for c in change_set.changes
        if c.entity == PATIENT and c.field.startswith("choice_")
        for value in (c.before, c.after)
        if value is not None
    }
    new = {item.id: item for item in created.items if item.id in chosen}
    values = wording(items.items(session, chosen - new.keys()) | new)
    return numbers, values | _corrected(session, created)


def _corrected(session: Transaction, created: Created) -> dict[str, str]:
    """The texts that hold before corrections are filed, by the correction's id and `HELD`."""
    before = {}
    for item in created.items:
        if isinstance(item.details, Document) and item.details.revision == Revision.CORRECTION:
            text = held_text(session, item)
            if text is not None:
                before[f"{item.id}/{HELD}"] = text
    return before


def held_text(session: Transaction, correction: Item) -> str | None:
    """What the document said that this corrects, with earlier corrections; None if no text."""
    documents = charts.chart(session, correction.patient_id, [Kind.DOCUMENT]).items
    rail = [
        item
        for item in documents
        if isinstance(item.details, Document)
        and item.id != correction.id
        and (
            item.id == correction.parent_id
            or (
                item.parent_id == correction.parent_id
                and item.details.revision == Revision.CORRECTION
            )
        )
    ]
    rail.sort(key=lambda item: (item.id != correction.parent_id, item.at or "", item.id))
    details = rail[-1].details if rail else None
    if not isinstance(details, Document) or details.content is None:
        return None
    if not (details.content_type or "text/plain").startswith("text/plain"):
        return None
    body = content.get_many(session, [details.content]).get(details.content)
    return None if body is None else body.decode("utf-8", "replace").replace("\r\n", "\n")


def wording(assertions: Mapping[str, Item]) -> dict[str, str]:
    """What assertions say, by id; social security numbers are masked.

    A name's parts, which are chosen one by one, also stand by id and part: "ID/family".
    """
    values = {}
    for name, item in assertions.items():
        details = item.details
        secret = isinstance(details, Identifier) and details.type == "SS" and details.value
        if isinstance(details, Name):
            for part in fields(details):
                values[f"{name}/{part.name}"] = getattr(details, part.name) or "none recorded"
        values[name] = f"***-**-{details.value[-4:]}" if secret else display(item)  # type: ignore[union-attr,index]
    return values
