# SPDX-License-Identifier: Apache-2.0
"""What moves: how many items of each kind each chart has, and the survivor will have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.look.icons import pixmap
from himdesk.ui.look.tokens import SIZES, identity
from himdesk.ui.parts.controls import label

if TYPE_CHECKING:
    from himdesk.ui.compare.values import CompareView
    from himdesk.ui.look.theme import Look


class CountTable(QWidget):
    """A small table of counts that add up."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("counts")
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*self._look.pane(4, 8))
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def show_view(self, view: CompareView) -> None:
        """Draw the counts anew."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        charts = len(view.banners)
        headings = ["", "", *(self._heading(view, i) for i in range(charts)), "Result", ""]
        for column, text in enumerate(headings):
            self._put(0, column, self._words(text, small=True))
        for row, count in enumerate(view.counts, start=1):
            mark = QLabel()
            size = self._look.px(16)
            mark.setPixmap(
                pixmap(count.icon, self._look.tokens.text_2, size, self.devicePixelRatioF())
            )
            self._put(row, 0, mark)
            self._put(row, 1, label(count.label))
            for i, number in enumerate(count.counts):
                self._put(row, 2 + i, self._number(number, view.banners[i].letter))
            self._put(row, 2 + charts, self._number(count.total, ""))
            if count.note:
                self._put(row, 3 + charts, self._conflict(count.note))
        last = len(view.counts) + 1
        self._put(last, 1, self._words("All items"))
        self._put(last, 3 + charts, self._kept())
        for i in range(charts):
            self._put(last, 2 + i, self._number(sum(c.counts[i] for c in view.counts), ""))
        self._put(last, 2 + charts, self._number(sum(c.total for c in view.counts), ""))
        self._grid.setRowStretch(last + 1, 1)

    def _heading(self, view: CompareView, i: int) -> str:
        verb = "has" if i == view.survivor else "brings"
        return f"{view.banners[i].letter} {verb}"

    def _words(self, text: str, *, small: bool = False) -> QLabel:
        made = label(text)
        font = self._look.type.small() if small else self._look.type.body()
        font.setWeight(font.Weight.DemiBold)
        made.setFont(font)
        if small:
            made.setProperty("muted", "true")
        return made

    def _conflict(self, text: str) -> QLabel:
        made = label(f"! {text}")
        made.setFont(self._look.type.small())
        tokens = self._look.tokens
        ground = f"background: {tokens.cnf_tint}; border-radius: 4px; padding: 0 6px;"
        made.setStyleSheet(f"color: {tokens.cnf_text}; {ground}")
        return made

    def _kept(self) -> QLabel:
        made = label("✓ none lost")
        made.setFont(self._look.type.small())
        made.setStyleSheet(f"color: {self._look.tokens.add_text};")
        return made

    def _number(self, number: int, letter: str) -> QLabel:
        made = label(f"{number:,}")
        made.setFont(tabular(self._look.type.body()))
        if letter in {"A", "B", "C"}:
            made.setStyleSheet(f"color: {identity(self._look.tokens, letter).text};")
        return made

    def _put(self, row: int, column: int, widget: QLabel) -> None:
        right = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
        widget.setMinimumHeight(self._look.px(SIZES.row_nested))
        self._grid.addWidget(widget, row, column, right | Qt.AlignmentFlag.AlignVCenter)
