# SPDX-License-Identifier: Apache-2.0
"""Other systems that must follow a correction of charts, each a task (DOMAIN 2.10).

The laboratory or the image archive has a copy of who is who. A merge, a split or a move is not
finished before each of them was corrected too, by hand, and somebody said how that is known. The
tasks of one change set are the fold of a chained log.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import HimdeskError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

FOLLOWED: Final = frozenset({ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.MOVE})
"""The kinds of change set after which other systems are wrong; so is the undo of one of these."""

LIST, DONE, AGAIN, DROP = "list", "done", "reopen", "drop"
"""The verbs of the log, never renamed."""


@dataclass
class TaskRefused(HimdeskError):
    """A task can't be marked so; `rule` names why."""

    change_set: str
    rule: str
    text: str
    code: ClassVar[str] = "task-refused"

    def message(self) -> str:
        """Say why, and that nothing was changed."""
        return f"{self.text} Nothing was changed."

    def where(self) -> str | None:
        """The change set and the rule."""
        return f"{self.change_set}: {self.rule}"


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """A system, and what is to be done there after a correction."""

    system: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A system to be corrected after one change set.

    `evidence` says how it is known that it was; `dropped_on` is the day since which it need not
    be, because the change set was undone.
    """

    number: int
    duty: Duty
    listed_on: date
    evidence: str | None = None
    done_on: date | None = None
    done_by: str | None = None
    dropped_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether somebody must still do it."""
        return self.done_on is None and self.dropped_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the log: on which day of the site who did what; `detail` as JSON has it."""

    verb: str
    on: date
    by: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The tasks of a change set of a family; `back` as `Relative` has it."""

    back: bool
    tasks: Sequence[Task]


def tasks_of(log: Iterable[Entry]) -> tuple[Task, ...]:
    """The tasks that a log makes."""
    tasks: tuple[Task, ...] = ()
    for entry in log:
        tasks = _after(tasks, entry)
    return tasks


def _after(tasks: tuple[Task, ...], entry: Entry) -> tuple[Task, ...]:
    if entry.verb == LIST:
        duties = (Duty(each["system"], each["action"]) for each in entry.detail["tasks"])
        first = len(tasks) + 1
        return tasks + tuple(
            Task(number=number, duty=duty, listed_on=entry.on)
            for number, duty in enumerate(duties, first)
        )
    changes: dict[str, Callable[[Task], Task]] = {
        DONE: lambda t: replace(
            t, evidence=entry.detail["evidence"], done_on=entry.on, done_by=entry.by
        ),
        AGAIN: lambda t: replace(t, evidence=None, done_on=None, done_by=None),
        DROP: lambda t: replace(t, dropped_on=entry.on),
    }
    marked, change = set(entry.detail["tasks"]), changes[entry.verb]
    return tuple(change(task) if task.number in marked else task for task in tasks)


def check_done(change_set: str, tasks: Sequence[Task], numbers: Sequence[int], text: str) -> None:
    """Check that tasks may be marked as done, `text` being the evidence.

    Raises:
        TaskRefused: one is not open or named twice, none is named, or evidence is missing.
    """
    _check_named(change_set, numbers, {task.number for task in tasks if task.open}, "open")
    if not text.strip():
        sentence = "Say how it is known that it was done."
        raise TaskRefused(change_set, "evidence", sentence)


def check_again(change_set: str, tasks: Sequence[Task], numbers: Sequence[int], text: str) -> None:
    """Check that tasks that were marked as done may be open again, `text` being the reason.

    Raises:
        TaskRefused: one is not done or is not due any more, none is named, or no reason is given.
    """
    done = {task.number for task in tasks if task.done_on and not task.dropped_on}
    _check_named(change_set, numbers, done, "done")
    if not text.strip():
        raise TaskRefused(change_set, "reason", "Say why it is open again.")


def _check_named(change_set: str, numbers: Sequence[int], able: set[int], state: str) -> None:
    if not numbers:
        raise TaskRefused(change_set, "task", "Say which tasks.")
    for number, times in Counter(numbers).items():
        if number not in able:
            raise TaskRefused(change_set, "task", f"There is no {state} task {number}.")
        if times > 1:
            raise TaskRefused(change_set, "task", f"Task {number} is named twice.")


def owed(
    duties: Iterable[Duty], earlier: Sequence[Earlier], *, follows: bool, back: bool
) -> tuple[Duty, ...]:
    """What is to be done after a change set of a family: a correction, its undos, and theirs.

    `duties` are known beside those of the `earlier` change sets, in order; `follows` is whether
    their systems followed the correction at first; `back` whether this change set takes the
    correction back. A system that never followed has nothing to correct back.
    """
    stands = dict.fromkeys(duties, follows)
    for one in earlier:
        for task in one.tasks:
            stands.setdefault(task.duty, follows)
            if task.done_on is not None:
                stands[task.duty] = not one.back
    return tuple(duty for duty, followed in stands.items() if followed == back)
