# SPDX-License-Identifier: Apache-2.0
"""Charts and items against the ledger.

Each row is taken back to how it began, change by change: every `after` must be the next `before`,
the last one the value that stands there now, and the first state must hash to what was declared
when it was created. So no column of a chart can differ from what the ledger says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, Final
from unicodedata import is_normalized

from sqlalchemy import func, select

from himdesk.domain.changes import CREATED, PAIR, PATIENT, RECORDED_ONLY, canonical, pair_id, sha256
from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.charts.items import Kind, detail_fields
from himdesk.store.tables import CHANGES, DETAILS, ITEMS, PAIRS, PATIENTS, column_of
from himdesk.store.verify.chains import parts
from himdesk.store.verify.verdict import Broken
from himdesk.store.writing.creation import ITEM_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Select

    State = dict[str, str | None]

_PLAIN: Final = frozenset({"patient_id", "parent_id", "encounter_id", "replaced_by", "status"})
_WIDTH: Final = len(ITEM_COLUMNS)


Step = Sequence[Any]
"""One change of an entity: its id, the field, the place in the ledger, before, after."""


def check(connection: Connection) -> Broken | None:
    """Take every row back to its creation; of what is broken, the first place in the ledger."""
    found: list[Broken] = []
    for entity in (PATIENT, *Kind):
        query = _patients() if entity == PATIENT else _items(Kind(entity))
        body = _patient_body if entity == PATIENT else _item_body(Kind(entity))
        names = _names(entity)
        count = 0
        for rows in parts(connection, query):
            count += len(rows)
            history = _history(connection, entity, [row[0] for row in rows])
            for row in rows:
                state: State = dict(zip(names, row, strict=False))
                broken = _check(entity, state, history.get(row[0], []), row[-1], body)
                if broken is not None:
                    found.append(broken)
        found += _undone_creations(connection, entity, count)
        found += _strays(connection, entity, count)
    found += _pairs(connection)
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


def _check(
    entity: str, state: State, steps: list[Step], created_seq: int, body: Callable[[State], bytes]
) -> Broken | None:
    """Check one row; `state` is taken back to how it began."""
    name = state["id"] if "id" in state else state["item.id"]
    where = f"{entity}/{name}"
    created = [step for step in steps if step[1] == CREATED]
    if len(created) != 1:
        return Broken(created_seq, where, "declared as created once", f"{len(created)} times")
    broken = _rewind(entity, where, state, steps)
    if broken is not None:
        return broken
    _, _, seq, _, declared = created[0]
    if seq != created_seq:
        return Broken(seq, f"{where}/created_seq", str(seq), str(created_seq))
    digest = sha256(body(state))
    if digest != declared:
        return Broken(max(step[2] for step in steps), where, declared or "", digest)
    return None


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
    """As `charts.item_body`, straight from the columns; `canonical` says the same."""
    inner = detail_fields(kind)
    # Each key with its column, as the canonical body has them; the column of details is "".
    names = {name: f"item.{name}" if name in inner else name for name in ITEM_COLUMNS}
    outer = [(f'"{name}":', key) for name, key in sorted({**names, "details": ""}.items())]
    said = [(f'"{name}":', name) for name in sorted(inner)]

    def body(state: State) -> bytes:
        details = ",".join([k + quoted(v) for k, n in said if (v := state[n]) is not None])
        parts = []
        for key, name in outer:
            if not name:
                parts.append(f"{key}{{{details}}}")
            elif (value := state[name]) is not None:
                parts.append(key + quoted(value))
        text = f'{{{",".join(parts)},"v":1}}'
        return text.encode() if is_normalized("NFC", text) else canonical(json.loads(text))

    return body


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
