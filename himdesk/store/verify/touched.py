# SPDX-License-Identifier: Apache-2.0
"""The index of touched charts is whole: a line missing would hide a change set from a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, and_, exists, func, or_, select

from himdesk.domain.changes import ACKNOWLEDGED, CREATED, DECISION, PAIR, PATIENT
from himdesk.store.tables import CHANGE_SETS, CHANGES, CHARTS_TOUCHED, ITEMS, PAIRS, PATIENTS
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_LINKING: Final = ("patient_id", "replaced_by", DECISION)
_NOT_OF_ITS_OWN: Final = (CREATED, ACKNOWLEDGED, DECISION, "patient_id")


def check(connection: Connection) -> Broken | None:
    """Look for a line that is missing, and for one of a chart or change set that is not there."""
    for query in (_of_nothing(), *_missing()):
        row = connection.execute(query.limit(1)).first()
        if row is not None:
            return Broken(row[0], f"change_set_chart/{row[1]}", "a line", "none, or a wrong one")
    return None


def _of_nothing() -> Select[Any]:
    t = CHARTS_TOUCHED.c
    chart = exists().where(PATIENTS.c.id == t.patient_id)
    change_set = exists().where(CHANGE_SETS.c.seq == t.change_set_seq)
    return select(t.change_set_seq, t.patient_id).where(or_(~chart, ~change_set))


def _missing() -> tuple[Select[Any], ...]:
    """Charts that changed, between which something went, that got, changed or judged something."""
    c, i, p = CHANGES.c, ITEMS.c, PAIRS.c
    changed = and_(c.entity == i.kind, c.field.not_in(_NOT_OF_ITS_OWN))
    return (
        _without(c.change_set_seq, c.entity_id).where(c.entity == PATIENT),
        *(
            _without(c.change_set_seq, end).where(c.field.in_(_LINKING), end.is_not(None))
            for end in (c.before, c.after)
        ),
        _without(i.created_seq, i.home_patient_id),
        _without(c.change_set_seq, _owner())
        .select_from(CHANGES)
        .join(ITEMS, i.id == c.entity_id)
        .where(changed),
        *(
            _without(c.change_set_seq, end)
            .select_from(CHANGES)
            .join(PAIRS, p.id == c.entity_id)
            .where(c.entity == PAIR)
            for end in (p.left_patient_id, p.right_patient_id)
        ),
    )


def _owner() -> ColumnElement[str]:
    """Whose an item was after a change set: until the next one that moved it, or still."""
    later, c = CHANGES.alias("later"), CHANGES.c
    moved = (
        select(later.c.before)
        .where(later.c.entity_id == c.entity_id, later.c.field == "patient_id")
        .where(later.c.change_set_seq > c.change_set_seq)
        .order_by(later.c.change_set_seq)
        .limit(1)
        .correlate(CHANGES)
    )
    return func.coalesce(moved.scalar_subquery(), ITEMS.c.patient_id)


def _without(seq: ColumnElement[int], chart: ColumnElement[Any]) -> Select[Any]:
    """The pairs of a change set and a chart for which there is no line."""
    t = CHARTS_TOUCHED.c
    line = exists().where(t.patient_id == chart, t.change_set_seq == seq)
    return select(seq, chart).where(~line)
