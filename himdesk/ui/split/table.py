# SPDX-License-Identifier: Apache-2.0
"""The rows of a split as a table: several can be marked and decided with one key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu

from himdesk.ui.look.tokens import SIZES
from himdesk.ui.widgets.tables.cell import (
    Cell,
    Choice,
    Column,
    Gap,
    Icon,
    Letter,
    Piece,
    Row,
    Text,
    hint,
    line,
)
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import ClusterView, SplitRowView

COLUMNS: Final = (
    Column("Date", 114),
    Column("Item", 150, stretch=3),
    Column("Registered as", 222, optional=True),
    Column("Goes to", 102),
    Column("Proposal and reason", 150, stretch=5),
)
INDENT = 18
SIGN_AGAIN: Final = Text("sign again", "chg_text", small=True, whole=True)


class SplitTable(CellTable):
    """Several rows can be marked, and decided together.

    `decided` carries the keys of the marked rows and a letter; `accepted` those to be decided as
    proposed.
    """

    decided = Signal(list, str)
    accepted = Signal(list)

    def __init__(self, look: Look) -> None:
        super().__init__(look, COLUMNS, name="split-rows", label="Items of the chart")
        self.row_height(SIZES.row_list)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._made: dict[str, tuple[SplitRowView, Row]] = {}
        self.chosen.connect(lambda key, option: self.decided.emit(self._with(key), option))
        self.opened.connect(lambda key: self.accepted.emit(self._with(key)))

    def show_split(self, rows: tuple[SplitRowView, ...]) -> None:
        """Show rows; those that did not change are not made again."""
        before, self._made = self._made, {}
        for row in rows:
            key = row.facts.key
            known = before.get(key)
            self._made[key] = known if known is not None and known[0] == row else (row, _row(row))
        marked = self.marked()
        self.show_rows(tuple(made for _, made in self._made.values()))
        if len(marked) > 1 and self.marked() != marked:
            self.mark(marked)

    def marked(self) -> list[str]:
        """The keys of the selected rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.rows[row].key for row in rows]

    def mark(self, keys: Collection[str]) -> None:
        """Select rows, and stand on the first."""
        wanted, last = set(keys), len(self.rows.columns) - 1
        places = [i for i, row in enumerate(self.rows.rows) if row.key in wanted]
        chosen = QItemSelection()
        for place in places:
            chosen.select(self.rows.index(place, 0), self.rows.index(place, last))
        if places:
            first = self.rows.index(places[0], 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.selectionModel().select(chosen, flags.ClearAndSelect)
            self.scrollTo(first)

    def show_clusters(self, clusters: Sequence[ClusterView], button: QWidget) -> None:
        """Rows that go together, to be marked at once: a menu under a button."""
        menu = QMenu(self)
        menu.setObjectName("split-clusters")
        for each in clusters:
            text = f"{each.label} ({len(each.keys)})".replace("&", "&&")
            menu.addAction(text, partial(self._mark_cluster, each.keys))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _mark_cluster(self, keys: Collection[str]) -> None:
        self.mark(keys)
        self.setFocus()

    def _with(self, key: str) -> list[str]:
        """The row, with the others that are marked where it is one of them."""
        marked = self.marked()
        return marked if key in marked else [key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters choose as the figures do."""
        options = {
            Qt.Key.Key_A: Qt.Key.Key_1,
            Qt.Key.Key_B: Qt.Key.Key_2,
            Qt.Key.Key_C: Qt.Key.Key_3,
        }
        figure = options.get(Qt.Key(event.key()))
        if figure is not None and not event.modifiers():
            event = QKeyEvent(event.type(), figure, event.modifiers(), "")
        super().keyPressEvent(event)


def _row(row: SplitRowView) -> Row:
    known = row.facts
    weight = 500 if known.visit else 400
    return Row(
        known.key,
        (
            line(Text(known.date, "text_2")),
            Cell(
                (Icon(known.icon, size=16), Text(known.title, weight=weight)),
                indent=INDENT * known.depth,
            ),
            line(*_registered(row)),
            line(Choice(row.options, row.chosen, "" if row.chosen else row.suggest, row.open)),
            line(*_reason(row)),
        ),
    )


def _registered(row: SplitRowView) -> tuple[Piece, ...]:
    if not row.facts.visit:
        return (hint("″" if row.facts.depth else "", "text_3"),)
    if not row.registered:
        return (hint("nothing registered", "text_3"),)
    return tuple(
        Text(
            said.visit, marks=((0, len(said.visit)),) if said.whose else (), mark=said.whose or "A"
        )
        for said in row.registered
    )


def _reason(row: SplitRowView) -> tuple[Piece, ...]:
    if row.both:
        return (Icon("scan", size=14), hint(row.both))
    signed = (SIGN_AGAIN,) if _signs_again(row) else ()
    if row.follows:
        return (Gap(2), hint(row.because, "text_3"), *signed)
    if row.chosen and row.chosen != row.suggest and row.suggest:
        said: tuple[Piece, ...] = (Letter(row.suggest), hint(f"proposed; {row.because}", "text_3"))
    elif row.suggest:
        said = (Letter(row.suggest), hint(row.because))
    elif row.chosen:
        said = (Icon("check", "add_text"), hint(row.because))
    else:
        said = (Letter("?"), hint(row.because, "chg_text"))
    return (*said, *signed)


def _signs_again(row: SplitRowView) -> bool:
    return row.facts.signed and row.chosen not in ("", "A")
