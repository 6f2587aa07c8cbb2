# SPDX-License-Identifier: Apache-2.0
"""Who a chart is about: its banner and what it shows of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.parts.controls import SectionBar, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.charts.values import ChartPage
    from himdesk.ui.look.theme import Look


class FactSheet(QWidget):
    """The banner that never scrolls away, and under it the person's data."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("facts")
        self.setMinimumWidth(look.px(260))
        self._name = label("")
        self._name.setFont(look.type.name())
        self._name.setWordWrap(True)
        self._who = label("", kind="muted")
        self._who.setFont(tabular(look.type.body()))
        self._who.setWordWrap(True)
        self._marks = label("")
        self._marks.setFont(look.type.small(weight=self._marks.font().Weight.DemiBold))
        self._marks.setStyleSheet(f"color: {look.tokens.rem_text};")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("fact-list")
        self._scroll.setAccessibleName("Data of the person")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        banner = QWidget()
        banner.setProperty("sunken", "true")
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout(banner)
        words.setContentsMargins(*self._look.pane(10, 10))
        words.setSpacing(2)
        for widget in (self._name, self._who, self._marks):
            words.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(banner)
        column.addWidget(self._scroll, 1)

    def show_page(self, page: ChartPage) -> None:
        """Draw another person."""
        banner = page.banner
        self._name.setText(banner.name)
        self._who.setText(f"{banner.mrn} · {banner.born} · {banner.sex}")
        self._marks.setText(" · ".join(banner.marks))
        self._marks.setVisible(bool(banner.marks))
        inner = QWidget()
        inner.setProperty("surface", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(SectionBar(self._look, "Shown as", name="facts-shown"))
        column.addWidget(self._grid(page.facts))
        self._list(column, "Also known as", page.names)
        self._list(column, "Identifiers", page.identifiers)
        self._list(column, "Retired numbers", page.retired)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def _grid(self, facts: Sequence[tuple[str, str]]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(*self._look.pane(6, 6))
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            grid.addWidget(label(name, kind="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            text = label(value)
            text.setFont(tabular(self._look.type.body()))
            text.setWordWrap(True)
            grid.addWidget(text, row, 1)
        return made

    def _list(self, column: QVBoxLayout, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        column.addWidget(SectionBar(self._look, title, name=f"facts-{title}"))
        for line in lines:
            text = label(line)
            text.setFont(tabular(self._look.type.body()))
            text.setContentsMargins(*self._look.pane(4, 4))
            column.addWidget(text)
