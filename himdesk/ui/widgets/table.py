# SPDX-License-Identifier: Apache-2.0
"""The one table of the program: rows of prepared cells, a delegate that paints them, keys 1 to 4.

A model is a read-only adapter over a tuple; choosing is a signal of the view, never `setData`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from himdesk.ui.widgets import measure
from himdesk.ui.widgets.cell import Cell, Check, Choice, Column, Gap, Row, Text
from himdesk.ui.widgets.header import TableHeader
from himdesk.ui.widgets.paint import paint_cell, segments

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

    from himdesk.ui.look.theme import Look

    Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2
PADDING = 8


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


class CellDelegate(QStyledItemDelegate):
    """Paints cells; a heading spans its row."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.first_padding = 16

    def inner(self, rect: QRectF, index: Index) -> QRectF:
        """A cell's rectangle without its padding."""
        left = self._look.px(self.first_padding if index.column() == 0 else PADDING)
        last = index.column() == index.model().columnCount() - 1
        right = self._look.px(self.first_padding if last else PADDING)
        return rect.adjusted(left, 0, -right, -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, selection bar, pieces and the hairline under the row."""
        look = self._look
        row, cell = index.data(ROW_ROLE), index.data(CELL_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if row.heading:
            painter.fillRect(rect, look.color("sunken"))
        elif selected:
            painter.fillRect(rect, look.color("accent_tint"))
        elif cell.ground:
            painter.fillRect(rect, look.color(cell.ground))
        if selected and index.column() == 0:
            painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), look.color("accent"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.color("line"))
        inner = self.inner(rect, index)
        painter.setClipRect(rect)
        paint_cell(painter, inner, cell, look)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """As wide as the pieces."""
        cell = index.data(CELL_ROLE)
        wide = max(
            measure.total(cell.pieces, self._look), measure.total(cell.second, self._look)
        ) + self._look.px(cell.indent + 2 * PADDING)
        return QSize(round(wide), self._look.px(26))

    def choice_at(self, view: QTableView, index: Index, event: QMouseEvent) -> str:
        """The option of a switch, or `check`, under the pointer."""
        cell = index.data(CELL_ROLE)
        inner = self.inner(QRectF(view.visualRect(index)), index)
        wide = measure.widths(cell.pieces, inner.width(), self._look)
        x = inner.left() + self._look.px(cell.indent)
        for piece, room in zip(cell.pieces, wide, strict=True):
            box = QRectF(x, inner.top(), room, inner.height())
            if isinstance(piece, Choice):
                for option, part in zip(
                    piece.options, segments(piece, box, self._look), strict=True
                ):
                    if part.contains(event.position()):
                        return option
            if isinstance(piece, Check) and box.contains(event.position()):
                return "check"
            x += room + self._look.px(measure.SPACE)
        return ""


class CellHeader(QHeaderView):
    """Titles that stand above their columns' words, with the same padding."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's
        """Draw one title."""
        look, model = self._look, self.model()
        if not isinstance(model, RowsModel) or logicalIndex >= len(model.columns):
            return
        column = model.columns[logicalIndex]
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, look.color("sunken"))
        painter.fillRect(box.adjusted(0, box.height() - 1, 0, 0), look.color("line"))
        left = look.px(16 if logicalIndex == 0 else PADDING)
        right = look.px(16 if logicalIndex == len(model.columns) - 1 else PADDING)
        title = Cell((Text(column.title, "text_2", weight=600, small=True),), right=column.right)
        paint_cell(painter, box.adjusted(left, 0, -right, -1), column.header or title, look)
        painter.restore()


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
        self.setHorizontalHeader(CellHeader(look, self))
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setItemDelegate(self.delegate)
        self.setHorizontalHeader(TableHeader(look, self))
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
        shares = sum(c.stretch for c in columns) or 1
        for i, column in enumerate(columns):
            more = rest * column.stretch / shares if rest > 0 or column.stretch else 0
            self.setColumnWidth(
                i, max(self._look.px(32), round(self._look.px(column.width) + more))
            )

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
            self.setToolTip(cell.words if cell and wide > room else "")
        return super().viewportEvent(event)


def _has_check(row: Row) -> bool:
    return any(isinstance(p, Check) for cell in row.cells for p in cell.pieces)


def heading(title: str, note: str = "", *, columns: int = 1) -> Row:
    """A row that parts the rows under it from those above."""
    first = Cell((Text(title, weight=600), Text(note, "text_2"), Gap(wide=True)))
    return Row(f"heading:{title}", (first, *(Cell() for _ in range(columns - 1))), heading=True)
