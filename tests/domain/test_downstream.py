# SPDX-License-Identifier: Apache-2.0
"""Which systems are owed a correction, through merges, undos and undos of these."""

from __future__ import annotations

from datetime import date

import pytest

from himdesk.domain.downstream import (
    AGAIN,
    DONE,
    DROP,
    LIST,
    Duty,
    Earlier,
    Entry,
    TaskRefused,
    check_again,
    check_done,
    owed,
    tasks_of,
)

DAY = date(2026, 3, 2)
LAB, PACS = Duty("Laboratory", "move results"), Duty("PACS", "move studies")


def listed(*duties: Duty) -> Entry:
    tasks = [{"system": duty.system, "action": duty.action} for duty in duties]
    return Entry(verb=LIST, on=DAY, by="clerk", detail={"tasks": tasks})


def marked(verb: str, *numbers: int) -> Entry:
    return Entry(verb=verb, on=DAY, by="ann", detail={"tasks": list(numbers), "evidence": "seen"})


def after(*log: Entry, back: bool = False) -> Earlier:
    return Earlier(back=back, tasks=tasks_of(log))


MERGED = after(listed(LAB, PACS), marked(DONE, 1), marked(DROP, 2))
"""The laboratory had followed a merge when that was undone."""
UNDONE = after(listed(LAB), marked(DONE, 1), back=True)


def test_the_log_makes_the_tasks() -> None:
    first, second = tasks_of([listed(LAB, PACS), marked(DONE, 1)])
    assert (first.open, first.evidence, first.done_by, first.done_on) == (False, "seen", "ann", DAY)
    assert (second.open, second.number, second.listed_on) == (True, 2, DAY)
    (again, dropped) = tasks_of([listed(LAB, PACS), marked(DONE, 1), marked(AGAIN, 1),
                                 marked(DROP, 2)])  # fmt: skip
    assert (again.open, again.evidence, dropped.open) == (True, None, False)


@pytest.mark.parametrize(
    ("earlier", "back", "due"),
    [
        ((MERGED,), True, (LAB,)),
        ((MERGED, UNDONE), False, (LAB, PACS)),
        ((MERGED, after(listed(LAB), marked(DROP, 1), back=True)), False, (PACS,)),
        ((MERGED, UNDONE, after(listed(LAB, PACS), marked(DONE, 2))), True, (PACS,)),
        ((after(listed(LAB), marked(DROP, 1)),), True, ()),
    ],
)
def test_a_system_is_owed_what_it_does_not_show(
    earlier: tuple[Earlier, ...], back: bool, due: tuple[Duty, ...]
) -> None:
    assert owed((), earlier, follows=False, back=back) == due


def test_what_was_listed_nowhere_is_corrected_back_everywhere() -> None:
    assert owed((LAB, PACS), (), follows=True, back=True) == (LAB, PACS)
    assert owed((LAB, PACS), (), follows=False, back=False) == (LAB, PACS)


@pytest.mark.parametrize(
    ("numbers", "text", "rule"),
    [
        ((), "seen", "task"),
        ((3,), "seen", "task"),
        ((2, 2), "seen", "task"),
        ((2,), " ", "evidence"),
    ],
)
def test_a_task_is_done_once_and_with_evidence(
    numbers: tuple[int, ...], text: str, rule: str
) -> None:
    tasks = tasks_of([listed(LAB, PACS), marked(DONE, 1)])
    with pytest.raises(TaskRefused) as refused:
        check_done("set", tasks, numbers, text)
    assert refused.value.rule == rule
    check_done("set", tasks, (2,), "seen")
    check_again("set", tasks, (1,), "the wrong one was ticked")
    with pytest.raises(TaskRefused):
        check_again("set", tasks, (2,), "it was never done")
