# SPDX-License-Identifier: Apache-2.0
"""Tasks in other systems as JSON documents: what the console prints, documented in the README."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.downstream import Task
    from himdesk.services.downstream.desk import DownstreamView


def downstream_view(view: DownstreamView) -> dict[str, Any]:
    """The tasks of a change set, and their log."""
    return {
        "change_set": view.change_set,
        "what": view.what,
        "back": view.back,
        "mrns": list(view.charts),
        "opened_at": view.opened_at,
        "opened_by": view.opened_by,
        "assigned_to": view.assigned_to,
        "open": len(view.open),
        "tasks": [_task(task) for task in view.tasks],
        "log": [{"on": e.on.isoformat(), "by": e.by, "verb": e.verb, **e.detail} for e in view.log],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "system": task.duty.system,
        "action": task.duty.action,
        "listed_on": task.listed_on.isoformat(),
        "evidence": task.evidence,
        "done_on": _day(task.done_on),
        "done_by": task.done_by,
        "dropped_on": _day(task.dropped_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
