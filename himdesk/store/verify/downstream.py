# SPDX-License-Identifier: Apache-2.0
"""Whether what other systems are owed waits where it is seen: the work list against its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from himdesk.domain.downstream import tasks_of
from himdesk.store.desk.downstream import DOWNSTREAM, logs
from himdesk.store.desk.work import CLOSED, OPEN
from himdesk.store.tables import WORK_CASES
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection


def check(connection: Connection) -> Broken | None:
    """A case without its log or its row, or that was closed by hand while a task is open."""
    c = WORK_CASES.c
    rows = connection.execute(select(c.id, c.state).where(c.kind == DOWNSTREAM))
    found = {row.id: row.state for row in rows}
    kept = logs(connection)
    for case in sorted(found.keys() | kept.keys()):
        waits = any(task.open for task in tasks_of(kept.get(case, ())))
        expected = (OPEN if waits else CLOSED) if case in kept else "an event"
        state = found.get(case, "nothing")
        if state != expected:
            return Broken(0, f"work_case/{case}", expected, state)
    return None
