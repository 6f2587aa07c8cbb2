# SPDX-License-Identifier: Apache-2.0
"""What is said below the list of the case that is pointed at, and what may be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.worklist.values import APPROVAL, DOWNSTREAM, DUPLICATE, SAMPLED
from himdesk.ui.widgets.tables.cell import Cell, Gap, Icon, Text
from himdesk.ui.worklist.lists.cells import KINDS, marks, name_of, said_line
from himdesk.ui.worklist.values import DetailView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.services.worklist.values import Said, WorkItem

OPENS = {
    "potential-duplicate": "Open in Compare",
    "suspected-overlay": "Open in Split",
    "misfiled-document": "Open and move",
    "amendment-request": "Open the document",
    "approval": "Open in Approve",
    "release-request": "Open the chart",
    "accounting-request": "Open in Disclosures",
    "downstream": "Open the systems",
    "quality-review": "Open in History",
}


def detail(
    item: WorkItem, said: Sequence[Said], names: Mapping[str, str], *, chief: bool
) -> DetailView:
    """A case with what was said of it; `chief` is who may assign anybody's work."""
    title, _, icon = KINDS.get(item.kind, (item.kind, "", "worklist"))
    who = " and ".join(name_of(party) for party in item.parties)
    lines = tuple(said_line(each, names) for each in said)
    if item.waiting_for:
        lines = (*lines, Cell((Icon("chat"), Text(f"Waiting: {item.waiting_for}", "text_2"))))
    found = (
        Text(f"waits since {item.opened_at[:10]}", "text_2", small=True),
        *marks(item),
        Text(", ".join(item.why), "text_2", small=True),
        Gap(wide=True),
    )
    return DetailView(
        title=Cell((Icon(icon), Text(who or title, weight=600), Gap(wide=True))),
        marks=Cell(found),
        said=lines,
        verb="" if item.over and item.kind != DOWNSTREAM else OPENS.get(item.kind, "Open"),
        actions=_allowed(item, chief=chief),
        files=tuple(
            (each.evidence, each.detail) for each in said if each.evidence and each.verb == "attach"
        ),
    )


def _allowed(item: WorkItem, *, chief: bool) -> frozenset[str]:
    """What may be done with a case now."""
    if item.kind == APPROVAL:
        return _allowed_of_request(item, chief=chief)
    if item.over:
        return frozenset({"comment"} if item.kind == DOWNSTREAM else {"comment", "reopen"})
    if item.held and not chief:
        return frozenset({"comment", "ask-for"})
    found = {"comment", "came" if item.waiting_for else "ask", "assign"}
    found.add("wake" if item.snoozed_until else "snooze")
    found |= {"give-back"} if item.owner and not item.lapsed else {"claim"}
    if item.kind == SAMPLED:
        found |= {"right", "wrong"}
    if item.kind == DUPLICATE and len(item.parties) > 1:
        found.add("distinct")
    return frozenset(found)


def _allowed_of_request(item: WorkItem, *, chief: bool) -> frozenset[str]:
    """A request passes between those who may approve it; one's own is for somebody else."""
    if item.over:
        return frozenset()
    if not chief:
        return frozenset({"ask-for"} if item.held else ())
    if item.asked and not item.owner:
        return frozenset({"assign"})
    return frozenset({"assign", "give-back" if item.owner and not item.lapsed else "claim"})
