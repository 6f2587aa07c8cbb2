# SPDX-License-Identifier: Apache-2.0
"""Decides what the undo screen shows and does; knows no widget."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.differences import differing
from himdesk.services.views import display
from himdesk.ui import saying
from himdesk.ui.compare.banners import banner_of
from himdesk.ui.compare.values import LETTERS
from himdesk.ui.undo.carried import carries, then_of
from himdesk.ui.undo.values import Decision, FallenField, HomeCount, Misdirected, UndoView
from himdesk.ui.widgets.banners.banner_values import Who
from himdesk.ui.widgets.tables.cell import Chip
from himdesk.ui.wording import KIND_ICONS, KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.domain.plans import Undecided
    from himdesk.services.charts.comparing import UndoPreview
    from himdesk.services.context import Site
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.services.releases.disclosures import Logged
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""

    def show_view(self, view: UndoView) -> None:
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
        self.redraw()

    def decide(self, item: str, letter: str) -> None:
        """An item belongs to the chart with this letter."""
        if self.preview is not None and letter in self._letters():
            self.chosen[item] = letter
            self.redraw()

    def accept_suggestion(self, item: str) -> None:
        """Decide an item as suggested."""
        if self.preview is None:
            return
        for decision in self.view(self.preview).decisions:
            if decision.key == item and decision.suggest:
                self.decide(item, decision.suggest)

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

    @property
    def mrns(self) -> tuple[str, ...]:
        """The numbers of the charts, in the order of their letters."""
        return tuple(self._letters().values())

    def _letters(self) -> dict[str, str]:
        charts = self.preview.charts if self.preview else ()
        return {
            letter: chart.patient.number for letter, chart in zip(LETTERS, charts, strict=False)
        }

    def redraw(self) -> None:
        """Show everything as it is decided so far, if something is open."""
        if self.preview is not None:
            self.panel.show_view(self.view(self.preview))

    def view(self, preview: UndoPreview) -> UndoView:
        """Everything the screen draws, as decided so far."""
        charts = preview.charts
        ids = {chart.patient.id: letter for letter, chart in zip(LETTERS, charts, strict=False)}
        found = {item.id: item for item in preview.items}
        now = self.desk.context.now()
        fates = _fates(preview)
        sides = tuple(
            _who(ids[c.patient.id], _then(c, preview), now, fates.get(c.patient.id, STAYS))
            if fates.get(c.patient.id) != ERROR
            else _who(ids[c.patient.id], c, now, ERROR)
            for c in charts
        )
        today = _who("=", charts[0], now)
        kind = preview.undone.change_set.kind.value
        back = " and ".join(c.patient.number for c in charts if fates.get(c.patient.id) == BACK)
        home = _home(preview, list(ids))
        stand = [_then(c, preview) for c in charts]
        decisions = tuple(
            self._decision(found[u.item], u, ids, stand)
            for u in preview.outcome.undecided
            if u.item in found
        )
        return UndoView(
            trail=("History", "Undo"),
            made_by=_made_by(preview, self.desk.context.site),
            today=replace(today, aside="today"),
            sides=sides,
            home=home,
            decisions=decisions,
            fields=_fields(preview, ids),
            misdirected=tuple(_misdirected(each) for each in preview.misdirected),
            whole=sum(sum(counts.values()) for counts in preview.counts),
            verb=f"Review undo: give {back} back…" if back else f"Review undo of this {kind}…",
            kind=kind,
            then=then_of(preview, {c.patient.id: c.patient.number for c in charts}),
        )

    def _decision(
        self, item: Item, open_: Undecided, ids: dict[str, str], charts: Sequence[Chart]
    ) -> Decision:
        return Decision(
            key=item.id,
            at=(item.at or "no date")[:10],
            title=display(item),
            because=open_.because,
            icon=KIND_ICONS[item.kind],
            choices=tuple(ids.values()),
            suggest=ids.get(open_.suggest or "", ""),
            chosen=self.chosen.get(item.id, ""),
            decided="decided by you" if item.id in self.chosen else "",
            carries=carries(item, charts),
        )


def _misdirected(logged: Logged) -> Misdirected:
    """A disclosure as the privacy officer's box names it."""
    told = logged.disclosure
    text = f"{told.description} from {logged.mrn}, by {logged.how}, for {told.purpose}"
    return Misdirected(told.id, f"{told.recipient}, {told.on}", text)


def _made_by(preview: UndoPreview, site: Site) -> str:
    """Who made the change set that is undone, who approved it, and when."""
    at = site.time_shown(preview.undone.at)
    by, approver = (*preview.by, "")[:2]
    approved = f", approved by {approver}" if approver else ""
    return f"{preview.undone.change_set.kind} by {by}{approved}, {at}"


STAYS, BACK = Chip("stays", "outline", "check"), Chip("comes back", "outline", "undo")
ERROR = Chip("entered in error", "outline", "strike")


def _fates(preview: UndoPreview) -> dict[str, Chip]:
    """What becomes of each chart that gets another status."""
    return {
        c.id: BACK if c.after == "active" else ERROR
        for c in preview.outcome.change_set.changes
        if c.entity == PATIENT and c.field == "status"
    }


def _who(letter: str, chart: Chart, today: str, *fates: Chip) -> Who:
    """The banner of one side, with what becomes of it."""
    banner = banner_of(letter, chart, today)
    marks = tuple(Chip(mark, "outline") for mark in banner.marks)
    facts = tuple(fact for fact in (banner.mrn, banner.born, banner.sex) if fact)
    return Who(letter, banner.name, facts, (*marks, *fates) if fates else ())


def _then(chart: Chart, preview: UndoPreview) -> Chart:
    """A chart with the choices that it would have after the undo."""
    fallen = {
        c.field.removeprefix("choice_"): c.after
        for c in preview.outcome.change_set.changes
        if (c.entity, c.id) == (PATIENT, chart.patient.id) and c.field.startswith("choice_")
    }
    patient = replace(chart.patient, choices={**chart.patient.choices, **fallen})
    return replace(chart, patient=patient)


def _home(preview: UndoPreview, charts: list[str]) -> tuple[HomeCount, ...]:
    """How many items of each kind each chart has without asking: those that stay or go there."""
    moved = Counter(
        (c.entity, c.after) for c in preview.outcome.change_set.changes if c.field == "patient_id"
    )
    gone = Counter(
        (c.entity, c.before) for c in preview.outcome.change_set.changes if c.field == "patient_id"
    )
    gone.update((item.kind.value, item.patient_id) for item in preview.items)
    for chart, counts in zip(charts, preview.counts, strict=True):
        for kind, count in counts.items():
            moved[kind.value, chart] += count - gone[kind.value, chart]
    return tuple(
        HomeCount(label, KIND_ICONS[kind], shares)
        for kind, label in KIND_LABELS.items()
        if any(shares := tuple(moved[kind.value, chart] for chart in charts))
    )


def _fields(preview: UndoPreview, ids: dict[str, str]) -> tuple[FallenField, ...]:
    """What each chart shows again for the choices that fall back, one row a field.

    A chart that ends shows nothing any more.
    """
    ended = {name for name, fate in _fates(preview).items() if fate == ERROR}
    fallen = {
        (c.field, ids[c.id]): c.after
        for c in preview.outcome.change_set.changes
        if c.entity == PATIENT and c.field.startswith("choice_") and c.id in ids.keys() - ended
    }
    kept = {
        (f"choice_{field}", ids[chart.patient.id]): value
        for chart in preview.charts
        for field, value in chart.patient.choices.items()
    }
    found = []
    for name in dict.fromkeys(name for name, _ in fallen):
        texts = tuple(
            _said(preview, name, fallen.get((name, side), kept.get((name, side))) or "")
            for side in ids.values()
        )
        found.append(FallenField(saying.field(name), texts, _marks(texts)))
    return tuple(found)


def _marks(texts: Sequence[str | None]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Where two sides differ."""
    if len(texts) != 2 or texts[0] is None or texts[1] is None:  # noqa: PLR2004 - a pair
        return ()
    found = differing(texts[0], texts[1])
    return found.left, found.right


def _said(preview: UndoPreview, choice: str, assertion: str) -> str | None:
    """What an assertion says for a choice; of a name the part that is chosen."""
    part = f"{assertion}/{choice.removeprefix('choice_')}"
    text = preview.values.get(part) or preview.values.get(assertion)
    return None if text is None else saying.value(choice, text)
