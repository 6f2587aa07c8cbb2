# SPDX-License-Identifier: Apache-2.0
"""Decides what the undo screen shows and does; knows no widget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.changes import PATIENT
from himdesk.services.views import display
from himdesk.ui.compare.banners import banner_of
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.undo.values import Decision, UndoView
from himdesk.ui.wording import KIND_ICONS, KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.items import Item
    from himdesk.domain.plans import Undecided
    from himdesk.services import Desk
    from himdesk.services.comparing import UndoPreview
    from himdesk.services.outcomes import Outcome
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""

    def show_undo(self, view: UndoView) -> None:
        """Draw the undo anew."""

    def show_error(self, error: Exception) -> None:
        """Say what happened and that nothing was changed."""


@dataclass
class UndoPresenter:
    """One undo from opening to review."""

    panel: Panel
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    change_set: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    preview: UndoPreview | None = None

    def open(self, change_set: str) -> None:
        """Prepare the undo of a change set."""
        self.change_set, self.chosen, self.preview = change_set, {}, None
        self.panel.show_busy("Reading what came since…")
        self.run(
            lambda: self.desk.corrections.preview_undo(change_set),
            self._opened,
            self.panel.show_error,
        )

    def _opened(self, preview: UndoPreview) -> None:
        self.preview = preview
        self._show()

    def decide(self, item: str, letter: str) -> None:
        """An item belongs to the chart with this letter."""
        if self.preview is not None and letter in self._letters():
            self.chosen[item] = letter
            self._show()

    def accept_suggestion(self, item: str) -> None:
        """Decide an item as suggested."""
        for decision in self.view().decisions:
            if decision.item == item and decision.suggested:
                self.decide(item, decision.suggested)

    def review(self, reason: str) -> None:
        """Ask what the undo would do as decided, for the review sheet."""
        self.run(lambda: self.undo(reason, dry_run=True), self.reviewed, self.panel.show_error)

    def undo(self, reason: str, *, dry_run: bool) -> Outcome:
        """Carry the undo out as decided, or show it. Runs in the background."""
        letters = self._letters()
        return self.desk.corrections.undo(
            self.change_set,
            reason=reason,
            assign={item: letters[letter] for item, letter in self.chosen.items()},
            dry_run=dry_run,
        )

    def _letters(self) -> dict[str, str]:
        charts = self.preview.charts if self.preview else ()
        return {
            letter: chart.patient.number for letter, chart in zip(LETTERS, charts, strict=False)
        }

    def _show(self) -> None:
        self.panel.show_undo(self.view())

    def view(self) -> UndoView:
        """Everything the screen draws, as decided so far."""
        if self.preview is None:
            return UndoView((), (), (), ())
        charts = self.preview.charts
        ids = {chart.patient.id: letter for letter, chart in zip(LETTERS, charts, strict=False)}
        found = {item.id: item for item in self.preview.items}
        return UndoView(
            banners=tuple(banner_of(ids[chart.patient.id], chart) for chart in charts),
            home=self._home(list(ids)),
            fields=self._fields(ids),
            decisions=tuple(
                self._decision(found[u.item], u, ids) for u in self.preview.outcome.undecided
            ),
        )

    def _decision(self, item: Item, open_: Undecided, ids: dict[str, str]) -> Decision:
        return Decision(
            item=item.id,
            icon=KIND_ICONS[item.kind],
            at=(item.at or "")[:10],
            what=display(item),
            because=open_.because,
            suggested=ids.get(open_.suggest or "", ""),
            chosen=self.chosen.get(item.id, ""),
        )

    def _home(self, charts: list[str]) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
        """How many items of each kind go to each chart by themselves."""
        assert self.preview is not None
        moved = Counter(
            (c.entity, c.after)
            for c in self.preview.outcome.change_set.changes
            if c.field == "patient_id"
        )
        return tuple(
            (label, KIND_ICONS[kind], counts)
            for kind, label in KIND_LABELS.items()
            if any(counts := tuple(moved.get((kind.value, chart), 0) for chart in charts))
        )

    def _fields(self, ids: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
        """The choices that fall back, by chart."""
        assert self.preview is not None
        return tuple(
            (ids.get(c.id, ""), c.field.removeprefix("choice_").replace("_", " "), "falls back")
            for c in self.preview.outcome.change_set.changes
            if c.entity == PATIENT and c.field.startswith("choice_")
        )
