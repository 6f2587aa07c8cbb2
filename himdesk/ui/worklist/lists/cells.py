# SPDX-License-Identifier: Apache-2.0
"""Cases as rows of cells, and the queues as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.charts.sight import MASKED
from himdesk.services.worklist.values import (
    ACCOUNTING,
    AMENDMENT,
    APPROVAL,
    DOWNSTREAM,
    DUPLICATE,
    MISFILED,
    OVERLAY,
    RELEASE,
    SAMPLED,
)
from himdesk.ui.widgets.tables.cell import Cell, Chip, Gap, Icon, Letter, Meter, Piece, Row, Text
from himdesk.ui.widgets.tables.rows import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.matching.values import Party
    from himdesk.services.worklist.values import Overview, Said, WorkItem

KINDS = {
    DUPLICATE: ("Potential duplicates", "Duplicate", "merge"),
    OVERLAY: ("Suspected overlays", "Overlay", "split"),
    MISFILED: ("Misfiled documents", "Misfiled", "folder-out"),
    AMENDMENT: ("Amendment requests", "Amendment", "amend"),
    APPROVAL: ("Approvals", "Approval", "approve"),
    RELEASE: ("Release requests", "Release", "release"),
    ACCOUNTING: ("Accounting requests", "Accounting", "send"),
    DOWNSTREAM: ("Downstream systems", "Downstream", "link"),
    SAMPLED: ("Quality sample", "Second look", "eye"),
}
"""Each kind's queue, its name in a row, its icon."""

FLAGS = {
    "twins": "twins?", "father-and-son": "father and son?", "household": "same household",
    "newborn": "newborn",
}  # fmt: skip
RETIRED = "(retired)"
LEVELS = {1: "stop", 2: "warn"}
SOON = 5
FIGURE_SPACE = "\u2007"
"""A blank as wide as a figure: what stands behind numbers stands under each other."""

VERBS = {
    "claim": "took it", "take over": "took it over from", "give back": "gave it back",
    "hand over": "handed it over to", "ask for": "asks for it from", "assign": "gave it to",
    "free": "freed it", "ask information": "asked:", "information came": "answered:",
    "snooze": "snoozed it until", "wake": "woke it", "comment": "says:", "attach": "attached",
    "reopen": "opened it again:", "right": "found it right", "wrong": "found it wrong:",
}  # fmt: skip


def row_of(item: WorkItem) -> Row:
    """One case as a row; the tick is the model's."""
    name, icon = KINDS.get(item.kind, ("", item.kind, "worklist"))[1:]
    dim = "text_3" if item.held or item.over else "text"
    return Row(
        item.id,
        (
            Cell(),
            Cell((Chip(str(item.level), LEVELS.get(item.level, "plain")),)),
            Cell((Icon(icon), Text(name, "text_2" if dim == "text" else dim))),
            Cell(_parties(item, dim)),
            Cell(_why(item)),
            Cell(_due(item)),
            Cell(_state(item)),
        ),
    )


def waiting_row(key: str) -> Row:
    """A row that is still being read."""
    return Row(key, (Cell(), Cell(), Cell((Text("…", "text_3"),)), *(Cell() for _ in range(4))))


def _parties(item: WorkItem, tone: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    several = len(item.parties) > 1
    for letter, party in zip("ABCDEFGH", item.parties, strict=False):
        if pieces:
            pieces.append(Gap(10))
        pieces.append(Letter(letter) if several and letter in "ABC" else Icon(_icon(item, party)))
        pieces += [Text(name_of(party), tone), Text(party.mrn, "text_2", small=True, whole=True)]
    return tuple(pieces)


def name_of(party: Party) -> str:
    """The name of a chart; one that was merged into another has none any more."""
    retired = party.replaced_by is not None and party.name != MASKED
    return RETIRED if retired else party.name


def _icon(item: WorkItem, party: Party) -> str:
    if party.name == MASKED:
        return "lock"
    return "doc" if item.kind == MISFILED else "user"


def _why(item: WorkItem) -> tuple[Piece, ...]:
    words = Text(", ".join(item.why[:3]), "text_2")
    if item.probability is None or item.kind != DUPLICATE:
        return (words,)
    percent = f"{100 * item.probability:.1f} %".rjust(len("100.0 %"), FIGURE_SPACE)
    share = Text(percent, whole=True)
    return (Meter(item.probability), share, Gap(4), words)


def _due(item: WorkItem) -> tuple[Piece, ...]:
    left = item.days_left
    if left is None or item.over:
        return ()
    if left < 0:
        return (Chip(f"{_days(-left)} over", "stop", "warn"),)
    if left == 0:
        return (Chip("due today", "warn", "clock"),)
    return (Chip(f"{_days(left)} left", "warn" if left <= SOON else "plain", "clock"),)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _state(item: WorkItem) -> tuple[Piece, ...]:
    """Who has it since when, and what stands in the way."""
    if item.over:
        return (Icon("check", "add_text"), Text(f"resolved by {item.resolved_by}", "text_2"))
    pieces: list[Piece] = []
    if item.held:
        since = Text(f"since {item.since}", "text_2", whole=True)
        pieces += [Icon("lock"), Text(item.owner or "", "text_2"), Gap(0), since]
    elif item.mine and (item.lapsed or not item.owner):
        pieces.append(Text("yours", "accent", weight=600))
    elif item.mine:
        pieces.append(Text(f"yours since {item.since}", "accent", weight=600))
    elif item.lapsed:
        pieces.append(Text(f"free, {item.owner} left it", "text_2"))
    elif item.kind == APPROVAL:
        pieces.append(Text(item.state, "text_2"))
    else:
        pieces.append(Text("free", "text_2", whole=True))
    return (*pieces, *marks(item))


def marks(item: WorkItem) -> tuple[Piece, ...]:
    """What a case has about it that one must know."""
    found: list[Piece] = []
    if any(party.in_house for party in item.parties):
        found.append(Chip("in house", "accent", "bed"))
    if item.waiting_for:
        found.append(Chip("waiting", "outline", "chat"))
    if item.snoozed_until:
        found.append(Chip(f"until {item.snoozed_until[:10]}", "outline", "clock"))
    found += [Chip(FLAGS[flag], "warn", "warn") for flag in item.flags if flag in FLAGS]
    return tuple(found)


def said_line(said: Said, names: Mapping[str, str]) -> Cell:
    """One thing that was done, as a line."""
    who, other = names.get(said.by, said.by), names.get(said.detail, said.detail)
    pieces: list[Piece] = [
        Text(said.at, "text_3", small=True, whole=True),
        Text(who, weight=600, small=True, whole=True),
        Text(f"{VERBS.get(said.verb, said.verb)} {other}".strip(), "text_2", small=True),
    ]
    if said.comment:
        pieces.append(Text(said.comment, small=True))
    return Cell((*pieces, Gap(wide=True)))


def queue_rows(overview: Overview) -> tuple[Row, ...]:
    """The queues that the role has, what is one's own, and saved filters."""
    rows = [_queue("", "All queues", "worklist", overview.open)]
    for queue in overview.queues:
        title, _, icon = KINDS[queue.kind]
        mark: Piece | None = None
        if queue.overdue:
            mark = Icon("warn", "rem_text")
        elif queue.soon:
            mark = Icon("clock", "chg_text")
        rows.append(_queue(f"kind:{queue.kind}", title, icon, queue.open, mark))
    rows += [
        heading("Mine", columns=2),
        _queue("mine", "My work", "user", overview.mine),
        _queue("today", "Due today", "clock", overview.due_today),
        _queue("waiting", "Waiting for answers", "chat", overview.waiting),
        _queue("snoozed", "Snoozed", "moon", overview.snoozed),
        _queue("resolved", "Lately resolved", "check", None),
    ]
    if overview.filters:
        rows.append(heading("Saved filters", columns=2))
        rows += [_queue(f"saved:{name}", name, "filter", None) for name, _ in overview.filters]
    return tuple(rows)


def _queue(key: str, title: str, icon: str, count: int | None, mark: Piece | None = None) -> Row:
    pieces: tuple[Piece, ...] = (Icon(icon), Text(title))
    if mark is not None:
        pieces = (*pieces, Gap(wide=True), mark)
    number = Cell((Text(f"{count:,}", "text_2"),), right=True) if count is not None else Cell()
    return Row(f"queue:{key}", (Cell(pieces), number))
