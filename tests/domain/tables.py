# SPDX-License-Identifier: Apache-2.0
"""The world's tables: how one change is written, and what is checked before it stands."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import ACKNOWLEDGED, CREATED, DECISION, PAIR, PATIENT, Change
from himdesk.domain.charts.charts import ChartStatus, Patient, item_digest, patient_digest
from himdesk.domain.charts.items import Item
from himdesk.domain.errors import ConservationBroken, RecordMovedOn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.plans import Plan


@dataclass(frozen=True)
class State:
    """All charts and items at one moment, and what was judged of pairs of charts."""

    patients: Mapping[str, Patient]
    items: Mapping[str, Item]
    pairs: Mapping[str, str]


_ITEM = frozenset(f.name for f in fields(Item))


def write(
    patients: dict[str, Patient], items: dict[str, Item], pairs: dict[str, str], change: Change
) -> None:
    """One change, if its `before` holds."""
    if change.field in {CREATED, DECISION, ACKNOWLEDGED}:
        return
    now: str | None
    if change.entity == PAIR:
        now = pairs.pop(change.id, None)
        if change.after is not None:
            pairs[change.id] = change.after
    elif change.entity == PATIENT:
        patient = patients[change.id]
        name = change.field.removeprefix("choice_")
        chosen = name != change.field
        now = patient.choices.get(name) if chosen else getattr(patient, change.field)
        choices = {**patient.choices, name: change.after} if chosen else {}
        held = {field: item for field, item in choices.items() if item is not None}
        new = {"choices": held} if chosen else {change.field: change.after}
        patients[change.id] = replace(patient, **new)
    else:
        item = items[change.id]
        assert item.kind == change.entity, "the ledger names the kind of an item"
        if change.field in _ITEM:
            now = getattr(item, change.field)
            items[change.id] = replace(item, **{change.field: change.after})
        else:
            now = getattr(item.details, change.field)
            details = replace(item.details, **{change.field: change.after})
            items[change.id] = replace(item, details=details)
    if now != change.before:
        raise RecordMovedOn(change.entity, change.id, change.field)


def check_created(plan: Plan, patients: Mapping[str, Patient], items: Mapping[str, Item]) -> None:
    declared = {c.id: c.after for c in plan.change_set.changes if c.field == CREATED}
    made = {p.id: patient_digest(p) for p in plan.created.patients}
    made |= {i.id: item_digest(i) for i in plan.created.items}
    if declared != made or declared.keys() & (patients.keys() | items.keys()):
        raise ConservationBroken("Entities appear undeclared.")


def check_structure(
    before: Mapping[str, Item], patients: Mapping[str, Patient], items: Mapping[str, Item]
) -> None:
    if not before.keys() <= items.keys():
        raise ConservationBroken("Items vanish.")
    for item in items.values():
        if patients[item.patient_id].status == ChartStatus.RETIRED:
            raise ConservationBroken(f"Retired chart {item.patient_id} would own {item.id}.")
        for link in (item.parent_id, item.encounter_id):
            if link is not None and items[link].patient_id != item.patient_id:
                raise ConservationBroken(f"{item.id} would hang on {link} of another chart.")
