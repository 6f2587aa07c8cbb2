# SPDX-License-Identifier: Apache-2.0
"""The second part of a request: what narrows it, what is sensitive, and every record's fate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionButton, SectionBar, label, on_click
from himdesk.ui.widgets.tables.cell import Check, Column, Row
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import ReleasePage, Scope

CATEGORIES: Final = (
    Column("Category", 220, stretch=1),
    Column("Records", 70, right=True),
    Column("Proof", 280, stretch=2),
)
ITEMS: Final = (
    Column("Date", 150),
    Column("Record", 240, stretch=2),
    Column("Kind", 90, optional=True),
    Column("Mark", 220, stretch=2),
)
SHOWN: Final = (("all", "Show all"), ("goes", "What goes"), ("out", "What stays out"))
DAY_WIDTH, CHOICE_WIDTH, FEW = 110, 160, 5
LEAST_DAY, LEAST_CHOICE = 88, 92


class ChoosePane(QWidget):
    """Shows what goes.

    `narrowed` carries the filters, `ticked` the id of a record, `category_ticked` a category,
    `pages_wanted` the id of a document, `override_wanted` asks for the dispute packet's reason.
    """

    narrowed = Signal(dict)
    ticked = Signal(str)
    category_ticked = Signal(str)
    pages_wanted = Signal(str)
    override_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("release-choose")
        self._look = look
        self._rows: tuple[Row, ...] = ()
        self._scope: Scope | None = None
        self._able = False
        self.since = _day("release-since", "Records from")
        self.until = _day("release-until", "Records to")
        self.kind = _box("release-kind", "Type of record")
        self.visit = _box("release-visit", "Visit")
        self.shown = _box("release-shown", "What is listed")
        for value, words in SHOWN:
            self.shown.addItem(words, value)
        self.categories = CellTable(
            look, CATEGORIES, name="release-categories", label="Sensitive categories"
        )
        self.items = CellTable(look, ITEMS, name="release-items", label="What goes")
        self.pages = ActionButton(
            look,
            "Pages and black-outs…",
            name="release-pages",
            action="release-pages",
            icon_name="strike",
        )
        self.override = ActionButton(
            look, "Dispute packet…", name="release-override", icon_name="chat"
        )
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._sensitive_bar = SectionBar(look, "Sensitive", name="release-sensitive-bar")
        self._sensitive_bar.say(note="out until a document proves its consent")
        self._items_bar = SectionBar(look, "Records", name="release-items-bar")
        self._items_bar.right.addWidget(on_click(self.override, self.override_wanted.emit))
        self._items_bar.right.addWidget(on_click(self.pages, self._ask_pages))
        filters = QWidget()
        row = QHBoxLayout(filters)
        row.setContentsMargins(*look.pane(6, 6))
        row.setSpacing(look.px(8))
        for words, widget, least, width in (
            ("From", self.since, LEAST_DAY, DAY_WIDTH),
            ("to", self.until, LEAST_DAY, DAY_WIDTH),
            ("", self.kind, LEAST_CHOICE, CHOICE_WIDTH),
            ("", self.visit, LEAST_CHOICE, CHOICE_WIDTH),
            ("", self.shown, LEAST_CHOICE, CHOICE_WIDTH),
        ):
            if words:
                row.addWidget(label(words, kind="muted"))
            widget.setMinimumWidth(look.px(least))
            widget.setMaximumWidth(look.px(width))
            row.addWidget(widget, width)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._sensitive_bar)
        column.addWidget(self.categories)
        column.addWidget(self._items_bar)
        column.addWidget(filters)
        column.addWidget(self.items, 1)

    def _connect(self) -> None:
        for field in (self.since, self.until):
            field.editingFinished.connect(self._narrow)
        for box in (self.kind, self.visit):
            box.activated.connect(lambda _at: self._narrow())
        self.shown.activated.connect(lambda _at: self._list())
        self.items.ticked.connect(self.ticked)
        self.items.opened.connect(lambda _item: self._ask_pages())
        self.items.current.connect(lambda _item: self._enable())
        self.categories.ticked.connect(self.category_ticked)

    def show_page(self, page: ReleasePage) -> None:
        """Show what goes of a request."""
        self._rows = page.items
        self._scope = page.scope
        self._show_scope(page.scope)
        able = "write" in page.able
        for widget in (self.since, self.until, self.kind, self.visit):
            widget.setEnabled(able)
        self._able = able
        self.override.setVisible("override" in page.able)
        self.categories.show_rows(page.sensitivities)
        self.categories.setVisible(bool(page.sensitivities))
        self._sensitive_bar.setVisible(bool(page.sensitivities))
        high = self._look.px(26) * min(len(page.sensitivities), FEW) + self._look.px(26)
        self.categories.setFixedHeight(high)
        self._items_bar.say(note=page.going)
        self._list()

    def _show_scope(self, scope: Scope) -> None:
        self.since.setText(scope.since)
        self.until.setText(scope.until)
        for box, options, chosen in (
            (self.kind, scope.kinds, scope.kind),
            (self.visit, scope.visits, scope.visit),
        ):
            box.clear()
            for value, words in options:
                box.addItem(words, value)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def _list(self) -> None:
        wanted = self.shown.currentData()
        rows = tuple(
            row for row in self._rows if wanted == "all" or _goes(row) == (wanted == "goes")
        )
        self.items.show_rows(rows)
        self._enable()

    def _enable(self) -> None:
        row = next((r for r in self._rows if r.key == self.items.current_key()), None)
        document = row is not None and row.cells[2].words == "document" and _enabled(row)
        self.pages.setVisible(self._able)
        self.pages.setEnabled(document)

    def _narrow(self) -> None:
        """Ask for another scope, if the filters say another one."""
        said = {
            "since": self.since.text().strip(),
            "until": self.until.text().strip(),
            "types": self.kind.currentData() or "",
            "encounters": self.visit.currentData() or "",
        }
        now = self._scope
        if now is None:
            return
        held = {"since": now.since, "until": now.until, "types": now.kind, "encounters": now.visit}
        if said != held:
            self.narrowed.emit(said)

    def _ask_pages(self) -> None:
        if self.pages.isEnabled() and self.items.current_key():
            self.pages_wanted.emit(self.items.current_key())


def _check(row: Row) -> Check | None:
    return next((p for p in row.cells[0].pieces if isinstance(p, Check)), None)


def _goes(row: Row) -> bool:
    check = _check(row)
    return check is not None and check.on


def _enabled(row: Row) -> bool:
    check = _check(row)
    return check is not None and check.on and check.enabled


def _day(name: str, title: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText("2026-01-01")
    return made


def _box(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
