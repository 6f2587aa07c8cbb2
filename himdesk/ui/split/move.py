# SPDX-License-Identifier: Apache-2.0
"""Moving one item of a chart: to which chart, under which of its visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QVBoxLayout

from himdesk.services.corrections.separating import chart_to_move_to
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.split.rows import title, who_of
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run
    from himdesk.ui.widgets.banners.banner_values import Who

WIDTH = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """A chart by its MRN, perhaps a visit of it; `detach` tears the item off what stays."""

    mrn: str
    encounter: str = ""
    detach: bool = False


class View(Protocol):
    """What the presenter asks of the dialog."""

    def show_chart(self, mrn: str, who: Who, visits: Sequence[tuple[str, str]]) -> None:
        """Show whose chart a number is, and its visits: ids and words."""

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""

    def done(self, result: int) -> None:
        """Close."""


@dataclass
class MovePresenter:
    """One move from the question to the review; knows no widget."""

    view: View
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    item: str = ""
    source: str = ""
    choice: Choice | None = None

    def open(self, mrn: str, item: str) -> None:
        """Ask where an item of this chart belongs."""
        self.item, self.source = item, mrn
        self.find(mrn)

    def find(self, mrn: str) -> None:
        """Show the visits of the chart that a number finds."""
        if mrn.strip():
            self.run(
                lambda: chart_to_move_to(self.desk.context, mrn.strip()),
                self._found,
                self.view.show_error,
            )

    def _found(self, found: tuple[Chart, tuple[Item, ...]]) -> None:
        chart, visits = found
        mrn = chart.patient.number
        letter, aside = ("A", "this chart") if mrn == self.source else ("B", "another chart")
        who = who_of(letter, chart, self.desk.context.now(), aside)
        shown = [(v.id, f"{(v.at or 'no date')[:10]}  {title(v)}") for v in visits]
        self.view.show_chart(mrn, who, shown)

    def review(self, choice: Choice, reason: str) -> None:
        """Ask what the move would do, for the review sheet."""
        self.choice = choice
        self.run(lambda: self.move(reason, dry_run=True), self._reviewed, self.view.show_error)

    def _reviewed(self, outcome: Outcome) -> None:
        self.view.done(1)
        self.reviewed(outcome)

    def move(self, reason: str, *, dry_run: bool) -> Outcome:
        """Carry the move out, or show it. Runs in the background."""
        choice = self.choice
        assert choice is not None
        return self.desk.corrections.move(
            self.item,
            to=choice.mrn,
            encounter=choice.encounter or None,
            detach=choice.detach,
            reason=reason,
            dry_run=dry_run,
        )


class MoveDialog(QDialog):
    """Asks for the chart and the visit; `asked` wants the visits of a chart."""

    asked = Signal(str)
    review_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("move")
        self.setAccessibleName("Move an item")
        self.setWindowTitle("Move an item")
        self.message = MessageStrip(look, name="move-message")
        self.banner = IdentityBanner(look, name="move-banner")
        self.mrn = QLineEdit()
        self.mrn.setObjectName("move-mrn")
        self.mrn.setAccessibleName("MRN of the chart it belongs to")
        self.visits = QComboBox()
        self.visits.setObjectName("move-visit")
        self.visits.setAccessibleName("Visit it belongs to")
        self.detach = QCheckBox("Take it off the entry that it hangs on")
        self.detach.setObjectName("move-detach")
        self.detach.setAccessibleName(self.detach.text())
        self._lay_out(look)
        self.mrn.editingFinished.connect(lambda: self.asked.emit(self.mrn.text()))
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="move-actions")
        cancel = ActionButton(look, "Cancel", name="move-cancel", key="Esc", kind="flat")
        go = ActionButton(look, "Review move…", name="move-go", key="Ctrl+Return", kind="primary")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(go, self.review_wanted.emit))
        words = label("This chart for another visit of the same person; else the right MRN.")
        words.setProperty("muted", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "Where does it belong?", name="move-title"))
        column.addWidget(self.message)
        column.addWidget(self.banner)
        column.addWidget(
            inset(
                look,
                words,
                label("Chart", kind="muted"),
                self.mrn,
                label("Visit", kind="muted"),
                self.visits,
                self.detach,
            )
        )
        column.addWidget(bar)

    def show_chart(self, mrn: str, who: Who, visits: Sequence[tuple[str, str]]) -> None:
        """Show whose chart a number is, and its visits: ids and words."""
        self.message.hide()
        self.banner.show_who(who)
        self.mrn.setText(mrn)
        self.visits.clear()
        self.visits.addItem("Under no visit", "")
        for key, words in visits:
            self.visits.addItem(words, key)

    def choice(self) -> Choice:
        """What was answered."""
        visit = str(self.visits.currentData() or "")
        return Choice(self.mrn.text().strip(), visit, self.detach.isChecked())

    def show_error(self, error: Exception) -> None:
        """Say what was refused."""
        self.message.show_error(error)
