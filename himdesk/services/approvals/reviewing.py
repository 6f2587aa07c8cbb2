# SPDX-License-Identifier: Apache-2.0
"""Whom a plan is about, and what became of their charts since it was proposed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, MOVING, PATIENT, ChangeKind
from himdesk.domain.charts.charts import Chart
from himdesk.services.charts.legend import wording
from himdesk.services.views import display
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.changes import AppliedChangeSet, Change, ChangeSet
    from himdesk.domain.charts.items import Item
    from himdesk.domain.plans import Plan
    from himdesk.store.engine import Transaction

SHOWN = 8
"""How many differences a stale request names."""


@dataclass(frozen=True, slots=True)
class Later:
    """One thing that happened to a chart after a proposal.

    `chart` is an id. For an item `after` are its words; `field` is "" if it arrived new.
    """

    at: str
    by: str
    kind: ChangeKind
    chart: str
    entity: str
    field: str
    before: str
    after: str


def people(session: Transaction, found: Iterable[Chart], plan: Plan) -> tuple[Chart, ...]:
    """The charts of a plan with what a banner shows of each; the one that goes on comes first.

    An undo shows them as they will be, and a chart that is to be made as it begins.
    """
    change_set, created = plan.change_set, plan.created
    new = {patient.id for patient in created.patients}
    charts = {c.patient.id: c for c in found}
    touched = change_set.charts() & (charts.keys() | new) or charts.keys()
    charts |= {patient.id: Chart(patient, ()) for patient in created.patients}
    shown: dict[str, dict[str, str | None]] = defaultdict(dict)
    for change in change_set.changes:
        becomes = change_set.kind is ChangeKind.UNDO or change.id in new
        if becomes and change.entity == PATIENT and change.field.startswith("choice_"):
            shown[change.id][change.field.removeprefix("choice_")] = change.after
    people = [_as_shown(charts[name], shown[name]) for name in touched]
    chosen = {c for chart in people for c in chart.patient.choices.values() if c}
    said = items.items(session, chosen) | {i.id: i for i in created.items if i.id in chosen}
    return tuple(
        replace(chart, items=tuple(_said(chart, said)))
        for chart in sorted(
            people, key=lambda chart: (_rank(chart.patient.id, change_set), chart.patient.number)
        )
    )


def _as_shown(chart: Chart, choices: Mapping[str, str | None]) -> Chart:
    patient = replace(chart.patient, choices={**chart.patient.choices, **choices})
    return replace(chart, patient=patient)


def _said(chart: Chart, said: Mapping[str, Item]) -> Iterable[Item]:
    """A chart's own items, and those it shows wherever they are now."""
    own = {item.id: item for item in chart.items}
    chosen = (said[c] for c in chart.patient.choices.values() if c and c in said)
    return (own | {item.id: item for item in chosen}).values()


def _rank(chart_id: str, change_set: ChangeSet) -> int:
    """What stays comes first, where a move goes to next, then what is retired or comes back."""
    own = {c.field for c in change_set.changes if c.entity == PATIENT and c.id == chart_id}
    if CREATED in own:
        return 3
    if "status" in own:
        return 2
    leaves = any(c.field == "patient_id" and c.before == chart_id for c in change_set.changes)
    return 0 if leaves or change_set.kind not in MOVING else 1


def since(session: Transaction, patient_ids: frozenset[str], at: str) -> tuple[Later, ...]:
    """What happened to charts after a time, in order: items that arrived, and other fields."""
    told: list[Later] = []
    for entry in history.since(session, patient_ids, history.seq_at(session, at)):
        changes = entry.change_set.changes
        made = {c.id for c in changes if c.field == CREATED}
        came = {
            name: item
            for name, item in items.items(session, made).items()
            if item.patient_id in patient_ids
        }
        told += [_later(entry, i.patient_id, i.kind, "", "", display(i)) for i in came.values()]
        chosen = [c for c in changes if c.entity == PATIENT and c.id in patient_ids - made]
        said = wording(items.items(session, {v for c in chosen for v in (c.before, c.after) if v}))
        for change in chosen:
            before, after = (_word(change.field, v, said) for v in (change.before, change.after))
            told.append(_later(entry, change.id, PATIENT, change.field, before, after))
        moved = [c for c in changes if c.field == "patient_id" and c.after in patient_ids]
        named = items.items(session, {c.id for c in moved})
        told += [
            _later(entry, c.after or "", c.entity, c.field, "", display(named[c.id])) for c in moved
        ]
    return tuple(told)


def _later(  # noqa: PLR0917 - the columns of one line
    entry: AppliedChangeSet, chart: str, entity: str, field: str, before: str, after: str
) -> Later:
    kind = entry.change_set.kind
    return Later(entry.at, entry.applied_by, kind, chart, entity, field, before, after)


def _word(field: str, value: str | None, said: Mapping[str, str]) -> str:
    """What a chart's field says; the name's parts are said one by one."""
    part = f"{value}/{field.removeprefix('choice_')}"
    return said.get(part) or said.get(value or "", value or "none recorded")


def differences(proposed: set[Change], now: set[Change]) -> tuple[str, ...]:
    """What a proposal does not cover any more, in words; the first of many."""
    gone = [f"{c.field} of {c.entity} {c.id} is not changed so any more" for c in proposed - now]
    new = [f"{c.field} of {c.entity} {c.id} would now change too" for c in now - proposed]
    found = sorted(gone) + sorted(new)
    more = len(found) - SHOWN
    return (*found[:SHOWN], *((f"and {more} more",) if more > 0 else ()))


def place_of(change: Change) -> tuple[str, str, str]:
    """Where a change stands among others."""
    return change.entity, change.id, change.field
