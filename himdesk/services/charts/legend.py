# SPDX-License-Identifier: Apache-2.0
"""What the ids in a change set stand for, so that people can read it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.items import Identifier, Name
from himdesk.domain.plans import Created
from himdesk.services.views import display
from himdesk.store.reading import items, patients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import ChangeSet
    from himdesk.domain.charts.items import Item
    from himdesk.store.engine import Transaction


NOTHING_NEW: Final = Created()


def legend(
    session: Transaction, change_set: ChangeSet, created: Created = NOTHING_NEW
) -> tuple[dict[str, str], dict[str, str]]:
    """The MRNs of the charts named, and what the assertions chosen say; `created` ones too."""
    charts = set(change_set.charts())
    charts |= {c.after for c in change_set.changes if c.field == "replaced_by" and c.after}
    numbers = {name: p.number for name, p in patients.patients(session, charts).items()}
    numbers |= {patient.id: patient.number for patient in created.patients}
    chosen = {
        value
        for c in change_set.changes
        if c.entity == PATIENT and c.field.startswith("choice_")
        for value in (c.before, c.after)
        if value is not None
    }
    new = {item.id: item for item in created.items if item.id in chosen}
    return numbers, wording(items.items(session, chosen - new.keys()) | new)


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
