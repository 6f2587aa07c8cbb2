# SPDX-License-Identifier: Apache-2.0
"""What speaks for and against one person, step by step, from the start to the sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from himdesk.ui.look.fonts import tabular

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from himdesk.ui.look.theme import Look

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT_MARGIN, TOP, FOOT = 60, 20, 22


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of evidence: the field it is about, its name, its weight and its reason."""

    field: str
    name: str
    weight: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the weighing starts, its steps, and the lines from which a pair is looked at."""

    start: float
    steps: tuple[Step, ...]
    lines: tuple[tuple[str, float], ...] = ()

    @property
    def total(self) -> float:
        """Where the weighing ends."""
        return self.start + sum(step.weight for step in self.steps)

    @property
    def words(self) -> str:
        """The evidence for a screen reader."""
        parts = (f"{step.name} {signed(step.weight)}" for step in self.steps)
        return f"Evidence: {', '.join(parts)}; sum {signed(self.total)}"


class Waterfall(QWidget):
    """A bar for each step; `pointed` carries the field whose bar was chosen."""

    pointed = Signal(str)

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self._evidence = Evidence(0.0, ())
        self._current = ""
        self.setObjectName(name)
        self.setAccessibleName("Evidence")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(look.px(108))

    def show_evidence(self, evidence: Evidence) -> None:
        """Show other evidence."""
        self._evidence = evidence
        self.setAccessibleName(evidence.words)
        self.update()

    def show_current(self, field: str) -> None:
        """Set off the bar of a field, as when its row is the current one."""
        self._current = field
        step = next((s for s in self._evidence.steps if s.field == field), None)
        said = f"{step.name} {signed(step.weight)}. {step.reason}" if step else ""
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for names under the bars and numbers above."""
        return QSize(self._look.px(480), self._look.px(140))

    def column_of(self, x: float) -> int:
        """The step under a place; -1 for the start, as many as steps for the sum."""
        wide = self._column_width()
        return int((x - self._left()) // wide) - 1 if x >= self._left() else -2

    def _left(self) -> float:
        return float(self._look.px(LEFT_MARGIN if self._evidence.lines else 16))

    def _column_width(self) -> float:
        room = self.width() - self._left() - self._look.px(12)
        return max(1.0, room / (len(self._evidence.steps) + 2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the lines, the bars, their numbers and names."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("surface"))
        area = QRectF(self._left(), self._look.px(TOP), 0, 0)
        area.setRight(self.width() - self._look.px(12))
        area.setBottom(self.height() - self._look.px(FOOT))
        _Drawing(painter, self._look, area, self._evidence, self._column_width()).draw(
            self._current
        )
        if self.hasFocus():
            painter.setPen(QPen(self._look.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a bar."""
        self._point(self.column_of(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk from bar to bar."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            fields = [step.field for step in self._evidence.steps]
            at = fields.index(self._current) if self._current in fields else -1
            by = 1 if event.key() == Qt.Key.Key_Right else -1
            self._point(max(0, min(at + by, len(fields) - 1)))
        else:
            super().keyPressEvent(event)

    def _point(self, at: int) -> None:
        if 0 <= at < len(self._evidence.steps):
            step = self._evidence.steps[at]
            self.show_current(step.field)
            self.pointed.emit(step.field)

    def event(self, event: QEvent) -> bool:
        """The reason as a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.column_of(event.pos().x())
            if 0 <= at < len(self._evidence.steps):
                step = self._evidence.steps[at]
                said = f"{step.name} {signed(step.weight)}: {step.reason}"
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One drawing of the evidence into an area."""

    painter: QPainter
    look: Look
    area: QRectF
    evidence: Evidence
    wide: float

    def draw(self, current: str) -> None:
        """Everything, from left to right."""
        self._lines()
        at = self.evidence.start
        self._bar(0, 0.0, at, "Start", "line_strong", current=False)
        for i, step in enumerate(self.evidence.steps, start=1):
            tone = "accent" if step.weight >= 0 else "cnf_text"
            marked = step.field == current
            self._bar(i, at, at + step.weight, step.name, tone, current=marked)
            at += step.weight
            self._bridge(i, at)
        last = len(self.evidence.steps) + 1
        self._bar(last, 0.0, at, "Sum", "text_2", current=False, strong=True)
        painter, area = self.painter, self.area
        painter.setPen(QPen(self.look.color("line_strong"), 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))

    def _span(self) -> tuple[float, float]:
        levels = [0.0, self.evidence.start]
        for step in self.evidence.steps:
            levels.append(levels[-1] + step.weight)
        levels += [level for _, level in self.evidence.lines]
        low, high = min(levels), max(levels)
        return low, high if high > low else low + 1

    def _y(self, level: float) -> float:
        low, high = self._span()
        return self.area.bottom() - (level - low) / (high - low) * self.area.height()

    def _lines(self) -> None:
        painter, look = self.painter, self.look
        painter.setFont(look.type.small())
        for name, level in self.evidence.lines:
            y = self._y(level)
            painter.setPen(QPen(look.color("line_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(self.area.left(), y, self.area.right(), y))
            painter.setPen(look.color("text_2"))
            box = QRectF(0, y - look.px(8), self.area.left() - look.px(6), look.px(16))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _bar(
        self,
        at: int,
        start: float,
        end: float,
        name: str,
        tone: str,
        *,
        current: bool,
        strong: bool = False,
    ) -> None:
        painter, look = self.painter, self.look
        left = self.area.left() + at * self.wide
        if current:
            whole = QRectF(left, 2, self.wide, self.area.bottom() + look.px(FOOT) - 4)
            painter.fillRect(whole, look.color("accent_tint"))
        base = self.area.bottom() if at == 0 or strong else self._y(start)
        top, bottom = sorted((self._y(end), base))
        box = QRectF(left + self.wide * 0.18, top, self.wide * 0.64, max(2.0, bottom - top))
        painter.fillRect(box, look.color(tone))
        weight = QFont.Weight.DemiBold
        painter.setFont(tabular(look.type.small(weight=weight)))
        ink = {"cnf_text": "cnf_text", "line_strong": "text_2"}.get(tone, "text")
        painter.setPen(look.color(ink))
        text = signed(end if at == 0 or strong else end - start)
        above = QRectF(left, box.top() - look.px(17), self.wide, look.px(16))
        over = QFontMetricsF(painter.font()).horizontalAdvance(text) + look.px(4)
        behind = QRectF(above.center().x() - over / 2, above.top(), over, above.height())
        painter.fillRect(behind, look.color("accent_tint" if current else "surface"))
        painter.drawText(above, CENTER, text)
        self._name(left, name, strong=strong or current)

    def _name(self, left: float, name: str, *, strong: bool) -> None:
        look = self.look
        font = look.type.small(weight=QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        self.painter.setFont(font)
        self.painter.setPen(look.color("text" if strong else "text_2"))
        box = QRectF(left + 1, self.area.bottom() + look.px(3), self.wide - 2, look.px(16))
        shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        self.painter.drawText(box, CENTER, shown)

    def _bridge(self, at: int, level: float) -> None:
        left = self.area.left() + at * self.wide + self.wide * 0.82
        self.painter.setPen(QPen(self.look.color("text_3"), 1))
        y = self._y(level)
        self.painter.drawLine(QLineF(left, y, left + self.wide * 0.36, y))


def signed(weight: float) -> str:
    """A weight with its sign, as +2.0 or −0.6."""
    return f"{weight:+.1f}".replace("-", "−")
