# SPDX-License-Identifier: Apache-2.0
"""The one table of the program: a view of rows of prepared cells, moved through by keys.

Choosing is a signal of the view, never `setData`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from himdesk.ui.widgets import measure
from himdesk.ui.widgets.tables.cell import Check, Column, Row
from himdesk.ui.widgets.tables.cell_delegate import CellDelegate
from himdesk.ui.widgets.tables.header import TableHeader
from himdesk.ui.widgets.tables.rows import CELL_ROLE, RowsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from himdesk.ui.look.theme import Look


class CellTable(QTableView):
    """A table of cells, moved through by the arrows; Return opens, 1 to 4 choose."""

    chosen = Signal(str, str)
    """A switch: the row's key and the option."""
    ticked = Signal(str)
    """A check box: the row's key."""
    opened = Signal(str)
    """Return or a double click: the row's key."""
    current = Signal(str)
    """Another row: its key."""

    def __init__(self, look: Look, columns: tuple[Column, ...], *, name: str, label: str) -> None:
        super().__init__()
        self._look = look
        self._row_height = 26
        self._fits = False
        self.rows = RowsModel(columns, self)
        self.delegate = CellDelegate(look, self)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setItemDelegate(self.delegate)
        self.titles = TableHeader(look, self)
        self.setHorizontalHeader(self.titles)
        self.titles.given_back.connect(self._lay_columns)
        self.setModel(self.rows)
        self._set_up()
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self._measure()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(16)
        self._clicked_at: QMouseEvent | None = None

    def plain_header(self) -> None:
        """Show no column titles."""
        self.horizontalHeader().hide()

    def row_height(self, height: int) -> None:
        """Set the height of all rows, a number of the sizes."""
        self._row_height = height
        self._measure()

    def fit(self) -> None:
        """Be as high as the rows: the pane around scrolls."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._measure()

    def show_rows(self, rows: tuple[Row, ...], columns: tuple[Column, ...] | None = None) -> None:
        """Show other rows, keeping the current one where its key is still there."""
        key = self.current_key()
        self.rows.show_rows(rows, columns)
        self._span_headings()
        self._measure()
        if key and self.current_key() != key:
            self.choose_row(key)

    def current_key(self) -> str:
        """The key of the current row, or nothing."""
        at = self.currentIndex().row()
        return self.rows.rows[at].key if 0 <= at < len(self.rows.rows) else ""

    def choose_row(self, key: str) -> None:
        """Make a row the current one."""
        at = self.rows.row_of(key)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at, 0))

    def _span_headings(self) -> None:
        self.clearSpans()
        wide = len(self.rows.columns)
        for at, row in enumerate(self.rows.rows):
            if row.heading and wide > 1:
                self.setSpan(at, 0, 1, wide)

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(self._row_height))
        self.verticalHeader().setMinimumSectionSize(self._look.px(self._row_height))
        self.horizontalHeader().setFixedHeight(self._look.px(24))
        self._lay_columns()
        if self._fits:
            header = 0 if self.horizontalHeader().isHidden() else self._look.px(24)
            self.setFixedHeight(header + len(self.rows.rows) * self._look.px(self._row_height))

    def _lay_columns(self) -> None:
        columns = self.rows.columns
        room = self.viewport().width()
        if room <= 0:
            return
        narrow = room < sum(self._look.px(c.width) for c in columns)
        for i, column in enumerate(columns):
            self.setColumnHidden(i, column.optional and narrow)
        kept = [c for c in columns if not (c.optional and narrow)]
        rest = room - sum(self._look.px(c.width) for c in kept)
        shares = sum(c.stretch for c in kept) or 1
        for i, column in enumerate(columns):
            more = rest * column.stretch / shares if rest > 0 or column.stretch else 0
            self.setColumnWidth(
                i, max(self._look.px(32), round(self._look.px(column.width) + more))
            )
        self.titles.lay_out()

    def resizeEvent(self, event: object) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._lay_columns()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember where, so that a click on a switch finds its option."""
        self._clicked_at = event
        super().mouseReleaseEvent(event)
        self._clicked_at = None

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._clicked_at is None:
            return
        what = self.delegate.choice_at(self, index, self._clicked_at)
        key = self.rows.rows[index.row()].key
        if what == "check":
            self.ticked.emit(key)
        elif what:
            self.chosen.emit(key, what)

    def _on_opened(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.rows[index.row()].key)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.rows.rows):
            self.current.emit(self.rows.rows[index.row()].key)

    def focusInEvent(self, event: object) -> None:
        """Entering by Tab stands on the first row that can be chosen."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.current_key():
            first = next((r.key for r in self.rows.rows if r.enabled and not r.heading), "")
            self.choose_row(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 choose an option, space ticks, Return opens."""
        key, at = event.key(), self.currentIndex().row()
        if 0 <= at < len(self.rows.rows):
            row = self.rows.rows[at]
            choice = next((c.choice for c in row.cells if c.choice), None)
            place = key - int(Qt.Key.Key_1)
            if choice and 0 <= place < len(choice.options):
                self.chosen.emit(row.key, choice.options[place])
                return
            if key == Qt.Key.Key_Space and _has_check(row):
                self.ticked.emit(row.key)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.opened.emit(row.key)
                return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """A tooltip tells what had no room."""
        if event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())  # type: ignore[attr-defined]
            cell = index.data(CELL_ROLE) if index.isValid() else None
            wide = measure.total(cell.pieces, self._look) if cell else 0
            room = self.delegate.inner(QRectF(self.visualRect(index)), index).width() if cell else 1
            self.setToolTip(cell.words if cell and (cell.spoken or wide > room) else "")
        return super().viewportEvent(event)


def _has_check(row: Row) -> bool:
    return any(isinstance(p, Check) for cell in row.cells for p in cell.pieces)
