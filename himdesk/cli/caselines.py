# SPDX-License-Identifier: Apache-2.0
"""An amendment request as the console prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.cli.shared import DONE, show
from himdesk.domain.words import counted

if TYPE_CHECKING:
    import argparse

    from himdesk.services.amendments import CaseView


def print_case(args: argparse.Namespace, view: CaseView) -> int:
    """Print a case: its clock, its items, its files, what is owed."""
    from himdesk.services.amendments.views import case_view

    items = [
        f"  {i.asked.number}. {i.asked.element}: "
        + ("undecided" if i.decision is None else "accepted" if i.accepted else "denied")
        for i in view.case.items
    ]
    files = [
        f"  file {f.number}: {f.name}, {counted(f.size, 'byte')}"
        + (f", {f.about}" if f.about else "")
        for f in view.case.attachments
    ]
    owed = [f"  still owed: {each}" for each in view.owed]
    lines = [case_line(view), *items, *files, *owed]
    show(args, {"case": case_view(view)}, "\n".join(lines))
    return DONE


def case_line(view: CaseView) -> str:
    """A case in a line of a list."""
    clock, status = view.clock, view.case.status.value
    left = "overdue" if clock.overdue else f"{counted(clock.left, 'day')} left"
    if clock.stopped is not None or view.case.over:
        left = "answered" if clock.stopped else "over"
    line = f"{view.case.id}  {view.mrn}  {status}  due {clock.due} ({left})"
    asked = (f"remind {r.clinician}, asked {counted(r.days, 'day')} ago" for r in view.reminders)
    dated = ["day of receipt was changed"] if view.case.redated else []
    adult = [f"the patient is of age since {view.proxy_ended}"] if view.proxy_ended else []
    return "; ".join((line, *dated, *adult, *asked))
