# SPDX-License-Identifier: Apache-2.0
"""The banners above the field table: who each column is about; they never scroll away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from himdesk.ui.compare.table import FieldModel
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES, identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.compare.values import Banner, CompareView
    from himdesk.ui.look.theme import Look


NARROW = 230
"""Below this width of the words a banner has no room for badges."""
SMALLEST = 9
"""Pixels below which no text is drawn, however narrow its column is."""
FEWEST = 2
"""The lines a banner of the usual height holds."""


class BannerHeader(QHeaderView):
    """A header whose chart columns are identity banners."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self._view: CompareView | None = None
        self._held = FEWEST
        self.sectionResized.connect(self._fit)
        self.setSectionsClickable(False)
        self.setAccessibleName("Charts compared")

    def show_view(self, view: CompareView) -> None:
        """Take new banners."""
        self._view = view
        self.setAccessibleDescription("; ".join(banner.words for banner in view.banners))
        self._fit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns have changed with the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Grow by a line where a banner is too narrow for its facts on one."""
        most = FEWEST - 1
        for section in range(self.count()):
            banner = self.banner_at(section)
            if banner is not None:
                room = self._room(QRect(0, 0, self.sectionSize(section), 0)).width()
                most = max(most, len(self._lines(banner, room)))
        if most + 1 != self._held:
            self._held = most + 1
            self.updateGeometry()
            self.geometriesChanged.emit()

    def banner_at(self, section: int) -> Banner | None:
        """The banner of a column, if it has one."""
        model = self.model()
        if self._view is None or not isinstance(model, FieldModel):
            return None
        name = model.column_name(section)
        if name == "result":
            return self._view.result
        return next((b for b in self._view.banners if b.letter == name), None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Everything about a chart is in its tooltip, also a name that is shortened."""
        if isinstance(event, QHelpEvent):
            banner = self.banner_at(self.logicalIndexAt(event.pos()))
            QToolTip.showText(event.globalPos(), banner.words if banner else "", self)
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        """As high as a banner, and a line more for each that its facts need."""
        high = SIZES.banner + (self._held - FEWEST) * SIZES.badge
        return QSize(super().sizeHint().width(), self.look.px(high))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Draw one banner or heading."""
        model = self.model()
        if self._view is None or not isinstance(model, FieldModel):
            return
        tokens = self.look.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(tokens.sunken))
        banner = self.banner_at(logicalIndex)
        if banner is not None:
            self._banner(painter, rect, banner)
        else:
            heading = {"label": "Field", "keep": "Keep"}
            self._heading(painter, rect, heading.get(model.column_name(logicalIndex), ""))
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
        size = self._block(rect)
        block = QRectF(rect.left() + 8, rect.center().y() - size / 2 + 1, size, size)
        painter.setPen(Qt.PenStyle.NoPen if colors else QPen(QColor(tokens.line_strong)))
        painter.setBrush(QColor(colors.block if colors else tokens.surface))
        painter.drawRoundedRect(block, 4, 4)
        painter.setPen(QColor("#FFFFFF" if colors else tokens.text_2))
        painter.setFont(self.look.type.body(weight=QFont.Weight.Bold))
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, banner.letter)
        self._words(painter, self._room(rect), banner)

    def _block(self, rect: QRect) -> int:
        """The side of the letter's block: smaller where the words need the room."""
        large = self.look.px(SIZES.letter_block_large)
        if rect.width() - large < self.look.px(NARROW):
            return self.look.px(SIZES.letter_block)
        return large

    def wanted(self, letter: str) -> int:
        """The width at which a chart's facts stand on one line beside its badges."""
        banners = self._view.banners if self._view is not None else ()
        banner = next((each for each in banners if each.letter == letter), None)
        if banner is None:
            return 0
        facts = " · ".join(part for part in (banner.mrn, banner.born, banner.sex) if part)
        words = QFontMetrics(self._facts_font(narrow=False)).horizontalAdvance(facts)
        return self.look.px(SIZES.letter_block_large) + 24 + words + self._badge_width(banner)

    def _room(self, rect: QRect) -> QRect:
        """Where the words of a banner stand."""
        return rect.adjusted(self._block(rect) + 16, SIZES.banner_bar + 3, -4, -4)

    def _words(self, painter: QPainter, rect: QRect, banner: Banner) -> None:
        """The name, shortened where it must be, then lines of facts that are never cut."""
        tokens = self.look.tokens
        lines = self._lines(banner, rect.width())
        narrow = rect.width() < self.look.px(NARROW)
        marks = 0 if narrow or banner.letter == "=" else self._marks(painter, rect, banner)
        high = rect.height() // max(self._held, len(lines) + 1)
        top = QRect(rect.left(), rect.top(), rect.width() - marks, high)
        _line(painter, top, banner.name, self.look.type.name(), tokens.text)
        painter.setPen(QColor(tokens.text_2))
        for words in lines:
            top = top.translated(0, high)
            painter.setFont(fitted(self._facts_font(narrow=narrow), words, top.width()))
            painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, words)

    def _facts_font(self, *, narrow: bool) -> QFont:
        return tabular(self.look.type.small() if narrow else self.look.type.body())

    def _lines(self, banner: Banner, width: int) -> list[str]:
        """The facts of a banner as lines that fit into a width."""
        narrow = width < self.look.px(NARROW)
        parts = [part for part in (banner.mrn, banner.born, banner.sex) if part]
        if banner.letter == "=":
            parts = [*banner.mrn.split(" · "), *banner.marks]
        elif narrow:
            parts = [part for part in (banner.mrn, banner.sex, banner.born) if part]
            parts += banner.marks
        else:
            width -= self._badge_width(banner)
        return packed(parts, QFontMetrics(self._facts_font(narrow=narrow)), width)

    def _badge_width(self, banner: Banner) -> int:
        font = self.look.type.small(weight=QFont.Weight.Medium)
        text = " · ".join(banner.marks)
        return QFontMetrics(font).horizontalAdvance(text) + 22 if text else 0

    def _marks(self, painter: QPainter, rect: QRect, banner: Banner) -> int:
        """Badges at the right; returns the width they take."""
        if not banner.marks:
            return 0
        tokens = self.look.tokens
        taken = self._badge_width(banner)
        height = self.look.px(SIZES.badge)
        badge = QRectF(rect.right() - taken + 8, rect.center().y() - height / 2, taken - 8, height)
        painter.setPen(QPen(QColor(tokens.line_strong), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(tokens.text_2))
        painter.setFont(self.look.type.small(weight=QFont.Weight.Medium))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, " · ".join(banner.marks))
        return taken


def packed(parts: Sequence[str], metrics: QFontMetrics, width: int) -> list[str]:
    """Facts on as few lines as they fit, in their order; a fact is never broken."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def fitted(font: QFont, text: str, width: int) -> QFont:
    """The font, condensed as far as a fact that is wider than its room asks for."""
    wide = QFontMetrics(font).horizontalAdvance(text)
    made = QFont(font)
    if wide > width > 0:
        made.setPixelSize(max(SMALLEST, font.pixelSize() * width // wide))
    return made


def _line(painter: QPainter, rect: QRect, text: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
