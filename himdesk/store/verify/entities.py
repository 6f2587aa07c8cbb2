# SPDX-License-Identifier: Apache-2.0
"""Charts and items against the ledger.

Each row is taken back to how it began, change by change: every `after` must be the next `before`,
the last one the value that stands there now, and the first state must hash to what was declared
when it was created. So no column of a chart can differ from what the ledger says.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, select, text

from himdesk.domain.changes import CREATED, PAIR, PATIENT, RECORDED_ONLY, canonical, pair_id, sha256
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.charts.items import Kind
from himdesk.store.tables import CHANGES, DETAILS, ITEMS, PAIRS, PATIENTS, column_of
from himdesk.store.verify import bodies, counts
from himdesk.store.verify.chains import parts
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Select

    from himdesk.domain.progress import Progress

    State = dict[str, str | None]
    Told = Callable[[str, int], None]

_PLAIN: Final = frozenset({"patient_id", "parent_id", "encounter_id", "replaced_by", "status"})
_OTHERS: Final = CHANGES.alias("others")


Step = Sequence[Any]
"""One change of an entity: its id, the field, the place in the ledger, before, after."""


def check(connection: Connection, progress: Progress) -> Broken | None:
    """Take every row back to its creation; of what is broken, the first place in the ledger."""
    whole = sum(counts.count(connection, table) for table in (PATIENTS, ITEMS))
    if connection.dialect.name == "postgresql":
        # Of tables that were just filled the server knows nothing yet, and would compare all rows
        # of one with all of another. What is read here is whole tables, for which it never helps.
        connection.execute(text("SET LOCAL enable_nestloop = off"))
    seen = {PATIENT: 0, **dict.fromkeys((kind.value for kind in Kind), 0)}

    def told(entity: str, rows: int) -> None:
        seen[entity] += rows
        progress(sum(seen.values()), whole)

    found = _check_patients(connection, told)
    for kind in Kind:
        found += _check_items(connection, kind, told)
    found += counts.check(connection, seen)
    found += _pairs(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_nestloop = on"))
    return min(found, key=lambda broken: broken.seq, default=None)


def _check_patients(connection: Connection, told: Told) -> list[Broken]:
    columns = [c for c in PATIENTS.c if c.name != "created_seq"]
    names = [c.name for c in columns]
    found: list[Broken] = []
    for rows in parts(connection, select(*columns, PATIENTS.c.created_seq)):
        told(PATIENT, len(rows))
        found += _check_rows(connection, PATIENT, names, rows, _patient_bodies)
    return found


def _check_items(connection: Connection, kind: Kind, told: Told) -> list[Broken]:
    """Check the items of a kind: those that are as they began at once, the others step by step."""
    inner = bodies.INNER[kind]
    # A common field whose name a detail has too is never written; it keeps a name of its own.
    names = [f"item.{name}" if name in inner else name for name in bodies.OUTER] + list(inner)

    def written(states: list[State]) -> list[bytes]:
        rows = [[state[name] for name in names] for state in states]
        return [bodies.composed(body) for body in bodies.item_texts(kind, rows)]

    found: list[Broken] = []
    for rows in parts(connection, _items(kind)):
        told(kind.value, len(rows))
        changed = [row[:-1] for row in rows if row[-1] is None]
        changed += _odd(kind, [row for row in rows if row[-1] is not None] if changed else rows)
        found += _check_rows(connection, kind.value, names, changed, written)
    return found


def _items(kind: Kind) -> Select[Any]:
    """Items with their details, and, of those that nothing happened to since, what was declared."""
    table, made, c = DETAILS[kind], CHANGES, _OTHERS.c
    changes = select(func.count()).where(c.entity_id == table.c.item_id).scalar_subquery()
    of_it = (made.c.entity_id == ITEMS.c.id, made.c.entity == kind.value, made.c.field == CREATED)
    untouched = and_(changes == 1, made.c.change_set_seq == ITEMS.c.created_seq)
    return (
        select(
            *(ITEMS.c[name] for name in bodies.OUTER),
            *(table.c[name] for name in bodies.INNER[kind]),
            ITEMS.c.created_seq,
            case((untouched, made.c.after)),
        )
        .select_from(table)
        .join(ITEMS, ITEMS.c.id == table.c.item_id)
        .join(made, and_(*of_it), isouter=True)
    )


def _odd(kind: Kind, rows: Sequence[Any]) -> list[Any]:
    """Of rows that nobody changed, those that are not, to the letter, what was declared."""
    return [
        row[:-1]
        for row, body in zip(rows, bodies.item_texts(kind, rows), strict=True)
        if hashlib.sha256(body.encode()).hexdigest() != row[-1]
    ]


def _check_rows(
    connection: Connection,
    entity: str,
    names: list[str],
    rows: Sequence[Any],
    written: Callable[[list[State]], list[bytes]],
) -> list[Broken]:
    """Check rows of the named columns and `created_seq`, each with its own history."""
    history = _history(connection, entity, [row[names.index("id")] for row in rows])
    found: list[Broken | None] = []
    begun: list[tuple[State, list[Step]]] = []
    for row in rows:
        state: State = dict(zip(names, row, strict=False))
        steps = history.get(row[names.index("id")], [])
        broken = _take_back(entity, state, steps, row[-1])
        if broken is None:
            begun.append((state, steps))
        found.append(broken)
    for (state, steps), body in zip(begun, written([b[0] for b in begun]), strict=True):
        found.append(_check_body(entity, state, steps, body))
    return [broken for broken in found if broken is not None]


def _history(connection: Connection, entity: str, ids: list[str]) -> dict[str, list[Step]]:
    """The changes of entities, each one's by field and then in the ledger's order."""
    c = CHANGES.c
    query = (
        select(c.entity_id, c.field, c.change_set_seq, c.before, c.after)
        .where(c.entity_id.in_(ids), c.entity == entity)
        .order_by(c.entity_id, c.field, c.change_set_seq)
    )
    result: dict[str, list[Step]] = defaultdict(list)
    for rows in parts(connection, query):
        for step in rows:
            result[step[0]].append(step)
    return result


def _take_back(entity: str, state: State, steps: list[Step], created_seq: int) -> Broken | None:
    """Take a row, given as its `state`, back to how it began."""
    where = f"{entity}/{state['id']}"
    created = [step[2] for step in steps if step[1] == CREATED]
    if len(created) != 1:
        return Broken(created_seq, where, "declared as created once", f"{len(created)} times")
    broken = _rewind(entity, where, state, steps)
    if broken is None and created[0] != created_seq:
        return Broken(created[0], f"{where}/created_seq", str(created[0]), str(created_seq))
    return broken


def _check_body(entity: str, state: State, steps: list[Step], body: bytes) -> Broken | None:
    """Compare how a row began with what was declared then."""
    declared, digest = next(step[4] for step in steps if step[1] == CREATED), sha256(body)
    if digest == declared:
        return None
    where = f"{entity}/{state['id']}"
    return Broken(max(step[2] for step in steps), where, declared or "", digest)


def _rewind(entity: str, where: str, state: State, steps: list[Step]) -> Broken | None:
    """Undo the changes in `state`, the last first; each one's `after` must stand there."""
    newer: tuple[str, int] = ("", 0)
    for _, field, seq, before, after in reversed(steps):
        if field in RECORDED_ONLY:
            continue
        if column_of(entity, field) is None:
            return Broken(seq, f"{where}/{field}", "a field that may change", "another one")
        if state[field] != after:
            place = newer[1] if newer[0] == field else seq
            expected, found = _shown(field, after), _shown(field, state[field])
            return Broken(place, f"{where}/{field}", expected, found)
        state[field] = before
        newer = (field, seq)
    return None


def _shown(field: str, value: str | None) -> str:
    """A value as it may be told: ids and statuses as they are, all else as a hash."""
    if value is None:
        return "nothing"
    plain = field in _PLAIN or field.startswith("choice_")
    return value if plain else f"sha256 {sha256(value.encode())[:16]}"


def _patient_bodies(states: list[State]) -> list[bytes]:
    return [_patient_body(state) for state in states]


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


def _pairs(connection: Connection) -> list[Broken]:
    """Judgements of pairs: each row is what its last change says, and there is a row for each."""
    c, p = CHANGES.c, PAIRS.c
    query = (
        select(c.entity_id, c.change_set_seq, c.after).where(c.entity == PAIR)
        .order_by(c.change_set_seq)
    )  # fmt: skip
    last = {row[0]: row for row in connection.execute(query)}
    found: list[Broken] = []
    for name, left, right, judgement in connection.execute(
        select(p.id, p.left_patient_id, p.right_patient_id, p.judgement)
    ):
        row = last.pop(name, None)
        if row is None or pair_id(left, right) != name:
            found.append(Broken(0, f"{PAIR}/{name}", "a judgement", "undeclared"))
        elif row.after != judgement:
            expected, shown = row.after or "nothing", judgement or "nothing"
            found.append(Broken(row.change_set_seq, f"{PAIR}/{name}", expected, shown))
    found += [Broken(row[1], f"{PAIR}/{name}", "a row", "nothing") for name, row in last.items()]
    return found
