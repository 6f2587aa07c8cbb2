# SPDX-License-Identifier: Apache-2.0
"""A request as rows: its line in the queue, its checklist, what is sensitive, what goes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Kind
from himdesk.domain.releases.authorization import Mark, failing
from himdesk.domain.releases.basis import GROUNDS, Basis
from himdesk.domain.releases.choosing import PSYCHOTHERAPY, SEALED
from himdesk.domain.releases.request import State
from himdesk.services.views import display
from himdesk.ui.parts.rows import Row as Line
from himdesk.ui.requests.values import size_words
from himdesk.ui.widgets.tables.cell import Cell, Check, Chip, Gap, Piece, Row, Text, hint, line
from himdesk.ui.widgets.tables.rows import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from himdesk.domain.releases.authorization import Element
    from himdesk.domain.releases.request import Release
    from himdesk.services.releases import ReleaseView
    from himdesk.services.releases.requests.values import Line as ItemLine

FILE: Final = "file:"
"""Begins the key of a file of the request, also where a form names it as its scan."""
SOON: Final = 7
"""Days before the last one from which the clock is shown in a warning colour."""
ELEMENT_COLUMNS: Final = 2
_CATEGORIES: Final = {"part2": "Part 2 (substance use)", "psychotherapy": "Psychotherapy notes"}
_MARKS: Final = {
    Mark.PASS: Chip("present", "done", "check"),
    Mark.FAIL: Chip("missing", "stop", "x"),
    Mark.UNCLEAR: Chip("unclear", "warn", "help"),
}


def queue_line(view: ReleaseView, today: date) -> Line:
    """A request in the queue: its clock, kind, patient and recipient."""
    release = view.release
    late = view.due is not None and view.due < today and release.state is State.OPEN
    return Line(
        release.id,
        (clock(view, today),),
        icon="release",
        tone="rem_text" if late else "",
        under=(release.recipient, f"{view.mrn}, {kind(release.basis)}"),
    )


def kind(basis: Basis) -> str:
    """A basis in words."""
    return basis.value.replace("-", " ")


def clock(view: ReleaseView, today: date) -> str:
    """What the legal clock says, or how the request ended."""
    if view.release.state is not State.OPEN:
        return view.release.state.value
    if view.due is None:
        return "no legal term"
    left = (view.due - today).days
    return f"{days(-left)} overdue" if left < 0 else f"{days(left)} left"


def days(number: int) -> str:
    """A number of days in words."""
    return f"{number} day" if number == 1 else f"{number} days"


def head(view: ReleaseView, today: date) -> Cell:
    """The line of state."""
    release = view.release
    words = clock(view, today)
    left = None if view.due is None else (view.due - today).days
    tone = "plain" if left is None else "stop" if left < 0 else "warn" if left <= SOON else "plain"
    if release.state is State.OPEN and view.due is not None:
        words = f"{words}, due {view.due}"
    tone = "done" if release.state is State.RELEASED else tone
    pieces: list[Piece] = [Chip(kind(release.basis), "accent"), Gap(), Chip(words, tone, "clock")]
    if release.extension is not None:
        told = "extended once" if release.extension.sent_on else "extension not told yet"
        pieces += [Gap(), Chip(told, "outline")]
    if release.denial is not None:
        words = "denied in part" if release.denial.given else "access denied"
        pieces += [Gap(), Chip(words, "outline")]
    return Cell(tuple(pieces))


def about(release: Release) -> str:
    """Who asks, what for, and what was checked."""
    checked = release.identity_check or "not checked yet"
    said = [f"{release.requester} asks, received {release.received}. Purpose: {release.purpose}."]
    address = ", ".join(release.address.split("\n"))
    to = ", ".join(part for part in (release.recipient, address, release.fax) if part)
    ground = GROUNDS[release.basis].paragraph
    said.append(f"Goes as {release.delivery} under {ground} to {to}. Identity: {checked}.")
    if release.authority:
        said.append(f"Authority: {release.authority}.")
    if release.ended_because:
        said.append(f"Ended {release.ended_on}: {release.ended_because.rstrip('.')}.")
    return " ".join(said)


def elements(view: ReleaseView) -> tuple[Row, ...]:
    """The checklist, and under it everything that keeps the request shut, while it is open."""
    rows: list[Row] = []
    over = view.release.state is not State.OPEN
    if view.elements:
        failed = len(failing(view.elements))
        note = f"{failed} of {len(view.elements)} failing" if failed else "complete"
        rows = [heading(_form_name(view), note, columns=ELEMENT_COLUMNS)]
        rows += [_element(each) for each in view.elements]
    others = [why for why in view.shut if not _of_element(why, view.elements)]
    if others and not over:
        rows.append(heading("Keeps it shut", str(len(others)), columns=ELEMENT_COLUMNS))
        chip = Chip("open", "stop", "x")
        rows += [Row(f"shut:{n}", (line(why), line(chip))) for n, why in enumerate(others)]
    rows += _files(view.release)
    if view.warnings and not over:
        rows.append(heading("To mind", str(len(view.warnings)), columns=ELEMENT_COLUMNS))
        chip = Chip("mind", "warn", "warn")
        rows += [
            Row(f"mind:{n}", (_parted(why), line(chip))) for n, why in enumerate(view.warnings)
        ]
    return tuple(rows)


def _files(release: Release) -> Iterator[Row]:
    """What came with the request; a row opens its file."""
    if release.files:
        yield heading("Files", str(len(release.files)), columns=ELEMENT_COLUMNS)
    for each in release.files:
        facts = f"{size_words(each.size)}, {each.on} by {each.by}"
        cell = Cell(
            (Text(each.name),), second=(hint(", ".join(filter(None, (each.about, facts)))),)
        )
        yield Row(f"{FILE}{each.number}", (cell, line(Chip("open", "outline", "scan"))))


def _parted(words: str) -> Cell:
    """A warning with what follows from it on a line of its own."""
    first, _, rest = words.partition(": ")
    return Cell((Text(first),), second=(hint(rest),) if rest else ())


def _form_name(view: ReleaseView) -> str:
    if view.release.directive is not None:
        return "Directive to a third person, 45 CFR 164.524(c)(3)"
    return "Authorization, 45 CFR 164.508"


def _element(element: Element) -> Row:
    said = element.text or element.where or element.paragraph
    place = f", {element.where}" if element.text and element.where else ""
    name = Text(f"{element.name[0].upper()}{element.name[1:]}")
    beside = () if said == element.paragraph else (hint(element.paragraph),)
    cell = Cell((name, *beside), second=(hint(f"{said}{place}"),))
    return Row(f"element:{element.name}", (cell, line(_MARKS[element.mark])))


def _of_element(why: str, found: Sequence[Element]) -> bool:
    return any(why.startswith(f"{e.name} ({e.paragraph})") for e in found)


def sensitivities(view: ReleaseView) -> tuple[Row, ...]:
    """Each category that the chart holds: how many, in or out, and what proves it."""
    counts = Counter(each.item.sensitivity for each in view.lines if each.item.sensitivity)
    return tuple(_category(view, name, counts[name]) for name in sorted(counts))


def _category(view: ReleaseView, name: str, count: int) -> Row:
    release = view.release
    own = release.basis is Basis.PATIENT and name not in {PSYCHOTHERAPY, SEALED}
    wanted = name in release.wanted.categories or own
    if name == PSYCHOTHERAPY:
        wanted = release.wanted.psychotherapy
    able = name != SEALED and not own and release.state is State.OPEN
    mark = Chip("in", "done", "check") if wanted else Chip("out", "stop", "lock")
    proof = dict(release.form.places).get(name, "") if release.form else ""
    why = "the patient's own" if own else proof or ("" if wanted else "no consent")
    title = Text(category_name(name))
    return Row(
        name,
        (line(Check(on=wanted, enabled=able), title), line(str(count)), line(mark, hint(why))),
    )


def kind_name(each: Kind) -> str:
    """A kind of record as people say it."""
    return "clinical" if each is Kind.CLINICAL else each.value


def category_name(name: str) -> str:
    """A sensitive category as people say it."""
    return _CATEGORIES.get(name, f"{name[0].upper()}{name[1:].replace('-', ' ')}")


def items(view: ReleaseView) -> tuple[Row, ...]:
    """What of the chart goes and what does not, the newest first."""
    pages, boxes = dict(view.release.pages), dict(view.release.boxes)
    ordered = sorted(view.lines, key=lambda each: (each.item.at or "", each.item.id), reverse=True)
    open_ = view.release.state is State.OPEN
    return tuple(
        _item(
            each,
            [*_pages(pages.get(each.item.id)), *_boxes(len(boxes.get(each.item.id, ())))],
            enabled=open_ and each.verdict.included,
        )
        for each in ordered
    )


def _item(each: ItemLine, marks: list[Piece], *, enabled: bool) -> Row:
    item = each.item
    tone = "text" if each.goes else "text_2"
    named = Text(display(item), tone, strike=not each.goes)
    return Row(
        item.id,
        (
            line(Check(on=each.goes, enabled=enabled), Text((item.at or "no date")[:10], tone)),
            line(named),
            line(hint(kind_name(item.kind))),
            line(*_why(each), *marks),
        ),
    )


def _why(each: ItemLine) -> Iterator[Piece]:
    if each.left_out:
        yield Chip("left out", "outline")
        yield hint(each.left_out)
    elif each.verdict.fixed:
        yield Chip(category_name(each.item.sensitivity or "never"), "outline", "lock")
        yield hint(each.verdict.why)
    elif not each.verdict.included:
        yield hint(each.verdict.why)
    elif each.item.sensitivity:
        yield Chip(category_name(each.item.sensitivity), "outline")


def _pages(chosen: tuple[int, ...] | None) -> list[Piece]:
    if chosen is None:
        return []
    return [Chip(f"page{'s' if len(chosen) > 1 else ''} {', '.join(map(str, chosen))}", "accent")]


def _boxes(count: int) -> list[Piece]:
    return [Chip(f"{count} blacked out", "warn")] if count else []


def going(view: ReleaseView) -> str:
    """How much goes."""
    return f"{sum(each.goes for each in view.lines):,} of {len(view.lines):,} records go"


def shut(view: ReleaseView) -> str:
    """In a few words why nothing may go yet."""
    if not view.shut:
        return ""
    failed = len(failing(view.elements))
    return f"Not valid: {failed} failing" if failed else view.shut[0]


def lacking(view: ReleaseView) -> str:
    """Everything that keeps it shut, the failing elements by their names."""
    failed = ", ".join(element.name for element in failing(view.elements))
    named = (f"Not valid: {failed}.",) if failed else ()
    return " ".join((*named, *(why for why in view.shut if not _of_element(why, view.elements))))
