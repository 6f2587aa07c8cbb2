# SPDX-License-Identifier: Apache-2.0
"""Draws a section of a review sheet: its rows, their signs, and which characters differ."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from himdesk.domain.corrections.redline import Mark
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.icons import pixmap
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import label
from himdesk.ui.widgets.paint import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.domain.corrections.redline import Piece
    from himdesk.ui.look.theme import Look
    from himdesk.ui.review.values import Line, Section

TONES: Final = {"stop": "rem_text", "never": "rem_text", "warn": "chg_text"}
LONG: Final = 30
"""Letters from which on a cell takes several lines."""

EDGES: Final = (104, 128)
"""The first columns of all sections stand under each other: they have at least these widths.

In large text the words themselves are as wide, and need what room there is.
"""

TOP: Final = Qt.AlignmentFlag.AlignTop
RIGHT: Final = Qt.AlignmentFlag.AlignRight


def section_table(look: Look, section: Section) -> QWidget:
    """The rows of a section under their headings."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(*look.pane(2, 6))
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, look.px(16))
    for column, text in enumerate(section.headings):
        heading = label(text, kind="muted")
        heading.setFont(look.type.small(weight=heading.font().Weight.DemiBold))
        if column == section.counts:
            heading.setAlignment(RIGHT)
        grid.addWidget(heading, 0, column + 1)
    for column, width in enumerate(EDGES, start=1):
        if column < len(section.headings) and column - 1 != section.counts:
            grid.setColumnMinimumWidth(column, width)
    for row, line in enumerate(section.lines, start=1):
        _line(look, grid, row, line, section.counts)
    last = len(section.headings)
    grid.setColumnStretch(last + (section.counts == last - 1), 1)  # counts stay at their names
    return made


def _line(look: Look, grid: QGridLayout, row: int, line: Line, counts: int | None) -> None:
    color = getattr(look.tokens, TONES.get(line.tone, "text_2"))
    if line.icon:
        mark = QLabel()
        mark.setPixmap(pixmap(line.icon, color, look.px(16), mark.devicePixelRatioF()))
        mark.setFixedHeight(look.px(SIZES.row_nested))
        grid.addWidget(mark, row, 0, TOP)
    for place, text in enumerate(line.cells):
        if text in SIGNS:
            grid.addWidget(_sign(look, text), row, place + 1, Qt.AlignmentFlag.AlignVCenter)
            continue
        cell = _cell(look, text, line.pieces.get(place, ()))
        if line.sum:
            cell.setFont(tabular(look.type.body(weight=cell.font().Weight.DemiBold)))
        if place == counts:
            cell.setAlignment(RIGHT | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(cell, row, place + 1, *((TOP,) if "\n" not in text else ()))


def _cell(look: Look, text: str, pieces: Iterable[Piece]) -> QLabel:
    cell = label(text)
    cell.setFont(tabular(look.type.body()))
    cell.setWordWrap(len(text) > LONG)
    cell.setMinimumHeight(look.px(SIZES.row_nested))
    cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if found := tuple(pieces):
        cell.setTextFormat(Qt.TextFormat.RichText)
        inside = "".join(_marked(look, piece) for piece in found)
        cell.setText(f'<div style="white-space: pre-wrap">{inside}</div>')
        cell.setAccessibleName(text)
    return cell


def _marked(look: Look, piece: Piece) -> str:
    """A piece of a text: struck and added words have a colour and a line of their own."""
    words = escape(piece.text)
    if piece.mark is Mark.KEPT:
        return words
    tone, line = ("rem", "line-through") if piece.mark is Mark.STRUCK else ("add", "underline")
    ink, ground = (getattr(look.tokens, f"{tone}_{of}") for of in ("text", "tint"))
    style = f"color: {ink}; background-color: {ground}; text-decoration: {line}"
    return f'<span style="{style}">{words}</span>'


def _sign(look: Look, sign: str) -> QLabel:
    ground, ink = (getattr(look.tokens, name) for name in SIGNS[sign])
    made = label(sign)
    made.setFont(look.type.body(weight=made.font().Weight.DemiBold))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedSize(look.px(20), look.px(18))
    made.setStyleSheet(f"color: {ink}; background: {ground}; border-radius: {look.px(3)}px;")
    return made
