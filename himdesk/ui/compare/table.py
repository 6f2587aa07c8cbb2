# SPDX-License-Identifier: Apache-2.0
"""The field table as a read-only model over prepared rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from himdesk.ui.compare.values import LETTERS

if TYPE_CHECKING:
    from himdesk.ui.compare.values import CompareView, FieldRow

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
NONE_RECORDED = "none recorded"


class FieldModel(QAbstractTableModel):
    """One row a field; columns are the label, each chart with signs between, keep and result."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FieldRow, ...] = ()
        self._columns: tuple[str, ...] = ("label", "A", "sign", "B", "keep", "result")
        self._headings: dict[str, str] = {}

    def show_view(self, view: CompareView) -> None:
        """Take new rows; the number of charts decides the columns."""
        letters = LETTERS[: len(view.banners)]
        columns = ("label", letters[0], "sign", *letters[1:], "keep", "result")
        if self._rows and columns == self._columns and len(view.rows) == len(self._rows):
            self._rows = view.rows
            last = self.index(len(self._rows) - 1, len(columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows, self._columns = view.rows, columns
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of fields."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def column_name(self, column: int) -> str:
        """What stands in a column: "label", a letter, "sign", "keep" or "result"."""
        return self._columns[column]

    def column_of(self, name: str) -> int:
        """The place of a column."""
        return self._columns.index(name)

    def row(self, index: Index) -> FieldRow:
        """The row behind an index."""
        return self.at(index.row())

    def at(self, place: int) -> FieldRow:
        """The row at a place, from the top."""
        return self._rows[place]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text for readers and tests; the delegate draws from the row itself."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return _text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}, {column}: {_text(row, column)}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Headings; the banners above name the charts."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        name = self._columns[section]
        return {"label": "Field", "sign": "", "keep": "Keep", "result": "Resulting chart"}.get(
            name, name
        )


def _text(row: FieldRow, column: str) -> str:
    if column == "label":
        return row.label
    if column == "sign":
        return row.sign.value
    if column == "keep":
        if row.open:
            return "choose"
        return {"": "same on all", "rule": "set by rule"}.get(row.keep, row.keep)
    if column == "result":
        return " ".join(part for part in (row.result.text or "", row.remark) if part)
    cell = row.cells[LETTERS.index(column)]
    return " ".join(part for part in (cell.text or NONE_RECORDED, cell.note) if part)
