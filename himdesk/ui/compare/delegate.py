# SPDX-License-Identifier: Apache-2.0
"""Draws the field table: differing characters marked, signs, the keep switch, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from himdesk.ui.compare.table import NONE_RECORDED, ROW_ROLE, FieldModel
from himdesk.ui.compare.values import LETTERS, Cell, FieldRow, Sign
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES, identity
from himdesk.ui.widgets.paint import paint_choice, segments
from himdesk.ui.widgets.tables.cell import Choice

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

    from himdesk.ui.look.theme import Look
    from himdesk.ui.look.tokens import Tokens

    Index = QModelIndex | QPersistentModelIndex

PLAIN_FIELDS = frozenset({"family", "given", "middle", "prefix", "suffix", "sex", "language"})
"""Fields of words; all others have figures of one width."""


def sign_colors(tokens: Tokens, sign: Sign) -> tuple[str, str]:
    """Text and ground of a sign."""
    return {
        Sign.EQUAL: (tokens.text_3, ""),
        Sign.CHANGED: (tokens.chg_text, tokens.chg_tint),
        Sign.ADDED: (tokens.add_text, tokens.add_tint),
        Sign.REMOVED: (tokens.rem_text, tokens.rem_tint),
        Sign.CONFLICT: (tokens.cnf_text, tokens.cnf_tint),
    }[sign]


class FieldDelegate(QStyledItemDelegate):
    """Paints prepared rows; a click on a segment of the keep switch is `chosen`."""

    chosen = Signal(str, str)

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are as high as the tokens say."""
        return QSize(super().sizeHint(option, index).width(), self.look.px(SIZES.row_compare))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row, model = index.data(ROW_ROLE), index.model()
        if not isinstance(row, FieldRow) or not isinstance(model, FieldModel):
            return
        tokens = self.look.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, rect = option.state, option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = tokens.accent_tint if selected else tokens.surface
        column = model.column_name(index.column())
        if column == "result" and not selected:
            ground = tokens.sunken
        painter.fillRect(rect, QColor(ground))
        if selected and index.column() == 0:
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.accent)
            )
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._cell(painter, rect, row, column)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, row: FieldRow, column: str) -> None:
        pad = self.look.px(SIZES.cell)
        inner = rect.adjusted(pad, 0, -pad, 0)
        tokens = self.look.tokens
        if column == "label":
            text = QColor(tokens.text_2)
            inner = rect.adjusted(self.look.px(SIZES.pane), 0, -4, 0)
            _draw_text(painter, inner, row.label, self.look.type.body(), text)
        elif column == "sign":
            self._sign(painter, rect, row.sign)
        elif column == "keep":
            self._keep(painter, inner, row)
        elif column == "result":
            self._result(painter, inner, row)
        else:
            cell = row.cells[LETTERS.index(column)]
            self._value(painter, inner, row, (cell, column))

    def _font(self, row: FieldRow, *, strong: bool = False) -> QFont:
        weight = QFont.Weight.Medium if strong else QFont.Weight.Normal
        font = self.look.type.body(weight=weight)
        return font if row.field in PLAIN_FIELDS else tabular(font)

    def _value(self, painter: QPainter, rect: QRect, row: FieldRow, cell: tuple[Cell, str]) -> None:
        value, letter = cell
        tokens = self.look.tokens
        if value.text is None:
            self._none(painter, rect)
            return
        font = self._font(row)
        metrics = QFontMetrics(font)
        colors = identity(tokens, letter if letter in "ABC" else "C")
        x = rect.left()
        for start, end in value.marks:
            left = x + metrics.horizontalAdvance(value.text[:start])
            width = metrics.horizontalAdvance(value.text[start:end])
            height = metrics.height()
            top = rect.center().y() - height // 2
            mark = QRect(left - 1, top, min(width + 2, rect.right() - left), height)
            painter.fillRect(mark, QColor(colors.mark))
            line = QRect(mark.left(), mark.bottom() - 1, mark.width(), 2)
            painter.fillRect(line, QColor(colors.mid))
        ink = QColor(tokens.text_3 if row.sign is Sign.EQUAL else tokens.text)
        used = _draw_text(painter, rect, value.text, font, ink)
        if value.note:
            rest = rect.adjusted(used + 8, 0, 0, 0)
            note = sign_colors(tokens, row.sign)[0]
            _draw_text(painter, rest, value.note, self.look.type.small(), QColor(note))

    def _none(self, painter: QPainter, rect: QRect) -> None:
        tokens = self.look.tokens
        font = self.look.type.small()
        width = QFontMetrics(font).horizontalAdvance(NONE_RECORDED) + 16
        height = self.look.px(18)
        frame = QRectF(rect.left() + 0.5, rect.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(QPen(QColor(tokens.line_strong), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QBrush(QColor(tokens.line), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(QColor(tokens.text_3))
        painter.setFont(font)
        text = frame.adjusted(6, 2, -6, -2)
        painter.fillRect(text, QColor(tokens.surface))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, NONE_RECORDED)

    def _sign(self, painter: QPainter, rect: QRect, sign: Sign) -> None:
        text, ground = sign_colors(self.look.tokens, sign)
        size = self.look.px(SIZES.sign_block)
        block = QRectF(rect.center().x() - size / 2, rect.center().y() - size / 2, size, size)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(block, 4, 4)
        painter.setPen(QColor(text))
        painter.setFont(self.look.type.body(weight=QFont.Weight.DemiBold))
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, sign.value)

    def segments(self, rect: QRect, row: FieldRow) -> list[tuple[str, QRectF]]:
        """Where the parts of the keep switch stand within a cell."""
        boxes = segments(_switch(row), QRectF(rect), self.look)
        return list(zip(row.choices, boxes, strict=True))

    def _keep(self, painter: QPainter, rect: QRect, row: FieldRow) -> None:
        if row.choices:
            paint_choice(painter, QRectF(rect), _switch(row), self.look)
            return
        words = "set by rule" if row.keep == "rule" else "same on all"
        ink = QColor(self.look.tokens.text_3)
        _draw_text(painter, rect, words, self.look.type.small(), ink)

    def _result(self, painter: QPainter, rect: QRect, row: FieldRow) -> None:
        tokens = self.look.tokens
        x = rect.left()
        for letter in row.sources:
            x += self._letter(painter, x, rect.center().y(), letter) + 4
        if not row.sources:
            x += self.look.px(SIZES.letter_block) + 4
        rest = QRect(x + 2, rect.top(), rect.right() - x - 2, rect.height())
        equal = row.sign is Sign.EQUAL
        used = 0
        if row.result.text:
            ink = QColor(tokens.text_3 if equal else tokens.text)
            font = self._font(row, strong=not equal)
            used = _draw_text(painter, rest, row.result.text, font, ink) + 8
        if row.remark:
            ink = QColor(tokens.cnf_text if row.open else tokens.text_3)
            _draw_text(
                painter, rest.adjusted(used, 0, 0, 0), row.remark, self.look.type.small(), ink
            )

    def _letter(self, painter: QPainter, x: int, y: int, letter: str) -> int:
        size = self.look.px(SIZES.letter_block)
        colors = identity(self.look.tokens, letter if letter in "ABC" else "C")
        block = QRectF(x, y - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.block))
        painter.drawRoundedRect(block, 3, 3)
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(self.look.type.small(weight=QFont.Weight.DemiBold))
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, letter)
        return size

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click on a segment chooses it."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(model, FieldModel)
            and model.column_name(index.column()) == "keep"
        ):
            row = model.row(index)
            pad = self.look.px(SIZES.cell)
            inner = option.rect.adjusted(pad, 0, -pad, 0)
            for choice, part in self.segments(inner, row):
                if part.contains(QPointF(event.position())):
                    self.chosen.emit(row.field, choice)
                    return True
        return super().editorEvent(event, model, option, index)


def _switch(row: FieldRow) -> Choice:
    return Choice(row.choices, chosen=row.keep, needed=row.open)


def _draw_text(painter: QPainter, rect: QRect, text: str, font: QFont, ink: QColor) -> int:
    """Draw one line, elided at the right; returns the width used."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)
