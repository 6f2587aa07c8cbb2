# SPDX-License-Identifier: Apache-2.0
"""The banners above the field table: who each column is about; they never scroll away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from himdesk.ui.compare.table import FieldModel
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES, identity

if TYPE_CHECKING:
    from himdesk.ui.compare.values import Banner, CompareView
    from himdesk.ui.look.theme import Look


NARROW = 230
"""Below this width of the words a banner has no room for badges."""


class BannerHeader(QHeaderView):
    """A header whose chart columns are identity banners."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self._view: CompareView | None = None
        self.setSectionsClickable(False)
        self.setAccessibleName("Charts compared")

    def show_view(self, view: CompareView) -> None:
        """Take new banners."""
        self._view = view
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as a banner."""
        return QSize(super().sizeHint().width(), self.look.px(SIZES.banner))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Draw one banner or heading."""
        model = self.model()
        if self._view is None or not isinstance(model, FieldModel):
            return
        tokens = self.look.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(tokens.sunken))
        name = model.column_name(logicalIndex)
        if name == "result":
            self._banner(painter, rect, self._view.result)
        elif name in {"label", "keep", "sign"}:
            self._heading(painter, rect, {"label": "Field", "keep": "Keep", "sign": ""}[name])
        else:
            banner = next(b for b in self._view.banners if b.letter == name)
            self._banner(painter, rect, banner)
        painter.setPen(QPen(QColor(tokens.line_strong), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(QColor(self.look.tokens.text_2))
        painter.setFont(self.look.type.small(weight=QFont.Weight.DemiBold))
        left = self.look.px(SIZES.pane if text == "Field" else SIZES.cell)
        inner = rect.adjusted(left, 0, 0, -8)
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)

    def _banner(self, painter: QPainter, rect: QRect, banner: Banner) -> None:
        tokens = self.look.tokens
        plain = banner.letter not in "ABC"
        colors = None if plain else identity(tokens, banner.letter)
        painter.fillRect(rect, QColor(colors.tint if colors else tokens.sunken))
        bar = QRect(rect.left(), rect.top(), rect.width(), SIZES.banner_bar)
        painter.fillRect(bar, QColor(colors.mid if colors else tokens.line_strong))
        size = self.look.px(SIZES.letter_block_large)
        block = QRectF(rect.left() + 8, rect.center().y() - size / 2 + 1, size, size)
        painter.setPen(Qt.PenStyle.NoPen if colors else QPen(QColor(tokens.line_strong)))
        painter.setBrush(QColor(colors.block if colors else tokens.surface))
        painter.drawRoundedRect(block, 4, 4)
        painter.setPen(QColor("#FFFFFF" if colors else tokens.text_2))
        painter.setFont(self.look.type.body(weight=QFont.Weight.Bold))
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, banner.letter)
        text = rect.adjusted(int(block.width()) + 18, 8, -8, -6)
        self._words(painter, text, banner)

    def _words(self, painter: QPainter, rect: QRect, banner: Banner) -> None:
        tokens = self.look.tokens
        narrow = rect.width() < self.look.px(NARROW)
        marks = 0 if narrow or banner.letter == "=" else self._marks(painter, rect, banner)
        top = QRect(rect.left(), rect.top(), rect.width() - marks, rect.height() // 2)
        _line(painter, top, banner.name, self.look.type.name(), tokens.text)
        parts = [part for part in (banner.mrn, banner.born, banner.sex) if part]
        words = banner.mrn if banner.letter == "=" else " · ".join(parts)
        below = QRect(rect.left(), rect.center().y() + 1, rect.width() - marks, rect.height() // 2)
        if narrow:
            words = " · ".join((words, *banner.marks))
        font = self.look.type.small() if narrow else self.look.type.body()
        _line(painter, below, words, tabular(font), tokens.text_2)

    def _marks(self, painter: QPainter, rect: QRect, banner: Banner) -> int:
        """Badges at the right; returns the width they take."""
        if not banner.marks:
            return 0
        tokens = self.look.tokens
        font = self.look.type.small(weight=QFont.Weight.Medium)
        text = " · ".join(banner.marks)
        width = QFontMetrics(font).horizontalAdvance(text) + 14
        height = self.look.px(SIZES.badge)
        badge = QRectF(rect.right() - width, rect.center().y() - height / 2, width, height)
        painter.setPen(QPen(QColor(tokens.line_strong), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(tokens.text_2))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return width + 8


def _line(painter: QPainter, rect: QRect, text: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
