# SPDX-License-Identifier: Apache-2.0
"""The triggers of a PostgreSQL database.

Beyond what a SQLite file has: no chart row changes without a matching change row of the same
transaction, and nobody writes in another's name. A person with a database role of their own
(`staff.db_role`) is whom the session says; anyone else whom the program said in `himdesk.actor`.
"""

# ruff: noqa: S608  all names come from our own tables

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, GENESIS, PAIR, PATIENT
from himdesk.domain.corrections.links import JUDGEMENT
from himdesk.store.guard import RULE
from himdesk.store.tables import (
    APPEND_ONLY,
    CHAINS,
    CHANGE_SETS,
    CHANGES,
    CHARTS,
    DETAILS,
    ITEMS,
    PAIRS,
    PATIENTS,
    REQUEST_EVENTS,
    REQUESTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from himdesk.domain.charts.items import Kind

# The first of the change sets that this transaction made; no program can choose its own xmin. One
# that makes more than so many writes what each of them says soon after it.
_HEAD = (
    "SELECT min(n.seq) INTO head"
    " FROM (SELECT seq, xmin FROM change_set ORDER BY seq DESC LIMIT 1000) n"
    " WHERE n.xmin = pg_current_xact_id()::xid;"
)


def statements(schema: str) -> list[str]:
    """What makes them, replacing those that are there; `schema` is where the tables are."""
    # A person's temporary tables must not be taken for ours.
    path = f'SET search_path = "{schema}", pg_temp'
    result: list[str] = []
    for name, when, body in _definitions():
        on = when.split(" ON ")[1].split(" ")[0]
        head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        result += [
            f"{head} {path} AS $himdesk${body}$himdesk$",
            f"DROP TRIGGER IF EXISTS {name} ON {on}",
            f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
        ]
    for table in (*APPEND_ONLY, *CHARTS):
        verbs = "DELETE, TRUNCATE" if table in CHARTS else "UPDATE, DELETE, TRUNCATE"
        result.append(f'REVOKE {verbs} ON "{table.name}" FROM PUBLIC')
    return result


def bodies() -> dict[str, str]:
    """Name and source of each trigger's function."""
    return {name: body for name, _, body in _definitions()}


def _definitions() -> Iterator[tuple[str, str, str]]:
    """Name, when it fires, and what it does."""
    for table in APPEND_ONLY:
        yield _refusal(table, "UPDATE OR DELETE OR TRUNCATE", "history is never changed")
    for table in CHARTS:
        yield _refusal(table, "DELETE OR TRUNCATE", "nothing is ever deleted from a chart")
        yield _inserts_declared(table)
        yield _updates_declared(table)
    yield _appended(CHANGE_SETS, "applied_by", _FOUR_EYES_CHANGE_SET)
    for table, actor in CHAINS.items():
        yield _appended(table, actor, "")
    yield _changes_of_now()
    yield (
        "himdesk_four_eyes_request",
        f'BEFORE UPDATE ON "{REQUESTS.name}" FOR EACH ROW',
        f"BEGIN {_refuse_editor('id', 'approver')} RETURN NEW; END",
    )


def _refusal(table: Table, verbs: str, rule: str) -> tuple[str, str, str]:
    return (
        f"himdesk_refuse_{table.name}",
        f'BEFORE {verbs} ON "{table.name}" FOR EACH STATEMENT',
        f"BEGIN {_raise(rule)} END",
    )


def _raise(rule: str) -> str:
    return f"RAISE EXCEPTION '{RULE}{rule}';"


def _entity(table: Table, row: str) -> str:
    """What the ledger calls the rows of a table."""
    if table in (PATIENTS, PAIRS):
        return f"'{PATIENT if table is PATIENTS else PAIR}'"
    return f"{row}.kind" if table is ITEMS else f"'{_kind_of(table)}'"


def _kind_of(table: Table) -> Kind:
    return next(kind for kind, details in DETAILS.items() if details is table)


def _inserts_declared(table: Table) -> tuple[str, str, str]:
    # A pair comes to be by the first judgement of it.
    declared = JUDGEMENT if table is PAIRS else CREATED
    return (
        f"himdesk_inserted_{table.name}",
        f'AFTER INSERT ON "{table.name}" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        f"""
DECLARE head bigint;
BEGIN
  {_HEAD}
  IF EXISTS (SELECT 1 FROM new_rows n WHERE NOT {_declared(table, declared)})
  THEN {_raise("a chart changes by a change set only")} END IF;
  RETURN NULL;
END""",
    )


def _updates_declared(table: Table) -> tuple[str, str, str]:
    key = _key(table)
    transition = "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT"
    undeclared = "\n      OR ".join(
        f'(o."{c}" IS DISTINCT FROM n."{c}" AND NOT {_declared(table, c, _from_to(c))})'
        for c in (column.name for column in table.c)
        if c != key
    )
    return (
        f"himdesk_updated_{table.name}",
        f'AFTER UPDATE ON "{table.name}" {transition}',
        f"""
DECLARE head bigint;
BEGIN
  {_HEAD}
  IF EXISTS (
    SELECT 1 FROM new_rows n LEFT JOIN old_rows o ON o.{key} = n.{key}
     WHERE o.{key} IS NULL
      OR {undeclared}
  ) THEN {_raise("a chart changes by a change set only")} END IF;
  RETURN NULL;
END""",
    )


def _key(table: Table) -> str:
    return "item_id" if "item_id" in table.c else "id"


def _from_to(column: str) -> str:
    """That a change says from what to what a column goes."""
    return (
        f' AND c.before IS NOT DISTINCT FROM o."{column}"::text'
        f' AND c.after IS NOT DISTINCT FROM n."{column}"::text'
    )


def _declared(table: Table, field: str, more: str = "") -> str:
    """Whether this transaction made a change row about a field of the row `n`.

    One look-up by entity a row, whatever the planner believes: rows of this very transaction are
    in no statistics, so it would take `change_set_seq >= head` for a single row, and go through
    all of them for each row again. OFFSET 0 keeps it from making a join, `+ 0` from the other
    index.
    """
    return (
        f"EXISTS (SELECT 1 FROM {CHANGES.name} c WHERE c.entity_id = n.{_key(table)}"
        f" AND c.field = '{field}' AND c.change_set_seq + 0 >= head"
        f" AND c.entity = {_entity(table, 'n')}{more} OFFSET 0)"
    )


def _appended(table: Table, actor: str, more: str) -> tuple[str, str, str]:
    return (
        f"himdesk_appended_{table.name}",
        f'BEFORE INSERT ON "{table.name}" FOR EACH ROW',
        f"""
DECLARE head record; actor text;
BEGIN
  SELECT seq, digest INTO head FROM "{table.name}" ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(head.seq, 0) + 1
     OR NEW.previous <> coalesce(head.digest, '{GENESIS}')
  THEN {_raise("a chain only grows at its end")} END IF;
  SELECT name INTO actor FROM staff WHERE db_role = session_user;
  actor := coalesce(actor, current_setting('himdesk.actor', true));
  IF NEW."{actor}" IS DISTINCT FROM actor
  THEN {_raise("nobody writes in the name of another")} END IF;
  {more}
  RETURN NEW;
END""",
    )


def _refuse_editor(request: str, approver: str) -> str:
    return (
        f"IF NEW.{approver} IS NOT NULL AND EXISTS (SELECT 1 FROM {REQUEST_EVENTS.name} e"
        f' WHERE e.request_id = NEW.{request} AND e."by" = NEW.{approver}'
        f" AND e.verb IN ('propose', 'edit'))"
        f" THEN {_raise('requester and approver must differ')} END IF;"
    )


_FOUR_EYES_CHANGE_SET = (
    "IF NEW.approved_by <> actor THEN "
    + _raise("nobody writes in the name of another")
    + " END IF; "
    + _refuse_editor("request_id", "approved_by")
)


def _changes_of_now() -> tuple[str, str, str]:
    return (
        "himdesk_newest_change",
        f'AFTER INSERT ON "{CHANGES.name}" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        f"""
DECLARE head bigint;
BEGIN
  {_HEAD}
  IF head IS NULL OR EXISTS (SELECT 1 FROM new_rows WHERE change_set_seq < head)
  THEN {_raise("changes are added to the newest change sets only")} END IF;
  RETURN NULL;
END""",
    )
