# SPDX-License-Identifier: Apache-2.0
"""The triggers of a SQLite file."""

# ruff: noqa: S608  all names come from our own tables

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store.guard import RULE
from himdesk.store.tables import (
    APPEND_ONLY,
    CHAINS,
    CHANGE_SETS,
    CHARTS,
    REQUEST_EVENTS,
    REQUESTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def definitions() -> dict[str, str]:
    """Name and text of each trigger, as `sqlite_master` keeps it."""
    return dict(_definitions())


def statements() -> list[str]:
    """What makes them, replacing those that are there."""
    result = []
    for name, definition in _definitions():
        result += [f"DROP TRIGGER IF EXISTS {name}", definition]
    return result


def _definitions() -> Iterator[tuple[str, str]]:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield _refusal(table.name, verb, "history is never changed")
    for table in CHARTS:
        yield _refusal(table.name, "DELETE", "nothing is ever deleted from a chart")
    for table in (CHANGE_SETS, *CHAINS):
        yield _in_order(table.name)
    edited = (
        f"SELECT 1 FROM {REQUEST_EVENTS.name} e WHERE e.verb IN ('propose', 'edit')"
        ' AND e.request_id = NEW.{request} AND e."by" = NEW.{approver}'
    )
    rule = "requester and approver must differ"
    yield _trigger(
        "four_eyes_change_set",
        f"BEFORE INSERT ON {CHANGE_SETS.name} WHEN NEW.approved_by IS NOT NULL"
        f" AND EXISTS ({edited.format(request='request_id', approver='approved_by')})",
        rule,
    )
    yield _trigger(
        "four_eyes_request",
        f"BEFORE UPDATE ON {REQUESTS.name} WHEN NEW.approver IS NOT NULL"
        f" AND EXISTS ({edited.format(request='id', approver='approver')})",
        rule,
    )


def _refusal(table: str, verb: str, rule: str) -> tuple[str, str]:
    return _trigger(f"no_{verb.lower()}_{table}", f'BEFORE {verb} ON "{table}"', rule)


def _in_order(table: str) -> tuple[str, str]:
    head = f'SELECT {{}} FROM "{table}" ORDER BY seq DESC LIMIT 1'
    return _trigger(
        f"in_order_{table}",
        f'BEFORE INSERT ON "{table}" WHEN NEW.seq <> coalesce(({head.format("seq")}), 0) + 1'
        f" OR NEW.previous <> coalesce(({head.format('digest')}), '{'0' * 64}')",
        "a chain only grows at its end",
    )


def _trigger(name: str, when: str, rule: str) -> tuple[str, str]:
    name = f"himdesk_{name}"
    raised = f"SELECT RAISE(ABORT, '{RULE}{rule}')"
    return name, f"CREATE TRIGGER {name} {when} BEGIN {raised}; END"
