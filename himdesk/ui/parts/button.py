# SPDX-License-Identifier: Apache-2.0
"""The button of the program: it says its effect, and its key in a lighter hand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy

from himdesk.ui.keymap import spoken
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.icons import icon
from himdesk.ui.look.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.look.tokens import Tokens

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ELIDE = Qt.TextElideMode.ElideRight
ICON, SPACE = 14, 8


@dataclass(frozen=True, slots=True)
class _Colors:
    ground: str
    edge: str
    ink: str
    key: str


class ActionButton(QPushButton):
    """A button that says its effect and its key; `kind` is primary, secondary, flat or link.

    The key is that of an `action`, which a person may have changed, or in a dialog a fixed `key`.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        *,
        name: str,
        action: str = "",
        key: str = "",
        kind: str = "secondary",
        icon_name: str = "",
    ) -> None:
        super().__init__()
        self.action, self._key = action, look.keys[action] if action else key
        self._look, self._kind, self._icon_name = look, kind, icon_name
        self._measured: dict[tuple[str, bool], tuple[float, float, float]] = {}
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)
        if self._key:
            self._shortcut = QShortcut(QKeySequence(self._key), self)
            self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            self._shortcut.activated.connect(self.animateClick)

    def say(self, text: str) -> None:
        """Change the words; the key stays beside them."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({self.key})" if self.key else text)
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key as people know it."""
        return spoken(self._key)

    def sizeHint(self) -> QSize:
        """Room for the icon, the words and the key."""
        wide = sum(self._parts()) + 2 * self._padding()
        high = SIZES.button_small if self._kind == "link" else SIZES.button
        return QSize(ceil(wide), self._look.px(high))

    def minimumSizeHint(self) -> QSize:
        """The words say the effect: they are not shortened; icon and key can be left out."""
        wide = self._parts()[1] + 2 * self._padding()
        return QSize(ceil(wide), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """The words are wider once the button can be pressed."""
        if event.type() == QEvent.Type.EnabledChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw ground, focus ring, icon, words and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._colors(self._look.tokens)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(colors.edge), 1) if colors.edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.ground) if colors.ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, SIZES.radius, SIZES.radius)
        if self.hasFocus():
            self._ring(painter)
        self._words(painter, colors)
        painter.end()

    def _ring(self, painter: QPainter) -> None:
        tokens = self._look.tokens
        box = QRectF(self.rect())
        rings = [(tokens.accent, 2.0, 1.0)]
        if self._kind == "primary":
            rings = [(tokens.accent, 2.0, 1.0), (tokens.on_accent, 1.5, 2.75)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, thick, inside in rings:
            painter.setPen(QPen(QColor(color), thick))
            painter.drawRoundedRect(box.adjusted(inside, inside, -inside, -inside), 3, 3)

    def _words(self, painter: QPainter, colors: _Colors) -> None:
        px, (sign, text, key) = self._look.px, self._fitting()
        over = max(0.0, sum((sign, text, key)) + 2 * self._padding() - self.width())
        text -= over
        x = max(float(self._padding()), (self.width() - sign - text - key) / 2)
        if sign:
            size = px(ICON)
            place = QRectF(x, (self.height() - size) / 2, size, size)
            icon(self._icon_name, colors.ink).paint(painter, place.toRect())
        font = self._font()
        words = self.text().replace("&&", "&")
        if over:
            words = QFontMetricsF(font).elidedText(words, ELIDE, text)
        painter.setFont(font)
        painter.setPen(QColor(colors.ink))
        painter.drawText(QRectF(x + sign, 0, text + 2, self.height()), LEFT, words)
        if key:
            painter.setFont(self._look.type.small())
            painter.setPen(QColor(colors.key))
            left = x + sign + text + px(SPACE)
            painter.drawText(QRectF(left, 0, key, self.height()), LEFT, self.key)

    def _parts(self) -> tuple[float, float, float]:
        """The widths of icon, words and key, each with the space that parts it from the words.

        Layouts ask for them again and again: they are measured once for the words as they are.
        """
        asked = (self.text(), self.isEnabled())
        if asked not in self._measured:
            self._measured = {asked: self._measure()}
        return self._measured[asked]

    def _measure(self) -> tuple[float, float, float]:
        px = self._look.px
        text = QFontMetricsF(self._font()).horizontalAdvance(self.text().replace("&&", "&"))
        key = 0.0
        if self.key:
            key = QFontMetricsF(self._look.type.small()).horizontalAdvance(self.key) + px(SPACE)
        return (px(ICON + 6) if self._icon_name else 0.0), text, key

    def _fitting(self) -> tuple[float, float, float]:
        """The parts there is room for: the key is left out first, then the icon."""
        sign, text, key = self._parts()
        room = self.width() - 2 * self._padding()
        if sign + text + key > room:
            key = 0.0
        return (sign if sign + text <= room else 0.0), text, key

    def _font(self) -> QFont:
        strong = self._kind == "primary" and self.isEnabled()
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Medium
        return tabular(self._look.type.body(weight=weight))

    def _padding(self) -> int:
        return self._look.px(4 if self._kind == "link" else 12)

    def _colors(self, tokens: Tokens) -> _Colors:
        over = self.underMouse() and self.isEnabled()
        if self._kind in {"flat", "link"}:
            ink = tokens.accent if self._kind == "link" else tokens.text
            ground = tokens.accent_tint if self.isDown() else tokens.hover if over else ""
            if not self.isEnabled():
                return _Colors("", "", tokens.text_3, tokens.text_3)
            return _Colors(ground, "", ink, tokens.text_2)
        if not self.isEnabled():
            return _Colors(tokens.sunken, tokens.line_strong, tokens.text_3, tokens.text_3)
        if self._kind == "primary":
            ground = tokens.accent_hover if over else tokens.accent
            ground = tokens.accent_press if self.isDown() else ground
            return _Colors(ground, ground, tokens.on_accent, tokens.on_accent)
        ground = tokens.hover if over else tokens.surface
        ground = tokens.accent_tint if self.isDown() else ground
        return _Colors(ground, tokens.control, tokens.text, tokens.text_2)
