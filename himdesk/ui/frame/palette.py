# SPDX-License-Identifier: Apache-2.0
"""The command palette: actions, charts and requests by typing, over the dimmed window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.frame.ranking import ranked
from himdesk.ui.frame.values import GROUPS, Entry
from himdesk.ui.widgets.tables.cell import Cell, Chip, Column, Gap, Icon, Row, Text, hint
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

WIDTH, TOP, ROWS = 640, 96, 12


class Palette(QWidget):
    """Covers the window; `asked` wants charts and requests for a text, `picked` a target."""

    asked = Signal(str)
    picked = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._actions: tuple[Entry, ...] = ()
        self._found: tuple[Entry, ...] = ()
        self._before: QWidget | None = None
        self._over = parent
        self.setObjectName("palette")
        self.setAccessibleName("Search or run a command")
        self.card = QFrame(self)
        self.card.setObjectName("palette-card")
        tokens = look.tokens
        self.card.setStyleSheet(
            f"#palette-card {{ background: {tokens.surface};"
            f" border: 1px solid {tokens.line_strong}; border-radius: 6px; }}"
        )
        self._build()
        self.hide()

    def _build(self) -> None:
        look = self._look
        self.field = QLineEdit()
        self.field.setObjectName("palette-field")
        self.field.setAccessibleName("Search or run a command")
        self.field.setPlaceholderText("A name, a number, a request or an action")
        self.field.setMinimumHeight(look.px(32))
        self.field.addAction(
            look.icon("search", "accent"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.table = CellTable(
            look, (Column("", 100, stretch=1),), name="palette-list", label="Found"
        )
        self.table.plain_header()
        self.table.row_height(34)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda _at: self._pick())
        self.foot = Line(
            look,
            Cell(
                (
                    Chip("↑", "key"), Chip("↓", "key"), hint("choose"), Gap(8),
                    Chip("Enter", "key"), hint("open"), Gap(8), Chip("Esc", "key"), hint("close"),
                    Gap(wide=True), hint("every look is logged"),
                )
            ),
        )  # fmt: skip
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(*self._look.pane(12, 12))
        top.addWidget(self.field)
        bottom.setContentsMargins(*self._look.pane(6, 6))
        bottom.addWidget(self.foot)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addLayout(bottom)

    def offer(self, actions: tuple[Entry, ...]) -> None:
        """The actions that can be run now."""
        self._actions = actions

    def open(self) -> None:
        """Cover the window and wait for typing."""
        self._before = self.window().focusWidget()
        self._found = ()
        self.field.clear()
        self.setGeometry(self._over.rect())
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus()

    def show_found(self, typed: str, entries: tuple[Entry, ...]) -> None:
        """Show what was found for a text; an answer to an older text is dropped."""
        if typed == self.field.text():
            self._found = entries
            self._fill()

    def shut(self) -> None:
        """Uncover the window."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.closed.emit()

    def _typed(self, text: str) -> None:
        self._found = ()
        self._fill()
        if text.strip():
            self.asked.emit(text)

    def _fill(self) -> None:
        found = (*self._found, *ranked(self.field.text(), self._actions))
        rows: list[Row] = []
        for group in GROUPS:
            of_group = [entry for entry in found if entry.group == group]
            if of_group:
                rows.append(heading(group, str(len(of_group))))
                rows.extend(_row(entry) for entry in of_group)
        if not rows:
            rows.append(Row("", (Cell((hint("Nothing fits. Try a number or fewer letters."),)),),
                            enabled=False))  # fmt: skip
        self.table.show_rows(tuple(rows))
        self._place(len(rows))
        self._step(0, first=True)

    def _place(self, rows: int) -> None:
        wide = min(self._look.px(WIDTH), self.width() - 48)
        row = self._look.px(34)
        high = min(rows, ROWS) * row
        self.table.setFixedHeight(min(high, max(row, self.height() - self._look.px(260))))
        self.card.adjustSize()
        left = (self.width() - wide) // 2
        self.card.setGeometry(QRect(left, self._look.px(TOP), wide, self.card.sizeHint().height()))

    def _step(self, by: int, *, first: bool = False) -> None:
        rows = self.table.rows.rows
        at = -1 if first else self.table.currentIndex().row()
        by = 1 if first else by
        at += by
        while 0 <= at < len(rows) and (rows[at].heading or not rows[at].enabled):
            at += by
        if 0 <= at < len(rows):
            self.table.setCurrentIndex(self.table.rows.index(at, 0))

    def _pick(self) -> None:
        key = self.table.current_key()
        if key:
            self.shut()
            self.picked.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Return and Escape in the field work the list."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event.key())
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        elif key == Qt.Key.Key_Escape:
            self.shut()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def mousePressEvent(self, event: object) -> None:
        """A click beside the card closes it."""
        at = event.position().toPoint()  # type: ignore[attr-defined]
        if not self.card.geometry().contains(at):
            self.shut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card stays in the middle."""
        super().resizeEvent(event)
        self._place(len(self.table.rows.rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Dim the window."""
        painter = QPainter(self)
        scrim = QColor(self._look.tokens.scrim)
        scrim.setAlphaF(0.4)
        painter.fillRect(self.rect(), scrim)
        painter.end()


def _row(entry: Entry) -> Row:
    name = Text(entry.text, marks=entry.marks, mark="find", weight=500, whole=True)
    key = (Chip(entry.key, "key"),) if entry.key else ()
    icon = Icon(entry.icon or "right", size=16)
    cell = Cell((icon, name, hint(entry.note), Gap(wide=True), *key))
    return Row(entry.target, (cell,))
