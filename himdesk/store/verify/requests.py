# SPDX-License-Identifier: Apache-2.0
"""Requests against the chain of what was done to them, and the change sets that came of them.

Kind, requester, reason and charts follow from the body, whose digest is chained: with the changes
in it they must hash to the content that was proposed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.domain.changes import Change, ChangeKind, ChangeSet
from himdesk.domain.errors import NotFound
from himdesk.store import content
from himdesk.store.desk.proposals import EDIT, PROPOSE
from himdesk.store.tables import CHANGE_SETS, REQUEST_CHARTS, REQUEST_EVENTS, REQUESTS
from himdesk.store.verify.chains import stream
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection

    Facts = dict[str, Any]

APPROVE: Final = "approve"
_STATES: Final = {
    PROPOSE: "proposed",
    EDIT: "proposed",
    "return": "returned",
    APPROVE: "approved",
    "reject": "rejected",
    "withdraw": "withdrawn",
    "find stale": "stale",
}
"""The state that each verb leaves a request in."""


def check(connection: Connection) -> Broken | None:
    """Derive every request anew from its events."""
    applied = _applied(connection)
    events = _events(connection)
    charts = _charts(connection)
    for row in stream(connection, select(REQUESTS).order_by(REQUESTS.c.id)):
        there: Facts = dict(zip(REQUESTS.c.keys(), row, strict=True))
        done = events.pop(there["id"], [])
        where = f"request/{there['id']}"
        if not done:
            return Broken(0, where, "an event", "nothing")
        broken = _check_state(where, there, done, applied) or _check_body(
            connection, where, there, charts.pop(there["id"], set())
        )
        if broken is not None:
            return broken
    for name, done in events.items():
        return Broken(done[0]["seq"], f"request/{name}", "a row", "nothing")
    for name in applied:
        return Broken(0, f"request/{name}", "an approval", "nothing")
    return None


def _events(connection: Connection) -> dict[str, list[Facts]]:
    result: dict[str, list[Facts]] = defaultdict(list)
    names = REQUEST_EVENTS.c.keys()
    for row in stream(connection, select(REQUEST_EVENTS).order_by(REQUEST_EVENTS.c.seq)):
        event = dict(zip(names, row, strict=True))
        result[event["request_id"]].append(event)
    return result


def _applied(connection: Connection) -> dict[str, Facts]:
    """The change sets that name a request, by it."""
    s = CHANGE_SETS.c
    columns = (s.id, s.seq, s.content, s.approved_by, s.approved_at)
    query = select(s.request_id, *columns).where(s.request_id.is_not(None))
    names = [column.name for column in columns]
    return {
        request: dict(zip(names, facts, strict=True))
        for request, *facts in stream(connection, query)
    }


def _charts(connection: Connection) -> dict[str, set[str]]:
    c = REQUEST_CHARTS.c
    result: dict[str, set[str]] = defaultdict(set)
    for request, chart in stream(connection, select(c.request_id, c.patient_id)):
        result[request].add(chart)
    return result


def _check_state(
    where: str, there: Facts, done: list[Facts], applied: dict[str, Facts]
) -> Broken | None:
    """What is known of a request from its events alone."""
    last = done[-1]
    proposed = [event for event in done if event["verb"] in {PROPOSE, EDIT}][-1:]
    if not proposed:
        return Broken(last["seq"], where, "a proposal", "nothing")
    decided = last["verb"] not in {PROPOSE, EDIT}
    approved = last["verb"] == APPROVE
    expected: Facts = {
        "state": _STATES.get(last["verb"]),
        "content": proposed[0]["content"],
        "body": proposed[0]["body"],
        "created_at": there["created_at"],
        "approver": last["by"] if approved else None,
        "decided_at": last["at"] if decided else None,
        "comment": last["comment"] if decided else None,
        "change_set_id": None,
    }
    if proposed[0]["verb"] == PROPOSE:
        expected["created_at"] = proposed[0]["at"]
    made = applied.pop(there["id"], None)
    if approved != (made is not None):
        return Broken(last["seq"], f"{where}/change_set", str(approved), str(made is not None))
    if made is not None:
        expected["change_set_id"] = made["id"]
        if (made["content"], made["approved_by"]) != (last["content"], last["by"]):
            return Broken(made["seq"], "change_set.request_id", last["content"], made["content"])
    for name, value in expected.items():
        if there[name] != value:
            return Broken(last["seq"], f"{where}/{name}", str(value), str(there[name]))
    return None


def _check_body(
    connection: Connection, where: str, there: Facts, charts: set[str]
) -> Broken | None:
    """What follows from the proposed changes; a reason is not told, only the hash over it."""
    try:
        body = json.loads(content.get(connection, there["body"]))
        changes = tuple(Change(*row) for row in body["changes"])
        about = set(body["charts"])
        kind = ChangeKind(there["kind"])
    except (NotFound, ValueError, KeyError, TypeError):
        return Broken(0, where, "a proposed change set", "something else")
    proposed = ChangeSet(kind, there["requester"], there["reason"], changes)
    if proposed.content != there["content"]:
        return Broken(0, f"{where}/content", there["content"], proposed.content)
    wrong = charts ^ about
    return Broken(0, f"request_chart/{there['id']}", "other charts", min(wrong)) if wrong else None
