# SPDX-License-Identifier: Apache-2.0
"""The table of fields: chosen with the mouse, or with A, B, C and + (both) on the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from himdesk.ui.compare.delegate import FieldDelegate
from himdesk.ui.compare.header import BannerHeader
from himdesk.ui.compare.table import FieldModel
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look

SHARES = {"label": 0.09, "keep": 0.09}
"""Parts of the width that columns take; the charts and the result share the rest by need."""

LEAST, EASY = 136, 292
"""The width that a chart and the result have at least, at the standard text size, and where there
is room for it the one that a banner needs for two lines."""

FAIR = 0.92
"""The part of an even share that each column has where there is not room for all."""

KEEP_OF_THREE = 138
"""The width that A, B, C and "both" need, at the standard text size."""


class FieldTable(QTableView):
    """Rows of fields under the banners."""

    chosen = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("fields")
        self.setAccessibleName("Fields of the charts side by side")
        self.fields = FieldModel(self)
        self.setModel(self.fields)
        self._header = BannerHeader(look, self)
        self.setHorizontalHeader(self._header)
        delegate = FieldDelegate(look, self)
        delegate.chosen.connect(self.chosen)
        self.setItemDelegate(delegate)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(look.px(SIZES.row_compare))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The style's own least width is more than the column of signs has.
        self.horizontalHeader().setMinimumSectionSize(look.px(16))

    def show_view(self, view: CompareView) -> None:
        """Take a new view; the row that is selected stays so."""
        at = self.currentIndex().row()
        self._header.show_view(view)
        self.fields.show_view(view)
        self._share_width()
        if self.fields.rowCount():
            self.selectRow(min(max(at, 0), self.fields.rowCount() - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        total = self.viewport().width()
        names = [self.fields.column_name(i) for i in range(self.fields.columnCount())]
        fixed = {name: round(total * share) for name, share in SHARES.items()}
        charts = [name for name in names if name in LETTERS]
        if len(charts) > 2:  # noqa: PLR2004 - of a pair the switch is shorter
            fixed["keep"] = max(fixed["keep"], self._look.px(KEEP_OF_THREE))
        fixed["sign"] = self._look.px(36)
        fixed["label"] = max(fixed["label"], self._look.px(104))
        fixed["keep"] = max(fixed["keep"], self._look.px(106))
        shares = [*charts, "result"]
        rest = max(total - sum(fixed.values()), 0)
        given = fixed | dict(zip(shares, shared(rest, *self._needs(charts, rest)), strict=True))
        for i, name in enumerate(names):
            self.setColumnWidth(i, given[name])

    def _needs(self, charts: Sequence[str], room: int) -> tuple[list[int], list[int]]:
        """The widths of the values in each chart and in the result, and of what is said of them.

        Whatever is chosen, the result is one of the values: its column does not jump.
        """
        words, small = QFontMetrics(tabular(self._look.type.body())), self._look.type.small()
        notes = QFontMetrics(small)
        pads = 2 * self._look.px(SIZES.cell) + 4
        least, easy = self._look.px(LEAST), self._look.px(EASY)
        if easy * (len(charts) + 1) <= room:
            least = easy
        elif len(charts) > 2:  # noqa: PLR2004 - of three each has its banner to show
            least = room // (len(charts) + 1)
        rows = [self.fields.at(row) for row in range(self.fields.rowCount())]
        values, said = [], []
        for letter in charts:
            cells = [row.cells[LETTERS.index(letter)] for row in rows]
            wide = [words.horizontalAdvance(cell.text or "") for cell in cells]
            values.append(max([least, *(each + pads for each in wide)]))
            banner = self._header.wanted(letter) - values[-1]
            said.append(max([0, banner, *(notes.horizontalAdvance(cell.note) for cell in cells)]))
        values.append(max(values) + self._look.px(SIZES.letter_block) + 6)
        said.append(max([0, *(notes.horizontalAdvance(row.remark) for row in rows)]))
        return values, said

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A, B, C or + chooses for the selected row."""
        index = self.currentIndex()
        key = event.text().upper()
        if index.isValid() and key:
            row = self.fields.row(index)
            wanted = "both" if key == "+" else key if key in LETTERS else ""
            if wanted in row.choices:
                self.chosen.emit(row.field, wanted)
                return
        super().keyPressEvent(event)


def shared(room: int, values: Sequence[int], notes: Sequence[int]) -> list[int]:
    """The room, shared: first the values, then what is said of them, then all alike.

    Where not even the values have room, each has nearly an even share before longer ones have
    more: a narrow column could not show whose it is.
    """
    needed, said = sum(values), sum(notes)
    if needed >= room:
        even = round(room * FAIR / len(values))
        base = [min(value, even) for value in values]
        left, missing = room - sum(base), max(needed - sum(base), 1)
        return [
            own + left * (value - own) // missing for own, value in zip(base, values, strict=True)
        ]
    over = room - needed
    given = [
        value + min(note, over * note // max(said, 1))
        for value, note in zip(values, notes, strict=True)
    ]
    alike = (room - sum(given)) // len(values)
    return [each + alike for each in given]
