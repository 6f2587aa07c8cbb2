# SPDX-License-Identifier: Apache-2.0
"""The model behind the table: a read-only adapter over a tuple of rows of prepared cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from himdesk.ui.widgets.tables.cell import Cell, Column, Gap, Row, Text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2


class RowsModel(QAbstractTableModel):
    """Rows of cells; `show_rows` replaces them all."""

    def __init__(self, columns: tuple[Column, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...], columns: tuple[Column, ...] | None = None) -> None:
        """Show other rows; the same keys keep their place in the view."""
        if (
            (columns is None or columns == self.columns)
            and len(rows) == len(self.rows)
            and [r.key for r in rows] == [r.key for r in self.rows]
        ):
            self.rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows, self.columns = rows, columns or self.columns
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows of the table."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns of the table."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading or a row out of reach can't be selected."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.rows[index.row()]
        if row.heading or not row.enabled:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The words of a cell, or its pieces for the delegate."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        cell = row.cells[index.column()] if index.column() < len(row.cells) else Cell()
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.words
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """The columns' titles."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.title
            if role == CELL_ROLE:
                return column.header
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def row_of(self, key: str) -> int:
        """Where a key stands; -1 where it does not."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), -1)


def heading(title: str, note: str = "", *, columns: int = 1) -> Row:
    """A row that parts the rows under it from those above."""
    first = Cell((Text(title, weight=600), Text(note, "text_2"), Gap(wide=True)))
    return Row(f"heading:{title}", (first, *(Cell() for _ in range(columns - 1))), heading=True)
