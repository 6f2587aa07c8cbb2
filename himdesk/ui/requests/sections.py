# SPDX-License-Identifier: Apache-2.0
"""A case as rows of a table: items, what is owed, letters, people to be told, systems, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.ui.requests.values import CaseLine, size_words
from himdesk.ui.widgets.tables.cell import Cell, Chip, Gap, Piece, Row, Text, hint, line
from himdesk.ui.widgets.tables.rows import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.amendments.case import ItemState, Notice
    from himdesk.domain.amendments.clock import Clock
    from himdesk.services.amendments import CaseView

COLUMNS: Final = 2
SOON: Final = 14
"""Days before the last one from which the clock is shown in a warning colour."""


def case_line(view: CaseView) -> CaseLine:
    """A case in the list."""
    clock, case = view.clock, view.case
    tone = "rem_text" if clock.overdue else ""
    owed = f"remind {view.reminders[0].clinician}" if view.reminders else ""
    owed = owed or (view.owed[0] if view.owed and not case.over else "")
    words = clock_words(view).rpartition(", ")[2]
    return CaseLine(case.id, view.mrn, words, _status(view), owed, tone)


def clock_words(view: CaseView) -> str:
    """What the legal clock says."""
    clock = view.clock
    if view.case.over:
        return "over"
    if clock.stopped is not None:
        return f"answered {clock.stopped}"
    if clock.overdue:
        return f"{_days(-clock.left)} overdue"
    return f"{clock.due}, {_days(clock.left)} left"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def head(view: CaseView) -> Cell:
    """The line of state: status, clock, and how it was reckoned."""
    pieces: list[Piece] = [
        Chip(_status(view), "accent"),
        Gap(),
        Chip(clock_words(view), _tone(view), "clock"),
    ]
    if view.clock.extended:
        pieces += [Gap(), Chip("extended once", "outline")]
    if view.case.redated:
        first = view.case.originally_received
        pieces += [Gap(), Chip(f"day of receipt changed from {first}", "warn", "clock")]
    if view.proxy_ended:
        words = f"patient of age since {view.proxy_ended}: check the authority"
        pieces += [Gap(), Chip(words, "warn", "user")]
    if view.case.waiting_for:
        pieces += [Gap(), Chip(f"waits for: {view.case.waiting_for}", "warn")]
    return Cell(tuple(pieces))


def about(view: CaseView) -> str:
    """Who asks, since when, how, and why."""
    case = view.case
    who = case.requester.name
    if not case.requester.is_patient:
        who = f"{who} ({case.requester.relation}, {case.requester.authority})"
    return f"{who}, received {case.received} by {case.how}: {case.reason or 'no reason given'}"


def rows(view: CaseView) -> tuple[Row, ...]:
    """All rows of a case."""
    return tuple(
        row
        for title, found in (
            ("What is to be amended", list(_items(view))),
            ("Still owed", list(_owed(view))),
            ("Attachments", list(_files(view))),
            ("Letters that went", list(_letters(view))),
            ("To be told", list(_notices(view))),
            ("Systems to be corrected", list(_tasks(view))),
            ("Statements", list(_statements(view))),
            ("Steps", list(_log(view))),
        )
        if found
        for row in (heading(title, str(len(found)), columns=COLUMNS), *found)
    )


def _items(view: CaseView) -> Iterator[Row]:
    for item in view.case.items:
        asked = item.asked
        said = line(f"{asked.number}. {asked.element}")
        change = (Text(asked.wrong, "text_2", strike=True), Text(f"→ {asked.wanted}"))
        moved = asked.number in view.moved
        cell = Cell((*_outcome(item, moved=moved), *change))
        yield Row(f"item:{asked.number}", (said, cell))


def _outcome(item: ItemState, *, moved: bool) -> tuple[Piece, ...]:
    pieces: list[Piece] = [_decision(item)]
    if item.decision is not None and item.decision.basis is not None:
        pieces.append(hint(item.decision.basis.replace("-", " ")))
    if item.opinion is not None:
        word = "amend" if item.opinion.accept else "leave"
        pieces.append(hint(f"{item.opinion.clinician}: {word}"))
    elif item.clinician is not None and item.decision is None:
        pieces.append(hint(f"with {item.clinician} since {item.routed_on}"))
    if item.change_set:
        pieces.append(Chip("corrected in the chart", "done", "check"))
    elif item.request:
        pieces.append(Chip("correction waits for approval", "warn", "clock"))
    if item.moot:
        pieces.append(hint(f"moot: {item.moot}"))
    if moved:
        words = "record moved: amendment moot" if item.accepted else "the record has moved"
        pieces.append(Chip(words, "warn"))
    return tuple(pieces)


def _decision(item: ItemState) -> Chip | Text:
    if item.decision is None:
        return Chip("undecided", "outline")
    if item.decision.accept:
        return Chip("accepted", "done", "check")
    return Chip("denied", "stop", "x")


def _owed(view: CaseView) -> Iterator[Row]:
    if view.case.over:
        return
    for item in view.case.items:
        if item.accepted and not item.moot and item.asked.number in view.moved:
            said = (
                f"Note that the record of item {item.asked.number} moved; warn the privacy officer"
            )
            yield Row(f"moved:{item.asked.number}", (line("Owed"), line(said)))
    for number, each in enumerate(view.owed):
        yield Row(f"owed:{number}", (line("Owed"), line(f"{each[0].upper()}{each[1:]}")))
    for reminder in view.reminders:
        asked = (
            f"{reminder.clinician} was asked {reminder.days} days ago about item {reminder.item}"
        )
        yield Row(f"remind:{reminder.item}", (line("Reminder"), line(asked), Cell()))


def _letters(view: CaseView) -> Iterator[Row]:
    for sent in view.case.letters:
        words = sent.kind.replace("-", " ").capitalize()
        how = line(Chip(f"sent {sent.on}", "done", "check"), sent.how, hint(sent.letter))
        yield Row(f"letter:{sent.letter}", (line(words), how))


def _files(view: CaseView) -> Iterator[Row]:
    for file in view.case.attachments:
        came = f"{size_words(file.size)}, {file.on} by {file.by}"
        said = line(file.about or "no description", hint(came))
        yield Row(f"file:{file.number}", (line(file.name), said))


def _notices(view: CaseView) -> Iterator[Row]:
    for notice in view.case.notices:
        address = notice.address.replace("\n", ", ")
        why = "named by the patient" if notice.named_by_patient else "has the earlier record"
        told = line(_told(notice), hint(why), address)
        yield Row(f"notice:{notice.number}", (line(notice.recipient), told))


def _told(notice: Notice) -> Chip:
    if notice.sent_on is not None:
        return Chip(f"told {notice.sent_on}", "done", "check")
    if notice.waived is not None:
        return Chip("need not be told", "plain")
    return Chip("to be told", "warn") if notice.owed else Chip("patient has not agreed", "outline")


def _tasks(view: CaseView) -> Iterator[Row]:
    for task in view.case.tasks:
        mark = Chip("open", "outline")
        if task.done_on is not None:
            mark = Chip(f"done {task.done_on}", "done", "check")
        words = task.action if task.evidence is None else task.evidence
        yield Row(f"task:{task.number}", (line(task.system), line(mark, words)))


def _statements(view: CaseView) -> Iterator[Row]:
    case = view.case
    for title, said in (("Disagreement", case.disagreement), ("Rebuttal", case.rebuttal)):
        if said is not None:
            text = " ".join(said.text.split())
            came = f"{said.on}, file {said.attachment}" if said.attachment else f"{said.on}"
            yield Row(f"said:{title}", (line(title), line(hint(came), text)))
    if case.packet_due:
        words = "Later releases of the disputed records carry the dispute"
        yield Row("said:packet", (line("Dispute packet"), line(words)))


def _log(view: CaseView) -> Iterator[Row]:
    for number, taken in enumerate(view.log):
        what = line(taken.step.verb, hint(f"by {taken.by}"))
        yield Row(f"log:{number}", (line(f"{taken.on}"), what))


def _status(view: CaseView) -> str:
    return view.case.status.value.replace("-", " ")


def _tone(view: CaseView) -> str:
    clock: Clock = view.clock
    if view.case.over or clock.stopped is not None:
        return "done"
    return "stop" if clock.overdue else "warn" if clock.left <= SOON else "plain"
