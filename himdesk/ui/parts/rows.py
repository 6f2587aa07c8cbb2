# SPDX-License-Identifier: Apache-2.0
"""Lists: a read-only model over prepared rows, and the view that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.icons import icon
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.row_delegate import ICON_ROLE, TONE_ROLE, UNDER_LINE, UNDER_ROLE, RowDelegate
from himdesk.ui.widgets.tables.header import TableHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from himdesk.ui.look.theme import Look

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = Qt.ItemDataRole.UserRole
EDGE = 16
"""What stands in an empty list begins where the cells of a full one do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, its cells, an icon before the first, and a tone by token name.

    `tips` says more of a cell when it is pointed at; where it is empty, the cell's own words.
    `under` are quiet lines under the first cell, in a table whose rows are that high.
    """

    key: str
    cells: tuple[str, ...]
    icon: str = ""
    tone: str = ""
    tips: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


class RowModel(QAbstractTableModel):
    """Rows as they were prepared; nothing is computed while scrolling."""

    def __init__(self, look: Look, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._headings = tuple(headings)
        self._rows: list[Row] = []
        self._font = tabular(look.type.body())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def renew_rows(self, rows: Sequence[Row]) -> None:
        """Other words in the rows with these keys; nothing moves."""
        new = {row.key: row for row in rows}
        self._rows = [new.get(row.key, row) for row in self._rows]
        if self._rows:
            corner = self.index(len(self._rows) - 1, len(self._headings) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Put more rows at the end."""
        if rows:
            last = len(self._rows)
            self.beginInsertRows(QModelIndex(), last, last + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def key(self, row: int) -> str:
        """The key of a row."""
        return self._rows[row].key

    def row_of(self, key: str) -> int:
        """The place of a key; -1 if it is not there."""
        return next((i for i, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip, icon, ink and key of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        text = row.cells[column] if column < len(row.cells) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = text
            case Qt.ItemDataRole.ToolTipRole:
                found = (row.tips[column] if column < len(row.tips) else "") or text
            case Qt.ItemDataRole.AccessibleTextRole:
                lines = row.under if column == 0 else ()
                found = ", ".join((f"{self._headings[column]}: {text}", *lines))
            case Qt.ItemDataRole.FontRole:
                found = self._font
            case Qt.ItemDataRole.DecorationRole if column == 0 and row.icon:
                found = icon(row.icon, self._look.tokens.text_2)
            case Qt.ItemDataRole.ForegroundRole if row.tone:
                found = QColor(getattr(self._look.tokens, row.tone))
            case _:
                held = {KEY_ROLE: row.key, ICON_ROLE: row.icon, TONE_ROLE: row.tone}
                found = row.under if role == UNDER_ROLE and column == 0 else held.get(role)
        return found

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class RowTable(QTableView):
    """A list; Enter or a double click is `opened`, a change of the current row `pointed`."""

    opened = Signal(str)
    pointed = Signal(str)
    near_end = Signal()

    def __init__(
        self,
        look: Look,
        headings: Sequence[str],
        *,
        name: str,
        title: str,
        several: bool = False,
        spare: Sequence[int] = (),
        under: int = 0,
        nothing: str = "",
    ) -> None:
        """`spare` columns are left out, in this order, where the widest one lacks room.

        The rows have so many lines `under` the first cell; `nothing` stands in place of headings
        over nothing.
        """
        super().__init__()
        self.nothing = nothing
        self._spare = tuple(spare)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows = RowModel(look, headings, self)
        self.titles = TableHeader(look, self)
        self.setHorizontalHeader(self.titles)
        self.titles.given_back.connect(self._lay_columns)
        self.setItemDelegate(RowDelegate(look, self))
        self.setModel(self.rows)
        self._look = look
        self._widths: tuple[int, ...] = ()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(look.px(SIZES.row_list + under * UNDER_LINE))
        self.horizontalHeader().setFixedHeight(look.px(SIZES.table_header))
        self.horizontalHeader().setMinimumSectionSize(16)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.key(index.row())))
        self.selectionModel().currentRowChanged.connect(self._pointed)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.say_nothing(nothing)

    def show_rows(self, rows: Sequence[Row], widths: Sequence[int] = ()) -> None:
        """Show other rows; the current one stays if it is still there."""
        at = self.current()
        self.rows.show_rows(rows)
        self._widths = tuple(widths)
        self.say_nothing(self.nothing)
        self._lay_columns()
        if rows:
            self.selectRow(max(self.rows.row_of(at), 0))

    def say_nothing(self, words: str) -> None:
        """What stands here while there are no rows; without words the headings stand there."""
        self.nothing = words
        empty = bool(words) and not self.rows.rowCount()
        if words:
            self.titles.setVisible(not empty)
        self.setAccessibleDescription(words if empty else "")
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or words in the upper part of an empty list."""
        super().paintEvent(event)
        if self.nothing and not self.rows.rowCount():
            edge = self._look.px(EDGE)
            box = self.viewport().rect().adjusted(edge, edge, -edge, -edge)
            painter = QPainter(self.viewport())
            painter.setFont(self._look.type.body())
            painter.setPen(self._look.color("text_2"))
            top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, int(top | Qt.TextFlag.TextWordWrap), self.nothing)
            painter.end()

    def renew_rows(self, rows: Sequence[Row]) -> None:
        """Other words in rows that are shown; the current one and the marked ones stay."""
        self.rows.renew_rows(rows)
        self._lay_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._lay_columns()

    def _lay_columns(self) -> None:
        """Columns are as wide as their words; the last, or the widest, takes or gives the rest."""
        columns = self.rows.columnCount()
        wanted = [max(self.sizeHintForColumn(c), self._least(c)) for c in range(columns)]
        widest = columns - 1
        if not self.rows.headerData(widest, Qt.Orientation.Horizontal) or self._given(widest):
            widest = max(range(columns), key=self._given)
        enough = min(wanted[widest], self._given(widest))
        over = self.viewport().width() - sum(wanted)
        for column in self._spare:
            left_out = wanted[widest] + over < enough
            self.setColumnHidden(column, left_out)
            if left_out:
                over += wanted[column]
        wanted[widest] = max(self._look.px(60), wanted[widest] + over)
        for column, width in enumerate(wanted):
            self.setColumnWidth(column, width)
        self.titles.lay_out()

    def _given(self, column: int) -> int:
        return self._widths[column] if column < len(self._widths) else 0

    def _least(self, column: int) -> int:
        """Room for the heading."""
        return self.horizontalHeader().sectionSizeHint(column)

    def current(self) -> str:
        """The key of the current row, or nothing."""
        index = self.currentIndex()
        return self.rows.key(index.row()) if index.isValid() else ""

    def chosen(self) -> list[str]:
        """The keys of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.key(row) for row in rows]

    def choose(self, keys: Sequence[str]) -> None:
        """Select the rows with these keys, of those that are there."""
        flags = QItemSelectionModel.SelectionFlag
        for row in map(self.rows.row_of, keys):
            if row >= 0:
                place = self.rows.index(row, 0)
                self.selectionModel().select(place, flags.Select | flags.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.current():
                self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def _pointed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.pointed.emit(self.rows.key(index.row()))

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self.near_end.emit()
