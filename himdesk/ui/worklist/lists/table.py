# SPDX-License-Identifier: Apache-2.0
"""The table of the work list: arrows move, Space ticks, Enter opens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets import measure
from himdesk.ui.widgets.tables.cell_delegate import CellDelegate
from himdesk.ui.widgets.tables.header import TableHeader
from himdesk.ui.widgets.tables.rows import CELL_ROLE
from himdesk.ui.worklist.lists.model import DUE, PATIENTS, WHY, WorkModel
from himdesk.ui.worklist.values import COLUMNS, NARROW, SORT_OF

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from himdesk.ui.look.theme import Look

NOTHING_DUE = 54
"""The width of the column of due days while no case that was read has one."""

REASONS = 560
"""The width that three reasons need at most; more is given to the names of four charts."""

SIDE_BY_SIDE = 440
"""Room that two charts with their numbers need beside each other."""


class WorkTable(QTableView):
    """Cases under each other; as quick with a hundred thousand as with ten."""

    opened = Signal(str)
    pointed = Signal(str)
    ticked = Signal(str)
    sorted_by = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.list = WorkModel(self)
        self.setObjectName("worklist-table")
        self.setAccessibleName("What waits")
        self.delegate = CellDelegate(look, self)
        self.setItemDelegate(self.delegate)
        self.titles = header = TableHeader(look, self)
        self.setHorizontalHeader(header)
        self.setModel(self.list)
        self._set_up()
        header.setSectionsClickable(True)
        header.setFixedHeight(look.px(SIZES.table_header))
        header.given_back.connect(self._lay_columns)
        self.list.due_changed.connect(self._lay_columns)
        header.sectionClicked.connect(self._sort)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.list.key(index.row())))
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(self._look.px(SIZES.row_list))
        rows.setDefaultSectionSize(self._look.px(SIZES.row_list))
        self.horizontalHeader().setMinimumSectionSize(16)

    def current(self) -> str:
        """The id of the current row, or nothing."""
        return self.list.key(self.currentIndex().row())

    def choose(self, key: str) -> None:
        """Make a case the current row; the first one where it is not listed."""
        place = max(self.list.place(key), 0)
        if self.list.ids:
            self.setCurrentIndex(self.list.index(place, 1))

    def in_sight(self) -> list[str]:
        """The ids of the rows that are seen."""
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        last = len(self.list.ids) - 1 if last < 0 else last
        return list(self.list.ids[first : last + 1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns; why is left out where it is narrow."""
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_columns(self) -> None:
        px, room = self._look.px, self.viewport().width()
        columns = list(COLUMNS)
        if not self.list.due:
            columns[DUE] = replace(columns[DUE], width=NOTHING_DUE)
        narrow = room < sum(px(column.width) for column in columns)
        kept = [c for c in columns if not (c.optional and narrow)]
        rest = max(0, room - sum(px(c.width) for c in kept))
        shares = sum(c.stretch for c in kept) or 1
        icons = room < sum(px(column.width) for column in kept)
        widths = [column.width for column in columns]
        if icons:
            widths = [NARROW.get(place, width) for place, width in enumerate(widths)]
            taken = sum(px(w) for w, c in zip(widths, columns, strict=True) if c in kept)
            rest = max(0, room - taken)
        given = [
            px(width) + rest * column.stretch // shares
            for width, column in zip(widths, columns, strict=True)
        ]
        if (over := given[WHY] - px(REASONS)) > 0:
            given[PATIENTS] += over
            given[WHY] -= over
        for place, column in enumerate(columns):
            self.setColumnHidden(place, column not in kept)
            self.setColumnWidth(place, given[place])
        self.titles.lay_out()
        self._fold(icons=icons)

    def _fold(self, *, icons: bool) -> None:
        """Two charts under each other, and of the kind its icon, as there is room."""
        two_lines = self.columnWidth(PATIENTS) < self._look.px(SIDE_BY_SIDE)
        self.list.fold(patients=two_lines, kinds=icons)
        height = self._look.px(SIZES.row_double if two_lines else SIZES.row_list)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens; letters are keys of the screen, not a search."""
        key, at = event.key(), self.current()
        if at and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.opened.emit(at)
        elif at and key == Qt.Key.Key_Space:
            self.ticked.emit(at)
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0:
            self.ticked.emit(self.list.key(index.row()))

    def viewportEvent(self, event: QEvent) -> bool:
        """A tooltip tells what had no room."""
        if event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())  # type: ignore[attr-defined]
            cell = index.data(CELL_ROLE) if index.isValid() else None
            wide = measure.total(cell.pieces, self._look) if cell else 0
            room = self.delegate.inner(QRectF(self.visualRect(index)), index).width() if cell else 1
            self.setToolTip(cell.words if cell and (cell.spoken or wide > room) else "")
        return super().viewportEvent(event)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.pointed.emit(self.list.key(index.row()))

    def _sort(self, column: int) -> None:
        if SORT_OF[column]:
            self.sorted_by.emit(SORT_OF[column])
