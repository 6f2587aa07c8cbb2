# SPDX-License-Identifier: Apache-2.0
"""The table of fields: chosen with the mouse, or with A, B, C and + (both) on the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from himdesk.ui.compare.delegate import FieldDelegate
from himdesk.ui.compare.header import BannerHeader
from himdesk.ui.compare.table import FieldModel
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.look.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look

SHARES = {"label": 0.09, "keep": 0.11, "result": 0.25}
"""Parts of the width that columns take; charts share the rest."""

NARROW_RESULT = 0.19
"""The result's part where three or more charts stand side by side."""

NARROW = 900
"""The width below which the result is as narrow beside two charts."""

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
        if len(charts) > 2 or total < self._look.px(NARROW):  # noqa: PLR2004 - a pair has room
            fixed["result"] = round(total * NARROW_RESULT)
        if len(charts) > 2:  # noqa: PLR2004 - as above
            fixed["keep"] = max(fixed["keep"], self._look.px(KEEP_OF_THREE))
        fixed["sign"] = self._look.px(36)
        fixed["label"] = max(fixed["label"], self._look.px(104))
        fixed["keep"] = max(fixed["keep"], self._look.px(106))
        rest = max(total - sum(fixed.values()), 0) // max(len(charts), 1)
        for i, name in enumerate(names):
            self.setColumnWidth(i, fixed.get(name, rest))

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
