# SPDX-License-Identifier: Apache-2.0
"""Who a chart is about: its banner and what it shows of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from himdesk.ui.look.fonts import tabular
from himdesk.ui.parts.controls import SectionBar, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLabel

    from himdesk.ui.charts.values import ChartPage, Detail, Fact
    from himdesk.ui.look.theme import Look


class FactSheet(QWidget):
    """The banner that never scrolls away, and under it the person's data."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("facts")
        self.setMinimumWidth(look.px(240))
        self._name = label("")
        self._name.setFont(look.type.name())
        self._name.setWordWrap(True)
        self._who = label("", kind="muted")
        self._who.setFont(tabular(look.type.body()))
        self._who.setWordWrap(True)
        self._marks = label("")
        self._marks.setFont(look.type.small(weight=self._marks.font().Weight.DemiBold))
        self._marks.setStyleSheet(f"color: {look.tokens.rem_text};")
        self._marks.setWordWrap(True)
        self._scroll = _pane("fact-list", "Data of the person")
        banner = QWidget()
        banner.setProperty("sunken", "true")
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout(banner)
        words.setContentsMargins(*self._look.pane(10, 10))
        words.setSpacing(2)
        for widget in (self._name, self._who, self._marks):
            words.addWidget(widget)
        self._offers = QHBoxLayout()
        self._offers.setContentsMargins(look.px(12), 0, look.px(12), 0)
        self._offers.setSpacing(look.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(banner)
        column.addLayout(self._offers)
        column.addWidget(self._scroll, 1)

    def offer(self, *buttons: QWidget) -> None:
        """Stand what can be done about the person under the banner."""
        for button in buttons:
            self._offers.addWidget(button)
        self._offers.addStretch(1)
        needed = self._offers.minimumSize().width()
        self.setMinimumWidth(max(self.minimumWidth(), needed))

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
        self._list(column, "Flags", page.flags)
        self._list(column, "Also known as", page.names)
        self._list(column, "Identifiers", page.identifiers)
        self._list(column, "Retired numbers", page.retired)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def _grid(self, facts: Sequence[Fact]) -> QWidget:
        made = QWidget()
        grid = _grid(self._look, made)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            grid.addWidget(label(fact.name, kind="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            said = QWidget()
            words = QVBoxLayout(said)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            words.addWidget(_value(self._look, fact.value))
            if fact.now:
                now = _value(self._look, f"~ now {fact.now}")
                now.setStyleSheet(f"color: {self._look.tokens.chg_text};")
                words.addWidget(now)
            grid.addWidget(said, row, 1)
        return made

    def _list(self, column: QVBoxLayout, title: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        column.addWidget(SectionBar(self._look, title, name=f"facts-{title}"))
        for line in lines:
            text = _value(self._look, line)
            text.setContentsMargins(*self._look.pane(4, 4))
            column.addWidget(text)


class DetailPane(QScrollArea):
    """Everything the current item says, in pairs beside each other."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        _as_pane(self, "chart-detail", "Everything this item says")

    def show_detail(self, detail: Detail) -> None:
        """Draw another item."""
        inner = QWidget()
        inner.setProperty("surface", "true")
        grid = _grid(self._look, inner)
        across = 2 if self.width() > self._look.px(620) else 1
        for place, (name, value) in enumerate(detail.facts):
            row, side = place // across, 2 * (place % across)
            grid.addWidget(label(name, kind="muted"), row, side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_value(self._look, value), row, side + 1, Qt.AlignmentFlag.AlignTop)
        for side in range(across):
            grid.setColumnStretch(2 * side + 1, 1)
        grid.setRowStretch(len(detail.facts), 1)
        said = ", ".join(f"{name} {value}" for name, value in detail.facts)
        self.setAccessibleDescription(f"{detail.title}: {said}")
        self.setWidget(inner)

    def clear(self) -> None:
        """No item is pointed at."""
        self.setWidget(QWidget())
        self.setAccessibleDescription("")


def _pane(name: str, title: str) -> QScrollArea:
    made = QScrollArea()
    _as_pane(made, name, title)
    return made


def _as_pane(area: QScrollArea, name: str, title: str) -> None:
    area.setObjectName(name)
    area.setAccessibleName(title)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _grid(look: Look, inside: QWidget) -> QGridLayout:
    grid = QGridLayout(inside)
    grid.setContentsMargins(*look.pane(6, 6))
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    return grid


def _value(look: Look, text: str) -> QLabel:
    made = label(text)
    made.setFont(tabular(look.type.body()))
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
