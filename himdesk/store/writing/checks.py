# SPDX-License-Identifier: Apache-2.0
"""What must hold at the end of every write, or nothing is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select

from himdesk.domain.changes import CREATED, DECISION, PATIENT
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.errors import ConservationBroken, StructureConflict
from himdesk.store.tables import CHANGE_SETS, CHANGES, ITEMS, PATIENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from himdesk.domain.changes import Change, ChangeSet
    from himdesk.domain.plans import Created

_ASK = 500
_PARENT, _CHILD = ITEMS.alias("parent"), ITEMS.alias("child")


def linked_charts(change_set: ChangeSet) -> frozenset[str]:
    """The charts between which decisions of an undo move items, and survivors of merges."""
    return frozenset(
        chart
        for change in change_set.changes
        if change.field in {DECISION, "replaced_by"}
        for chart in (change.before, change.after)
        if chart is not None
    )


def count_items(
    connection: Connection, changes: Iterable[Change], created: Created
) -> dict[str, int]:
    """How many items each chart that gains or loses some should own afterwards."""
    declared: Counter[str] = Counter()
    for change in changes:
        if change.field == "patient_id":
            if change.before is not None:
                declared[change.before] -= 1
            if change.after is not None:
                declared[change.after] += 1
    for item in created.items:
        declared[item.patient_id] += 1
    now = _owned(connection, declared.keys())
    return {chart: now.get(chart, 0) + delta for chart, delta in declared.items()}


def _owned(connection: Connection, charts: Collection[str]) -> dict[str, int]:
    result: dict[str, int] = {}
    wanted = sorted(charts)
    for start in range(0, len(wanted), _ASK):
        query = (
            select(ITEMS.c.patient_id, func.count())
            .where(ITEMS.c.patient_id.in_(wanted[start : start + _ASK]))
            .group_by(ITEMS.c.patient_id)
        )
        result.update((chart, count) for chart, count in connection.execute(query))
    return result


def run(
    connection: Connection,
    changes: Collection[Change],
    expected: Mapping[str, int],
    *,
    span: tuple[int, int],
) -> None:
    """Check conservation and structure of what the change sets from first to last touched.

    Raises:
        ConservationBroken: counts differ from what was declared, or parent and child part.
        StructureConflict: charts form a cycle, or a retired one owns items.
    """
    owned = _owned(connection, expected.keys())
    for chart, count in expected.items():
        if owned.get(chart, 0) != count:
            raise ConservationBroken(f"Chart {chart} would not own the items it should.")
    fields = {change.field for change in changes}
    if fields & {CREATED, "patient_id", "parent_id"}:
        _check_families(connection, span)
    touched = {change.id for change in changes if change.entity == PATIENT}
    _check_charts(connection, sorted(touched | set(expected)), span[0])


def _check_families(connection: Connection, span: tuple[int, int]) -> None:
    """A parent and its children have one owner."""
    parent, child = _PARENT, _CHILD
    touched = (
        CHANGES.c.change_set_seq.between(*span),
        CHANGES.c.field.in_((CREATED, "patient_id", "parent_id")),
    )
    parted = (child.c.parent_id == parent.c.id, child.c.patient_id != parent.c.patient_id)
    for end in (child, parent):
        query = select(child.c.id).where(*touched, CHANGES.c.entity_id == end.c.id, *parted)
        found = connection.execute(query.limit(1)).scalar()
        if found is not None:
            text = f"Item {found} would be parted from what it belongs to."
            raise ConservationBroken(text)


def _check_charts(connection: Connection, charts: Collection[str], first: int) -> None:
    """Retired means: has a survivor, owns nothing. Following survivors comes to an end."""
    p = PATIENTS.c
    retired = p.status == ChartStatus.RETIRED
    wanted = sorted(charts)
    for start in range(0, len(wanted), _ASK):
        here = p.id.in_(wanted[start : start + _ASK])
        odd = select(p.id).where(here, or_(retired & p.replaced_by.is_(None), _odd_survivor()))
        chart = connection.execute(odd.limit(1)).scalar()
        if chart is not None:
            raise StructureConflict(chart, f"Chart {chart} would be retired in part only.")
        owning = select(p.id).where(here, retired, exists().where(ITEMS.c.patient_id == p.id))
        if stranded := connection.execute(owning).scalars().all():
            raise _retired(connection, stranded, first)
        replaced = select(p.id).where(here, p.replaced_by.is_not(None))
        for chart in connection.execute(replaced).scalars().all():
            _check_chain(connection, chart)


def _retired(connection: Connection, charts: Sequence[str], first: int) -> StructureConflict:
    """Why charts own nothing: one was merged before the `first` change set written now, if any."""
    query = (
        select(PATIENTS.c.id, PATIENTS.c.number, CHANGE_SETS.c.applied_by)
        .join(CHANGES, CHANGES.c.entity_id == PATIENTS.c.id)
        .join(CHANGE_SETS, CHANGE_SETS.c.seq == CHANGES.c.change_set_seq)
        .where(CHANGES.c.entity == PATIENT, CHANGES.c.entity_id.in_(charts[:_ASK]))
        .where(CHANGES.c.field == "status", CHANGES.c.after == ChartStatus.RETIRED)
        .where(CHANGES.c.change_set_seq < first)
        .order_by(CHANGES.c.change_set_seq.desc())
    )
    earlier = connection.execute(query.limit(1)).first()
    if earlier is not None:
        chart, number, by = earlier
        text = f"Chart {number} was merged into another one by {by} meanwhile; look at it again."
        return StructureConflict(chart, text)
    number = connection.execute(
        select(PATIENTS.c.number).where(PATIENTS.c.id == charts[0])
    ).scalar_one()
    return StructureConflict(charts[0], f"Chart {number} is retired and would own items.")


def _odd_survivor() -> ColumnElement[bool]:
    return (PATIENTS.c.status != ChartStatus.RETIRED) & PATIENTS.c.replaced_by.is_not(None)


def _check_chain(connection: Connection, chart: str) -> None:
    seen = {chart}
    at: str | None = chart
    while at is not None:
        at = connection.execute(
            select(PATIENTS.c.replaced_by).where(PATIENTS.c.id == at)
        ).scalar_one()
        if at in seen:
            raise StructureConflict(chart, f"Chart {chart} would be its own survivor.")
        if at is not None:
            seen.add(at)
