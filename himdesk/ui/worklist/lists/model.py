# SPDX-License-Identifier: Apache-2.0
"""The list behind the table: ids in order; a row is asked for when it comes into sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from himdesk.ui.widgets.tables.cell import Cell, Check, Chip, Gap
from himdesk.ui.widgets.tables.rows import CELL_ROLE, ROW_ROLE
from himdesk.ui.worklist.lists.cells import waiting_row
from himdesk.ui.worklist.values import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QObject

    from himdesk.ui.widgets.tables.cell import Row

    Index = QModelIndex | QPersistentModelIndex

PAGE = 50
KIND, PATIENTS, WHY, DUE, STATE = 2, 3, 4, 5, 6


class WorkModel(QAbstractTableModel):
    """As many rows as there are ids, read a page at a time."""

    wanted = Signal(list)
    """Ids whose rows are in sight and not read yet."""
    due_changed = Signal()
    """The first case with a due day came, or the last one went."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: tuple[str, ...] = ()
        self.ticked: set[str] = set()
        self._places: dict[str, int] = {}
        self._rows: dict[str, Row] = {}
        self._asked: set[int] = set()
        self._folded = self._icons = False
        self.due = False

    def show_ids(self, ids: Sequence[str]) -> None:
        """Take another list; rows that are known stay known."""
        if tuple(ids) == self.ids:
            return
        self.beginResetModel()
        self.ids = tuple(ids)
        self._places = {key: place for place, key in enumerate(self.ids)}
        self._asked.clear()
        self._rows = {key: row for key, row in self._rows.items() if key in self._places}
        self.ticked &= self._places.keys()
        self.endResetModel()

    def show_rows(self, rows: Iterable[Row]) -> None:
        """Rows as they are now; the view is told once for all of them."""
        places = []
        for row in rows:
            self._rows[row.key] = row
            if row.key in self._places:
                places.append(self._places[row.key])
        if places:
            self._changed(min(places), max(places))
        if self.due != any(row.cells[DUE].pieces for row in self._rows.values()):
            self.due = not self.due
            self.due_changed.emit()

    def tick(self, key: str) -> None:
        """Tick a row, or take its tick away."""
        self.ticked ^= {key}
        self._changed(self._places[key], self._places[key])

    def untick(self) -> None:
        """Take all ticks away."""
        for key in sorted(self.ticked):
            self.tick(key)

    def fold(self, *, patients: bool, kinds: bool) -> None:
        """Where it is narrow: the second chart under the first, of the kind its icon."""
        if (patients, kinds) != (self._folded, self._icons):
            self._folded, self._icons = patients, kinds
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
            if self.ids:
                last = self.index(len(self.ids) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)

    def place(self, key: str) -> int:
        """Where an id stands; -1 where it does not."""
        return self._places.get(key, -1)

    def key(self, place: int) -> str:
        """The id at a place."""
        return self.ids[place] if 0 <= place < len(self.ids) else ""

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _row(self, place: int) -> Row:
        key = self.ids[place]
        found = self._rows.get(key)
        if found is not None:
            return found
        page = place // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.wanted.emit(list(self.ids[page * PAGE : (page + 1) * PAGE]))
        return waiting_row(key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """All cases of the list."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The words of a cell, or its pieces for the delegate."""
        if not index.isValid() or role not in _ROLES:
            return None
        row = self._row(index.row())
        if role == ROW_ROLE:
            return row
        cell = row.cells[index.column()]
        if index.column() == 0:
            cell = Cell((Check(row.key in self.ticked),))
        elif index.column() == KIND and self._icons:
            cell = replace(cell, pieces=cell.pieces[:1], spoken=cell.words)
        elif index.column() in {PATIENTS, WHY, STATE} and self._folded:
            cell = folded(cell)
        if role == CELL_ROLE:
            return cell
        title = COLUMNS[index.column()].title
        spoken = role == Qt.ItemDataRole.AccessibleTextRole and title
        return f"{title}: {cell.words}" if spoken else cell.words

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """The titles, the sorted one with its direction."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if section == KIND and self._icons else COLUMNS[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        CELL_ROLE,
        ROW_ROLE,
    }
)


def folded(cell: Cell) -> Cell:
    """The charts of a row under each other; of more than two, how many follow is counted.

    The reasons of a match stand under its share likewise, and since when under who has it.
    """
    gaps = [i for i, piece in enumerate(cell.pieces) if isinstance(piece, Gap)]
    if not gaps:
        return cell
    second, more = cell.pieces[gaps[0] + 1 :], len(gaps) - 1
    if more:
        second = (*cell.pieces[gaps[0] + 1 : gaps[1]], Gap(), Chip(f"+{more} more"))
    return replace(cell, pieces=cell.pieces[: gaps[0]], second=second, spoken=cell.words)
