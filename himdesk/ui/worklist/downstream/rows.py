# SPDX-License-Identifier: Apache-2.0
"""Tasks in other systems as rows of cells, with a box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.words import counted
from himdesk.ui.widgets.tables.cell import Cell, Check, Chip, Column, Row, Text, hint, line
from himdesk.ui.worklist.lists.cells import name_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.downstream import Task
    from himdesk.services.downstream import DownstreamView
    from himdesk.services.worklist.values import WorkItem

COLUMNS: Final = (
    Column("", 34),
    Column("System", 236),
    Column("What is to be done, or how it is known", 200, stretch=1),
    Column("State", 158),
)


def task_rows(view: DownstreamView, ticked: Collection[int]) -> tuple[Row, ...]:
    """The tasks, those that are open first."""
    tasks = sorted(view.tasks, key=lambda task: (not task.open, task.number))
    return tuple(_row(task, on=task.number in ticked, back=view.back) for task in tasks)


def _row(task: Task, *, on: bool, back: bool) -> Row:
    dropped = task.dropped_on is not None
    tone = "text" if task.open else "text_2"
    action = f"Correct back: {task.duty.action}" if back else task.duty.action
    said: tuple[Text, ...] = (Text(action, tone, strike=dropped),)
    if task.done_by is not None:
        said = (Text(task.evidence or "", tone), hint(f"by {task.done_by}"))
    return Row(
        f"{task.number}",
        (
            Cell((Check(on, enabled=not dropped),)),
            line(Text(task.duty.system, tone, strike=dropped)),
            line(*said),
            _state(task),
        ),
        enabled=not dropped,
    )


def _state(task: Task) -> Cell:
    if task.done_on is not None:
        return line(Chip(f"done {task.done_on}", "done", "check"))
    return line(Chip("not due any more" if task.dropped_on is not None else "open", "outline"))


def title(view: DownstreamView) -> str:
    """What was done to which charts, and how much is open."""
    return f"{view.what}: {counted(len(view.open), 'system')} to be corrected"


def charts(item: WorkItem) -> Cell:
    """The charts by their names and numbers, as the list names them."""
    pieces: list[Text] = []
    for party in item.parties:
        pieces += [Text(name_of(party), weight=600), Text(party.mrn, "text_2", whole=True)]
    return Cell(tuple(pieces))
