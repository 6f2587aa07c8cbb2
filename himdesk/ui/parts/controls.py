# SPDX-License-Identifier: Apache-2.0
"""Words, bars and headings; the buttons are in `button`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.button import ActionButton
from himdesk.ui.parts.wrap import Wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from himdesk.ui.look.theme import Look

__all__ = [
    "ActionBar", "ActionButton", "SectionBar", "WrapBar", "grow", "hairline", "label", "on_click",
]  # fmt: skip


FIELD_EDGE = 4
"""Above and below a field that stands in a section's bar."""


def label(text: str, *, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """Words; `kind` is muted, hint, small, name or figure as the style sheet knows them."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty(kind, "true")
    return made


class Note(QLabel):
    """Quiet words that give way to what stands beside them, and end in "…" then."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("muted", "true")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw as much as there is room for; all of it is in the tooltip then."""
        painter, box = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(box, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


class SectionBar(QWidget):
    """A section's title with a quiet note beside it and room for a link at the right."""

    def __init__(self, look: Look, title: str, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setProperty("sunken", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(look.px(SIZES.section_bar))
        self._title = label(title)
        font = look.type.body()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._note = Note()
        self._note.setFont(look.type.small())
        row = QHBoxLayout(self)
        row.setContentsMargins(*look.pane())
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._note, 1)
        self.right = row

    def hold(self, *fields: QWidget) -> None:
        """Put fields at the right; the bar grows so that they do not touch its edges."""
        self.setFixedHeight(self._look.px(SIZES.section_bar) + 2 * self._look.px(FIELD_EDGE))
        for field in fields:
            self.right.addWidget(field)

    @property
    def note(self) -> str:
        """The quiet words beside the title, whole."""
        return self._note.text()

    def say(self, title: str | None = None, note: str | None = None) -> None:
        """Change the words."""
        if title is not None:
            self._title.setText(title)
        if note is not None:
            self._note.setText(note)


class WrapBar(QWidget):
    """A bar of widgets in one line, or in more where its width asks for it."""

    def __init__(self, look: Look, *, name: str, height: int, line: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side, above, _right, below = look.pane()
        edge = look.px(height - line) // 2
        self.row = Wrap(self, look.px(line))
        self.row.setContentsMargins(side, above + edge, side, below + edge)
        self.row.setSpacing(8)
        self.setFixedHeight(look.px(height))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets at the end, in reading order."""
        for widget in widgets:
            self.row.addWidget(widget)

    def stretch(self) -> None:
        """Part what follows from what stands at the left."""
        self.row.part()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may take more lines, or fewer."""
        super().resizeEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """A button that appears, or says more, may take another line."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return super().event(event)

    def _grow(self) -> None:
        wanted = self.row.height_for(self.width())
        if self.height() != wanted:
            self.setFixedHeight(wanted)


class ActionBar(WrapBar):
    """The bar of buttons at the foot of a screen; the primary one stands at the right."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, name=name, height=SIZES.action_bar, line=SIZES.button)
        self.setProperty("sunken", "true")


def hairline(look: Look, *, across: bool = False) -> QWidget:
    """A line one pixel thick, upright or across."""
    line = QWidget()
    line.setStyleSheet(f"background: {look.tokens.line};")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if across:
        line.setFixedHeight(1)
    else:
        line.setFixedWidth(1)
    return line


def on_click(button: QPushButton, act: Callable[[], object]) -> QPushButton:
    """Connect a button and give it back."""
    button.clicked.connect(lambda _checked=False: act())
    return button


def grow(widget: QWidget) -> QWidget:
    """Let a widget take what room there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return widget
