# SPDX-License-Identifier: Apache-2.0
"""A review sheet of any change set: pure functions, the same for clerk and supervisor."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, DECISION, PAIR, PATIENT
from himdesk.domain.charts.items import STUB, Kind
from himdesk.domain.corrections.links import JUDGEMENT, Judgement
from himdesk.domain.corrections.redline import beside, redline
from himdesk.domain.corrections.relocation import NEEDED
from himdesk.domain.corrections.split import SEALED
from himdesk.domain.plans import CONTRADICTION, Created
from himdesk.services.charts.legend import HELD
from himdesk.ui import saying
from himdesk.ui.review.effects import VERBS, both_of, button, filed
from himdesk.ui.review.values import Count, Line, ReviewSheet, Section
from himdesk.ui.wording import KIND_ICONS, KIND_LABELS, WARNING_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.changes import Change, ChangeSet
    from himdesk.domain.plans import Contradiction
    from himdesk.ui.widgets.banners.banner_values import Who

ROWS_SHOWN = 400
JUDGED = {
    None: "nothing said",
    Judgement.LINKED.value: "one person at two places",
    Judgement.DISTINCT.value: "two persons",
}
NOTHING_NEW = Created()

TO_COME: Final = ("Now", "Afterwards")
PAST: Final = ("Before", "After")


def review_sheet(
    change_set: ChangeSet,
    *,
    numbers: Mapping[str, str],
    values: Mapping[str, str],
    warnings: Iterable[Contradiction] = (),
    needs_approval: bool,
    reason: str = "",
    created: Created = NOTHING_NEW,
    sides: tuple[Who, ...] = (),
    headings: tuple[str, str] = TO_COME,
) -> ReviewSheet:
    """The sheet of a change set; `numbers` names charts, `values` what assertions say.

    `created` is what the change set brings into being, `sides` whose charts it is about;
    `headings` stand over the values of a field before it and after it.
    """
    moves = [c for c in change_set.changes if c.field == "patient_id"]
    fields = [
        c
        for c in change_set.changes
        if c.field not in {"patient_id", "status", "replaced_by", "signature", CREATED, DECISION}
        and c.entity != CONTRADICTION
    ]
    made = [c for c in change_set.changes if c.field == CREATED]
    texts = tuple(_text_line(*told, values) for told in filed(created))
    decisions = [c for c in change_set.changes if c.field == DECISION]
    counts = (
        Count(len(fields), "field\nchanges" if len(fields) == 1 else "fields\nchange", "amend"),
        Count(len(moves), "item\nmoves" if len(moves) == 1 else "items\nmove", "merge"),
        Count(len(decisions), "item\ndecided" if len(decisions) == 1 else "items\ndecided", "help"),
        Count(len(made), "entry\nmade" if len(made) == 1 else "entries\nmade", "plus"),
    )
    sections = (
        _charts(change_set, numbers),
        _aftermath(change_set, created),
        Section("Texts that are filed", str(len(texts)), ("Document", "Text"), texts),
        _field_section(fields, numbers, values, headings),
        _move_section(moves, numbers),
        _warning_section(change_set, tuple(warnings)),
    )
    approval = (
        "A second person must approve this."
        if needs_approval
        else "This applies at once; no second person is needed."
    )
    verb = VERBS[change_set.kind]
    return ReviewSheet(
        title=verb,
        counts=tuple(c for c in counts if c.number),
        sections=tuple(s for s in sections if s.lines),
        approval=approval,
        verb=button(change_set, numbers, created, needs_approval=needs_approval),
        reason=reason,
        sides=sides,
    )


def _charts(change_set: ChangeSet, numbers: Mapping[str, str]) -> Section:
    words = {
        "retired": "is retired; its number goes on finding the survivor",
        "active": "is an active chart again",
        "entered-in-error": "is marked as entered in error",
    }
    made = tuple(
        Line((numbers.get(c.id, c.id), "is made, with this new number"), icon="plus")
        for c in change_set.changes
        if c.entity == PATIENT and c.field == CREATED
    )
    lines = made + tuple(
        Line((numbers.get(c.id, c.id), words.get(c.after or "", c.after or "")), icon="charts")
        for c in change_set.changes
        if c.entity == PATIENT and c.field == "status"
    )
    return Section("Charts", str(len(lines)), ("Chart", "What becomes of it"), lines)


def _aftermath(change_set: ChangeSet, created: Created) -> Section:
    """What moving entails: stubs that name nobody, and notes to be signed again."""
    stubs = sum(item.type == STUB for item in created.items)
    again = sum(c.field == "signature" and c.after == NEEDED for c in change_set.changes)
    sealed = sum(c.field == "sensitivity" and c.after == SEALED for c in change_set.changes)
    said = (
        (stubs, "strike", "entries leave a note behind that an entry was removed; it names nobody"),
        (again, "amend", "documents must be signed again by their authors in the other chart"),
        (sealed, "lock", "documents are divided; each original is kept, sealed"),
    )
    lines = tuple(Line((f"{count:,}", text), icon=icon) for count, icon, text in said if count)
    return Section("What this entails", "", ("Count", "What"), lines, counts=0)


def _field_section(
    fields: Iterable[Change],
    numbers: Mapping[str, str],
    values: Mapping[str, str],
    headings: tuple[str, str],
) -> Section:
    def said(field: str, value: str | None) -> str:
        if field == JUDGEMENT:
            return JUDGED[value]
        if value is None:
            return "none recorded"
        part = f"{value}/{field.removeprefix('choice_')}"
        text = values.get(part) or values.get(value, numbers.get(value, value))
        return saying.value(field, text)

    def line(c: Change) -> Line:
        before, after = said(c.field, c.before), said(c.field, c.after)
        cells = (_of(c, numbers), saying.field(c.field), before, _sign(c), after)
        both = c.before is not None and c.after is not None
        marked = beside(before, after) if both else ((), ())
        pieces = {place: each for place, each in zip((2, 4), marked, strict=True) if each}
        return Line(cells, icon="amend", pieces=pieces)

    lines = tuple(map(line, fields))
    before, after = headings
    titles = ("Of", "Field", before, "", after)
    return Section("Fields", f"{len(lines)} change", titles, lines[:ROWS_SHOWN])


def _sign(change: Change) -> str:
    if change.before is None:
        return "+"
    return "−" if change.after is None else "~"


def _text_line(title: str, text: str, item: str, values: Mapping[str, str]) -> Line:
    """A text that is filed; of a correction, with what it strikes and adds."""
    before = values.get(f"{item}/{HELD}")
    pieces = {} if before is None else {1: redline(before, text)}
    return Line((title, text), icon="doc", pieces=pieces)


def _of(change: Change, numbers: Mapping[str, str]) -> str:
    """What a changed field belongs to."""
    if change.entity == PAIR:
        return both_of(change.id, numbers)
    if change.entity == PATIENT:
        return numbers.get(change.id, "")
    return KIND_LABELS[Kind(change.entity)]


def _move_section(moves: Iterable[Change], numbers: Mapping[str, str]) -> Section:
    counted = Counter((c.entity, c.before or "", c.after or "") for c in moves)
    lines = tuple(
        Line(
            (
                KIND_LABELS[Kind(entity)],
                numbers.get(before, before),
                "→",
                numbers.get(after, after),
                f"{count:,}",
            ),
            icon=KIND_ICONS[Kind(entity)],
        )
        for (entity, before, after), count in sorted(counted.items())
    )
    total = sum(counted.values())
    if len(lines) > 1:
        lines = (*lines, Line(("All items", "", "", "", f"{total:,}"), sum=True))
    headings = ("Kind", "From", "", "To", "Items")
    return Section("Items that move", f"{total:,} in all, none lost", headings, lines, counts=4)


def _warning_section(change_set: ChangeSet, warnings: tuple[Contradiction, ...]) -> Section:
    said = {c.id: c.after or "" for c in change_set.changes if c.entity == CONTRADICTION}
    lines = tuple(
        Line(
            (
                WARNING_TITLES.get(w.code, w.code),
                w.text,
                said.get(w.code, "" if w.grade == "warn" else "not explained"),
            ),
            icon="stop" if w.grade != "warn" else "warn",
            tone=w.grade.value,
        )
        for w in warnings
    )
    headings = ("Warning", "What", "Explanation")
    return Section("Warnings", str(len(lines)), headings, lines)
