# SPDX-License-Identifier: Apache-2.0
"""Painting cells: the one place that draws words, marks, blocks, chips and switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout

from himdesk.ui.look.icons import icon
from himdesk.ui.look.tokens import identity
from himdesk.ui.widgets import measure
from himdesk.ui.widgets.tables.cell import (
    Cell,
    Check,
    Chip,
    Choice,
    Gap,
    Icon,
    Letter,
    Meter,
    Nothing,
    Sign,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.tables.cell import Piece

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CHIPS = {
    "plain": ("hover", "text_2"),
    "outline": ("", "text_2"),
    "key": ("", "text_2"),
    "accent": ("accent_tint", "accent"),
    "done": ("add_tint", "add_text"),
    "stop": ("rem_tint", "rem_text"),
    "warn": ("chg_tint", "chg_text"),
    "conflict": ("cnf_tint", "cnf_text"),
}
SIGNS = {
    "+": ("add_tint", "add_text"),
    "−": ("rem_tint", "rem_text"),
    "~": ("chg_tint", "chg_text"),
    "!": ("cnf_tint", "cnf_text"),
    "?": ("chg_tint", "chg_text"),
}


def paint_cell(painter: QPainter, rect: QRectF, cell: Cell, look: Look) -> None:
    """Draw a cell's one or two lines into a rectangle without padding."""
    rect = rect.adjusted(look.px(cell.indent), 0, 0, 0)
    if not cell.second:
        paint_line(painter, rect, cell.pieces, look, right=cell.right)
        return
    upper, lower = look.px(20), look.px(16)
    top = rect.top() + (rect.height() - upper - lower) / 2
    first = QRectF(rect.left(), top, rect.width(), upper)
    paint_line(painter, first, cell.pieces, look, right=cell.right)
    second = QRectF(rect.left(), top + upper, rect.width(), lower)
    paint_line(painter, second, cell.second, look, right=cell.right)


def paint_line(
    painter: QPainter,
    rect: QRectF,
    pieces: Sequence[Piece],
    look: Look,
    *,
    right: bool = False,
) -> None:
    """Draw pieces side by side, centred in the height."""
    wide = measure.widths(pieces, rect.width(), look)
    space = look.px(measure.SPACE)
    x = rect.left()
    if right:
        x = max(x, rect.right() - sum(wide) - space * max(0, len(pieces) - 1))
    for piece, room in zip(pieces, wide, strict=True):
        paint_piece(painter, QRectF(x, rect.top(), room, rect.height()), piece, look)
        x += room + space


def paint_piece(  # noqa: C901 - one arm for each kind of piece
    painter: QPainter, rect: QRectF, piece: Piece, look: Look
) -> None:
    """Draw one piece into its share of a line."""
    match piece:
        case Text():
            paint_text(painter, rect, piece, look)
        case Letter(letter=letter):
            paint_letter(painter, _middle(rect, look.px(16), look.px(16)), letter, look)
        case Sign(sign=sign):
            _sign(painter, _middle(rect, look.px(20), look.px(20)), sign, look)
        case Chip():
            _chip(painter, rect, piece, look)
        case Icon(name=name, tone=tone, size=size):
            paint_icon(painter, _middle(rect, look.px(size), look.px(size)), name, tone, look)
        case Nothing(text=text):
            _nothing(painter, rect, text, look)
        case Meter(share=share):
            _meter(painter, rect, share, look)
        case Check(on=on, enabled=enabled):
            box = _middle(rect, look.px(14), look.px(14))
            paint_check(painter, box, look, on=on, enabled=enabled)
        case Choice():
            paint_choice(painter, rect, piece, look)
        case Gap():
            pass


def paint_text(painter: QPainter, rect: QRectF, piece: Text, look: Look) -> None:
    """Draw words, their differing characters marked under them; what has no room is elided."""
    font = measure.font_of(piece, look)
    metrics = QFontMetricsF(font)
    shown = piece.text
    shift = 0
    if metrics.horizontalAdvance(shown) > rect.width():
        shown = metrics.elidedText(shown, measure.ELIDE, rect.width())
        if piece.marks and piece.marks[-1][1] >= len(shown):  # what differs must be seen
            mode = Qt.TextElideMode.ElideLeft
            shown = metrics.elidedText(piece.text, mode, rect.width())
            shift = len(shown) - len(piece.text)
    layout = QTextLayout(shown, font, painter.device())
    layout.beginLayout()
    laid = layout.createLine()
    laid.setLineWidth(10_000)
    layout.endLayout()
    top = rect.top() + (rect.height() - metrics.height()) / 2
    for first, last in piece.marks:
        start, end = max(0, first + shift), last + shift
        if 0 <= start < min(end, len(shown)):
            left = laid.cursorToX(start)[0]  # type: ignore[index]
            till = laid.cursorToX(min(end, len(shown)))[0]  # type: ignore[index]
            over = QRectF(rect.left() + min(left, till), top, abs(till - left), metrics.height())
            _mark(painter, over, piece.mark, look)
    painter.setPen(look.color(piece.tone))
    layout.draw(painter, QPointF(rect.left(), top))


def _mark(painter: QPainter, over: QRectF, mark: str, look: Look) -> None:
    over = over.adjusted(-1, 0, 1, 1)
    if mark == "find":
        below = QRectF(over.left() + 1, over.bottom() - 1, over.width() - 2, 1)
        painter.fillRect(below, look.color("text"))
        return
    if mark in "ABC":
        colors = identity(look.tokens, mark)
        ground, underline = QColor(colors.mark), QColor(colors.mid)
    else:
        ground, underline = look.color(f"{mark}_mark"), look.color(f"{mark}_text")
    painter.fillRect(over, ground)
    thick = 2 if mark in "ABC" else 1
    if mark != "rem":
        painter.fillRect(QRectF(over.left(), over.bottom() - thick, over.width(), thick), underline)


def paint_letter(painter: QPainter, box: QRectF, letter: str, look: Look) -> None:
    """Draw the block of a letter; = stands for the result, ? for undecided."""
    radius = 3 if box.height() <= look.px(20) else 4
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor("white")
    painter.setPen(Qt.PenStyle.NoPen)
    if letter in ("A", "B", "C"):
        painter.setBrush(QColor(identity(look.tokens, letter).block))
    elif letter == "?":
        painter.setBrush(look.color("chg_mark"))
        ink = look.color("chg_text")
    else:
        painter.setBrush(look.color("hover"))
        painter.setPen(QPen(look.color("line_strong"), 1))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        ink = look.color("text_2")
    painter.drawRoundedRect(box, radius, radius)
    font = look.type.small(weight=QFont.Weight.DemiBold)
    if box.height() > look.px(20):
        font = look.type.name()
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, CENTER, letter)


def _sign(painter: QPainter, box: QRectF, sign: str, look: Look) -> None:
    ground, ink = SIGNS.get(sign, ("", "text_3"))
    if ground:
        _rounded(painter, box, look.color(ground))
    painter.setFont(look.type.body(weight=QFont.Weight.DemiBold))
    painter.setPen(look.color(ink))
    painter.drawText(box, CENTER, sign)


def _chip(painter: QPainter, rect: QRectF, chip: Chip, look: Look) -> None:
    box = _middle(rect, rect.width(), look.px(20))
    ground, ink = CHIPS[chip.tone]
    if ground:
        _rounded(painter, box, look.color(ground))
    else:
        _framed(painter, box, look.color("line_strong" if chip.tone == "outline" else "control"))
    inner = box.adjusted(look.px(6), 0, -look.px(4), 0)
    if chip.icon:
        size = look.px(12)
        square = QRectF(inner.left(), inner.center().y() - size / 2, size, size)
        paint_icon(painter, square, chip.icon, ink, look)
        inner.setLeft(inner.left() + size + 4)
    painter.setFont(measure.chip_font(look))
    painter.setPen(look.color(ink))
    painter.drawText(inner, LEFT, chip.text)


def paint_icon(painter: QPainter, box: QRectF, name: str, tone: str, look: Look) -> None:
    """Draw an icon in a colour of the tokens."""
    icon(name, getattr(look.tokens, tone)).paint(painter, box.toRect())


def _nothing(painter: QPainter, rect: QRectF, text: str, look: Look) -> None:
    box = _middle(rect, rect.width(), look.px(18)).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(look.color("line"), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color("line_strong"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 3, 3)
    font = look.type.small()
    text = QFontMetricsF(font).elidedText(text, measure.ELIDE, box.width() - 4)
    over = QFontMetricsF(font).horizontalAdvance(text)
    behind = QRectF(box.center().x() - over / 2 - 2, box.top() + 2, over + 4, box.height() - 4)
    painter.fillRect(behind, look.color("surface"))
    painter.setFont(font)
    painter.setPen(look.color("text_3"))
    painter.drawText(box, CENTER, text)


def _meter(painter: QPainter, rect: QRectF, share: float, look: Look) -> None:
    box = _middle(rect, rect.width(), look.px(8))
    _rounded(painter, box, look.color("line"), 2)
    empty = box.width() * (1 - max(0.0, min(1.0, share)))
    _rounded(painter, box.adjusted(0, 0, -empty, 0), look.color("accent"), 2)


def paint_check(
    painter: QPainter, box: QRectF, look: Look, *, on: bool, enabled: bool = True
) -> None:
    """Draw a check box."""
    if on:
        _rounded(painter, box, look.color("accent" if enabled else "line_strong"), 3)
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check", "on_accent", look)
    else:
        _framed(painter, box, look.color("control" if enabled else "line_strong"), 3, 1.5)


def segments(choice: Choice, rect: QRectF, look: Look) -> list[QRectF]:
    """Where the options of a switch lie, for painting and for finding what was clicked."""
    height = look.px(20)
    top = rect.top() + (rect.height() - height) / 2
    made, x = [], rect.left()
    for option in choice.options:
        wide = measure.option_width(option, look)
        made.append(QRectF(round(x), round(top), wide, height))
        x += wide
    return made


def paint_choice(painter: QPainter, rect: QRectF, choice: Choice, look: Look) -> None:
    """Draw a switch: the chosen option filled, the suggested one framed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = segments(choice, rect, look)
    whole = boxes[0].united(boxes[-1])
    _rounded(painter, whole, look.color("surface"), 4)
    for option, box in zip(choice.options, boxes, strict=True):
        ink = look.color("text_2")
        if option == choice.chosen:
            ground, ink = _option_colors(option, look)
            painter.setClipRect(box)
            outer = box.adjusted(0 if box == boxes[0] else -8, 0, 0 if box == boxes[-1] else 8, 0)
            _rounded(painter, outer, ground, 4)
            painter.setClipping(False)
        elif option != choice.options[0]:
            painter.setPen(QPen(look.color("control"), 1))
            painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setFont(look.type.small(weight=QFont.Weight.DemiBold))
        painter.setPen(ink)
        painter.drawText(box, CENTER, option)
    _framed(painter, whole, look.color("cnf_text" if choice.needed else "control"), 4)
    if choice.suggested in choice.options and not choice.chosen:
        ring = boxes[choice.options.index(choice.suggested)].adjusted(1, 1, -1, -1)
        _framed(painter, ring, _mid(choice.suggested, look), 3, 2)


def _option_colors(option: str, look: Look) -> tuple[QColor, QColor]:
    if option in ("A", "B", "C"):
        return QColor(identity(look.tokens, option).block), QColor("white")
    return look.color("text_2"), look.color("surface")


def _mid(option: str, look: Look) -> QColor:
    if option in ("A", "B", "C"):
        return QColor(identity(look.tokens, option).mid)
    return look.color("text_2")


def _middle(rect: QRectF, width: float, height: float) -> QRectF:
    left = rect.left() + (rect.width() - width) / 2
    top = rect.top() + (rect.height() - height) / 2
    return QRectF(QRect(round(left), round(top), round(width), round(height)))


def _rounded(painter: QPainter, box: QRectF, ground: QColor, radius: float = 4) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, radius, radius)


def _framed(
    painter: QPainter, box: QRectF, line: QColor, radius: float = 4, thick: float = 1
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, thick))
    half = thick / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
