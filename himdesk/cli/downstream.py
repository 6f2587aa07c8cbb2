# SPDX-License-Identifier: Apache-2.0
"""What other systems are owed after a correction, on the console."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from himdesk.cli.shared import DONE, desk, show
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.downstream import Task
    from himdesk.services.downstream import DownstreamView


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    parser = verb("downstream", _help, "systems to be corrected after a merge, a split or a move")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        for option in ("--db", "--user"):
            sub.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    sub = action("list", _list, "the change sets with open tasks, oldest first")
    sub.add_argument("--mrn", help="those of this chart, told from it")
    sub.add_argument("--closed", action="store_true", help="those without an open task")
    sub = action("show", _show, "the tasks of a change set with their log")
    sub.add_argument("id", metavar="CHANGE_SET")
    sub = action("done", _done, "systems were corrected")
    _of_tasks(sub)
    sub.add_argument("--evidence", required=True, metavar="TEXT", help="how that is known")
    sub = action("reopen", _reopen, "systems were not corrected after all")
    _of_tasks(sub)
    sub.add_argument("--reason", required=True, metavar="TEXT")


def _of_tasks(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="CHANGE_SET")
    sub.add_argument("--task", required=True, type=int, action="append", metavar="N")


def _list(args: argparse.Namespace) -> int:
    from himdesk.services.downstream.views import downstream_view

    found = desk(args).downstream.find(mrn=args.mrn, closed=args.closed)
    text = "\n".join(_line(view) for view in found) or "There is none."
    show(args, {"downstream": [downstream_view(view) for view in found]}, text)
    return DONE


def _show(args: argparse.Namespace) -> int:
    return _print(args, desk(args).downstream.show(args.id))


def _done(args: argparse.Namespace) -> int:
    return _print(args, desk(args).downstream.done(args.id, args.task, evidence=args.evidence))


def _reopen(args: argparse.Namespace) -> int:
    return _print(args, desk(args).downstream.reopen(args.id, args.task, reason=args.reason))


def _print(args: argparse.Namespace, view: DownstreamView) -> int:
    from himdesk.services.downstream.views import downstream_view

    tasks = (f"  {t.number}. {t.duty.system}: {_state(t)}" for t in view.tasks)
    show(args, {"downstream": downstream_view(view)}, "\n".join((_line(view), *tasks)))
    return DONE


def _line(view: DownstreamView) -> str:
    state = f"{len(view.open)} of {len(view.tasks)} open"
    owner = f"; {view.assigned_to} has it" if view.assigned_to else ""
    charts = ", ".join(view.charts)
    return f"{view.change_set}  {view.what}  {charts}  {view.opened_at[:10]}  {state}{owner}"


def _state(task: Task) -> str:
    if task.done_on is not None:
        return f"done {task.done_on} by {task.done_by}: {task.evidence}"
    return "not due any more" if task.dropped_on is not None else f"open: {task.duty.action}"


def _help(_: argparse.Namespace) -> Any:
    raise UsageError("downstream ACTION …; see himdesk-admin downstream --help.")
