# SPDX-License-Identifier: Apache-2.0
"""The undo screen's rows: view values as cells; nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.ui.widgets.tables.cell import (
    Cell,
    Chip,
    Choice,
    Column,
    Gap,
    Icon,
    Letter,
    Nothing,
    Piece,
    Row,
    Text,
    hint,
    line,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.undo.values import Carried, Decision, FallenField, HomeCount
    from himdesk.ui.widgets.banners.banner_values import Who

DECISION_COLUMNS: Final = (
    Column("Date", 118),
    Column("Item and reason", 210, stretch=1),
    Column("Suggestion", 108, optional=True),
    Column("Belongs to", 116),
    Column("Decided", 136),
)


def home_columns(sides: Sequence[Who]) -> tuple[Column, ...]:
    """Kind, then a column for each side."""
    return (
        Column("Kind", 110, stretch=1),
        *(Column(f"{who.letter} {_becomes(who)}", 66, right=True) for who in sides),
        Column("", 44, right=True, optional=True),
    )


def _becomes(who: Who) -> str:
    """What becomes of a side, in a word: its last mark says so."""
    fate = who.marks[-1].text if who.marks else ""
    return {"comes back": "back", "entered in error": "ends"}.get(fate, "stays")


def home_rows(home: Sequence[HomeCount]) -> tuple[Row, ...]:
    """What goes home by itself, with the sum at the end."""
    done = Cell((Icon("check", "add_text"),), right=True, spoken="none lost")
    rows = [
        Row(
            each.label,
            (
                line(Icon(each.icon, size=16), each.label),
                *(number(f"{count:,}") for count in each.counts),
                done,
            ),
        )
        for each in home
    ]
    sums = [sum(column) for column in zip(*(each.counts for each in home), strict=True)]
    whole = tuple(number(f"{count:,}", weight=600) for count in sums)
    rows.append(Row("all", (line(Text("All items", weight=600)), *whole, done)))
    return tuple(rows)


def decision_rows(decisions: Sequence[Decision]) -> tuple[Row, ...]:
    """One row of two lines for each item that came later."""
    return tuple(Row(d.key, _decision(d)) for d in decisions)


def _decision(decision: Decision) -> tuple[Cell, ...]:
    suggested: tuple[Piece, ...] = (hint("none", "text_3"),)
    if decision.suggest:
        letters = ("A", "B") if decision.suggest == "both" else (decision.suggest,)
        suggested = (*(Letter(each) for each in letters), hint(decision.sure))
    return (
        line(Text(decision.at or "field", "text_2")),
        Cell(
            (Icon(decision.icon, size=16), Text(decision.title, weight=500)),
            (Gap(16), hint(decision.because)),
        ),
        Cell(suggested),
        line(
            Choice(decision.choices, decision.chosen, "" if decision.chosen else decision.suggest)
        ),
        line(*_state(decision)),
    )


def _state(decision: Decision) -> tuple[Piece, ...]:
    if decision.by_rule:
        return (Icon("link"), hint("by rule"))
    if decision.open:
        return (Chip("undecided", "warn", "help"),)
    return (Icon("check", "add_text"), hint(decision.decided or "decided", "add_text"))


def carried_columns(sides: Sequence[Who]) -> tuple[Column, ...]:
    """The fact, what the entry says, and what each side says."""
    return (
        Column("Carried", 112),
        Column("This entry", 126, stretch=1),
        *(Column(who.letter, 130, stretch=1) for who in sides),
    )


def carried_rows(carried: Sequence[Carried], sides: Sequence[Who]) -> tuple[Row, ...]:
    """What an entry carries; what fits has a tick, what differs a cross."""
    return tuple(
        Row(
            each.label,
            (
                line(Text(each.label, "text_2")),
                line(Text(each.text)),
                *(_speaks(each, at) for at in range(len(sides))),
            ),
        )
        for each in carried
    )


def _speaks(carried: Carried, side: int) -> Cell:
    if side >= len(carried.fits):
        return Cell()
    fits, text = carried.fits[side], carried.sides[side]
    if fits is None:
        return line(Gap(14), Nothing())
    if fits:
        return line(Icon("check", "add_text"), Text(text))
    return line(Icon("x", "rem_text"), Text(text, "text_2"))


def speaking(carried: Sequence[Carried], sides: Sequence[Who]) -> str:
    """How much of it speaks for each side: "5 of 6 fit A, 1 of 6 fits B"."""
    compared = [each for each in carried if each.fits]
    if not compared:
        return ""
    counts = [sum(each.fits[at] is True for each in compared) for at in range(len(sides))]
    return ", ".join(
        f"{count} of {len(compared)} {'fits' if count == 1 else 'fit'} {who.letter}"
        for count, who in zip(counts, sides, strict=True)
    )


def field_columns(sides: Sequence[Who]) -> tuple[Column, ...]:
    """The field, then its value on each side."""
    return (Column("Field", 88), *(Column(who.letter, 80, stretch=1) for who in sides))


def field_rows(fields: Sequence[FallenField], sides: Sequence[Who]) -> tuple[Row, ...]:
    """The fields that fall back, as each side will show them."""
    return tuple(
        Row(
            each.label,
            (
                line(Text(each.label, "text_2")),
                *(
                    _value(who.letter, text, each.marks[i] if i < len(each.marks) else ())
                    for i, (who, text) in enumerate(zip(sides, each.texts, strict=True))
                ),
            ),
        )
        for each in fields
    )


def _value(letter: str, text: str | None, marks: tuple[tuple[int, int], ...]) -> Cell:
    if text is None:
        return line(Letter(letter), Nothing())
    return line(Letter(letter), Text(text, marks=marks, mark=letter))
