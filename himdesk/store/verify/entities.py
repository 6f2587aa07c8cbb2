# SPDX-License-Identifier: Apache-2.0
"""Charts and items against the ledger.

Each row is taken back to how it began, change by change: every `after` must be the next `before`,
the last one the value that stands there now, and the first state must hash to what was declared
when it was created. So no column of a chart can differ from what the ledger says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import func, select

from himdesk.domain.changes import CREATED, PATIENT, RECORDED_ONLY, canonical, sha256
from himdesk.domain.charts import ChartStatus
from himdesk.domain.items import Kind, detail_fields
from himdesk.store.creation import ITEM_COLUMNS
from himdesk.store.tables import CHANGES, DETAILS, ITEMS, PATIENTS, column_of
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Select

    State = dict[str, str | None]

AT_ONCE: Final = 2000
_PLAIN: Final = frozenset({"patient_id", "parent_id", "encounter_id", "replaced_by", "status"})
_WIDTH: Final = len(ITEM_COLUMNS)


class Step(NamedTuple):
    """One change of an entity."""

    field: str
    seq: int
    before: str | None
    after: str | None


def check(connection: Connection) -> Broken | None:
    """Take every row back to its creation; of what is broken, the first place in the ledger."""
    found: list[Broken] = []
    for entity in (PATIENT, *Kind):
        query = _patients() if entity == PATIENT else _items(Kind(entity))
        body = _patient_body if entity == PATIENT else _item_body(Kind(entity))
        names = _names(entity)
        count = 0
        for rows in _parts(connection, query):
            count += len(rows)
            history = _history(connection, entity, [row[0] for row in rows])
            for row in rows:
                state: State = dict(zip(names, row, strict=False))
                broken = _check(entity, state, history.get(row[0], []), row[-1], body)
                if broken is not None:
                    found.append(broken)
        found += _undone_creations(connection, entity, count)
        found += _strays(connection, entity, count)
    return min(found, key=lambda broken: broken.seq, default=None)


def _names(entity: str) -> tuple[str, ...]:
    """The ledger's names of the columns that the queries below select."""
    if entity == PATIENT:
        return tuple(c.name for c in PATIENTS.c if c.name != "created_seq")
    kind = Kind(entity)
    inner = detail_fields(kind)
    # A common field whose name a detail has too is never written; it keeps a name of its own.
    outer = tuple(f"item.{name}" if name in inner else name for name in ITEM_COLUMNS)
    return outer + inner


def _patients() -> Select[Any]:
    columns = [c for c in PATIENTS.c if c.name != "created_seq"]
    return select(*columns, PATIENTS.c.created_seq)


def _items(kind: Kind) -> Select[Any]:
    table = DETAILS[kind]
    return (
        select(
            *(ITEMS.c[name] for name in ITEM_COLUMNS),
            *(table.c[name] for name in detail_fields(kind)),
            table.c.item_id,
            ITEMS.c.created_seq,
        )
        .join(table, table.c.item_id == ITEMS.c.id, isouter=True)
        .where(ITEMS.c.kind == kind.value)
    )


def _parts(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    options = connection.execution_options(stream_results=True, yield_per=AT_ONCE)
    with options.execute(query) as result:
        yield from result.partitions(AT_ONCE)


def _history(connection: Connection, entity: str, ids: list[str]) -> dict[str, list[Step]]:
    """The changes of entities, each one's by field and then in the ledger's order."""
    c = CHANGES.c
    query = (
        select(c.entity_id, c.field, c.change_set_seq, c.before, c.after)
        .where(c.entity_id.in_(ids), c.entity == entity)
        .order_by(c.entity_id, c.field, c.change_set_seq)
    )
    result: dict[str, list[Step]] = {}
    for name, *step in connection.execute(query):
        steps = result.get(name)
        if steps is None:
            result[name] = [Step(*step)]
        else:
            steps.append(Step(*step))
    return result


def _check(
    entity: str, state: State, steps: list[Step], created_seq: int, body: Callable[[State], bytes]
) -> Broken | None:
    """Check one row; `state` is taken back to how it began."""
    where = f"{entity}/{state['id'] if 'id' in state else state['item.id']}"
    declared: Step | None = None
    later: dict[str, Step] = {}
    for step in reversed(steps):
        if step.field == CREATED:
            if declared is not None:
                return Broken(step.seq, where, "created once", "created twice")
            declared = step
        elif step.field not in RECORDED_ONLY:
            broken = _step_back(entity, where, state, step, later)
            if broken is not None:
                return broken
    if declared is None:
        return Broken(created_seq, where, "declared as created", "undeclared")
    if declared.seq != created_seq:
        return Broken(declared.seq, f"{where}/created_seq", str(declared.seq), str(created_seq))
    digest = sha256(body(state))
    if digest != declared.after:
        last = max(step.seq for step in steps)
        return Broken(last, where, declared.after or "", digest)
    return None


def _step_back(
    entity: str, where: str, state: State, step: Step, later: dict[str, Step]
) -> Broken | None:
    """Undo one change in `state`; its `after` must stand there."""
    if column_of(entity, step.field) is None:
        return Broken(step.seq, f"{where}/{step.field}", "a field that may change", "another one")
    now = state[step.field]
    if now != step.after:
        seq = later[step.field].seq if step.field in later else step.seq
        expected, found = _shown(step.field, step.after), _shown(step.field, now)
        return Broken(seq, f"{where}/{step.field}", expected, found)
    state[step.field] = step.before
    later[step.field] = step
    return None


def _shown(field: str, value: str | None) -> str:
    """A value as it may be told: ids and statuses as they are, all else as a hash."""
    if value is None:
        return "nothing"
    plain = field in _PLAIN or field.startswith("choice_")
    return value if plain else f"sha256 {sha256(value.encode())[:16]}"


def _patient_body(state: State) -> bytes:
    """As `charts.patient_body`; what else a chart has must be in its first state."""
    first = {"status": ChartStatus.ACTIVE.value}
    odd = {
        name: value
        for name, value in state.items()
        if value != first.get(name) and name not in {"id", "authority", "number"}
    }
    own: dict[str, object] = {name: state[name] for name in ("id", "authority", "number")}
    return canonical({**own, **odd, "v": 1})


def _item_body(kind: Kind) -> Callable[[State], bytes]:
    """As `charts.item_body`, straight from the columns."""
    inner = detail_fields(kind)
    outer = [(n, f"item.{n}" if n in inner else n) for n in ITEM_COLUMNS]

    def body(state: State) -> bytes:
        whole: dict[str, object] = {
            name: state[key] for name, key in outer if state[key] is not None
        }
        whole["details"] = {name: state[name] for name in inner if state[name] is not None}
        whole["v"] = 1
        return canonical(whole)

    return body


def _strays(connection: Connection, entity: str, count: int) -> list[Broken]:
    """Details of another kind than their item's."""
    if entity == PATIENT:
        return []
    table = DETAILS[Kind(entity)]
    rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return [] if rows == count else [Broken(0, table.name, f"{count} rows", f"{rows} rows")]


def _undone_creations(connection: Connection, entity: str, count: int) -> list[Broken]:
    """What the ledger says was created, and is not there."""
    c = CHANGES.c
    created = (c.field == CREATED, c.entity == entity)
    declared = connection.execute(select(func.count()).where(*created)).scalar_one()
    if declared == count:
        return []
    table = PATIENTS if entity == PATIENT else ITEMS
    query = (
        select(c.entity_id, c.change_set_seq)
        .join(table, table.c.id == c.entity_id, isouter=True)
        .where(*created, table.c.id.is_(None))
        .order_by(c.change_set_seq, c.ordinal)
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return [Broken(0, entity, f"{declared} rows", f"{count} rows")]
    return [Broken(row.change_set_seq, f"{entity}/{row.entity_id}", "a row", "nothing")]
