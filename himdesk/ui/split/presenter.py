# SPDX-License-Identifier: Apache-2.0
"""Decides what the split screen shows and does; knows no widget."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.corrections.separate import stated
from himdesk.services.corrections import separating
from himdesk.services.corrections.separating import SplitPreview, preview_split
from himdesk.ui.charts.finding import hit_row
from himdesk.ui.split import rows as split_rows
from himdesk.ui.split.decisions import NEW_CHART, Decisions
from himdesk.ui.split.drafts import Begun, SplitDrafts
from himdesk.ui.split.values import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.charts.charts import Found
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run
    from himdesk.ui.split.screen import Panel
    from himdesk.ui.split.values import RowFacts

DRAFT_LEFT: Final = "What was decided is still kept as a draft: discard it when it is offered."

Proposals = dict[str, tuple[str | None, str]]


@dataclass
class SplitPresenter:
    """One split from opening to review; what is decided is kept as a draft until it is sent.

    `begun` is when the draft was kept that this split goes on from, until something is decided.
    """

    panel: Panel
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    preview: SplitPreview | None = None
    facts: tuple[RowFacts, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)
    typed: dict[str, str] = field(default_factory=dict)
    proposed: Proposals = field(default_factory=dict)
    begun: str = ""

    def open(self, mrn: str) -> None:
        """Prepare the split of the chart that a number finds; what was decided of it holds on."""
        before = self.preview
        if before is not None and before.source.patient.number == mrn:
            target = before.target
            self._read(mrn, target.patient.number if target is not None else "")
            return
        self._forget()
        self.panel.show_busy("Reading the chart…")

        def work() -> tuple[Begun | None, SplitPreview, tuple[RowFacts, ...], Proposals]:
            preview, begun = SplitDrafts(self.desk).open(mrn)
            new = preview.target is None or (begun is not None and "B" in begun.decisions.used())
            proposed = separating.propose(preview, {}, stated(preview.second) if new else {})
            return begun, preview, split_rows.facts(preview), proposed

        self.run(work, lambda found: self._begin(*found), self.panel.show_error)

    def _begin(
        self,
        begun: Begun | None,
        preview: SplitPreview,
        facts: tuple[RowFacts, ...],
        proposed: Proposals,
    ) -> None:
        """Show the split, and go on with the draft that was left of it."""
        self.preview, self.facts, self.proposed = preview, facts, proposed
        if begun is None:
            self.redraw()
            return
        self.decisions, self.typed, self.begun = begun.decisions, dict(begun.typed), begun.at
        self._show_decided()

    def offer(self) -> None:
        """No chart is open: offer the split that was begun last, if there is one."""

        def show(found: tuple[Begun, ...]) -> None:
            if self.preview is None and found:
                self.panel.show_empty(found[0].mrn, found[0].at)

        self.run(SplitDrafts(self.desk).all, show, self.panel.show_error)

    def save(self) -> None:
        """Keep what was decided as a draft; nothing decided is no draft."""
        preview, decisions, typed = self.preview, deepcopy(self.decisions), dict(self.typed)
        if preview is not None and (decisions.chosen or typed):
            self.run(
                lambda: SplitDrafts(self.desk).keep(preview, decisions, typed),
                self.panel.show_saved,
                self.panel.show_error,
            )

    def discard(self) -> None:
        """Forget the draft and begin the split anew."""
        preview = self.preview
        if preview is None:
            return
        self._forget()
        self.run(
            lambda: SplitDrafts(self.desk).drop(preview),
            lambda _done: self.open(preview.source.patient.number),
            self.panel.show_error,
        )

    def close(self) -> None:
        """The split was sent on its way: nothing of it stays."""
        self._forget()
        self.panel.show_empty()

    def _forget(self) -> None:
        self.preview, self.decisions, self.typed, self.proposed = None, Decisions(), {}, {}
        self.begun = ""

    def take(self, mrn: str) -> None:
        """Rows may go to this existing chart, too."""
        if self.preview is not None:
            self._read(self.preview.source.patient.number, mrn)

    def _read(self, mrn: str, target: str) -> None:
        self.panel.show_busy("Reading the chart…")
        context = self.desk.context

        def work() -> tuple[SplitPreview, tuple[RowFacts, ...], Proposals]:
            preview = preview_split(context, mrn, target)
            return preview, split_rows.facts(preview), self._propose(preview)

        self.run(work, self._opened, self.panel.show_error)

    def _opened(self, found: tuple[SplitPreview, tuple[RowFacts, ...], Proposals]) -> None:
        self.preview, self.facts, proposed = found
        self.proposed = self.proposed | proposed
        self.redraw()

    def _propose(self, preview: SplitPreview) -> Proposals:
        assign = {
            key: split_rows.side(preview, letter) for key, letter in self.decisions.chosen.items()
        }
        new = "B" in self.decisions.used() or preview.target is None
        return separating.propose(preview, assign, self.stated(preview) if new else {})

    def stated(self, preview: SplitPreview) -> dict[str, str]:
        """What the new chart will state: as typed, else as its visits were registered."""
        goes = [r.item for r in preview.rows if self.decisions.chosen.get(r.item.id) == "B"]
        return {**stated(goes or preview.second), **self.typed}

    def choose(self, keys: Sequence[str], letter: str) -> None:
        """Rows go to the side with this letter."""
        if self.preview is None:
            return
        if letter == OTHER or (letter == "C" and self.preview.target is None):
            self.panel.ask_target()
            return
        self.decisions.choose(keys, letter)
        self.show_decision()

    def accept(self, keys: Sequence[str]) -> None:
        """Decide rows as proposed."""
        preview = self.preview
        if preview is None:
            return
        for key in keys:
            chart, _ = self.proposed.get(key, (None, ""))
            if chart is not None and key not in self.decisions.chosen:
                self.decisions.choose([key], split_rows.letter(preview, chart))
        self.show_decision()

    def accept_all(self) -> None:
        """Decide everything that has a proposal."""
        self.accept(tuple(self.proposed))

    def show_decision(self) -> None:
        """Something was decided: show it, and that it is no longer the draft of before."""
        self.begun = ""
        self._show_decided()

    def _show_decided(self) -> None:
        """Show the decisions at once, and what they tell of the others when that is known."""
        preview = self.preview
        assert preview is not None
        self.redraw()
        decided = dict(self.decisions.chosen)

        def show(found: Proposals) -> None:
            told = self.proposed | found
            current = preview is self.preview and decided == self.decisions.chosen
            if current and told != self.proposed:
                self.proposed = told
                self.redraw()

        self.run(lambda: self._propose(preview), show, self.panel.show_error)

    def state(self, name: str, value: str) -> None:
        """The new chart states this of its person."""
        self.typed[name], self.begun = value, ""
        self.redraw()

    def search(self, text: str) -> None:
        """Look for the existing chart that rows may go to."""
        if text.strip():
            self.run(lambda: self.desk.charts.search(text), self._found, self.panel.show_error)

    def _found(self, found: Found) -> None:
        own = self.preview.source.patient.id if self.preview else ""
        hits = [hit for hit in found.hits if hit.patient.id != own]
        if len(hits) == 1 and not found.more:
            self.take(hits[0].patient.number)
            self.panel.show_hits(())
        else:
            self.panel.show_hits([hit_row(hit) for hit in hits])

    def review(self, reason: str) -> None:
        """Ask what the split would do as decided, for the review sheet."""
        self.run(lambda: self.split(reason, dry_run=True), self.reviewed, self.panel.show_error)

    def split(self, reason: str, *, dry_run: bool) -> Outcome:
        """Carry the split out as decided, or show it. Runs in the background."""
        preview = self.preview
        assert preview is not None
        said = {name: value for name, value in self.stated(preview).items() if value.strip()}
        charts = split_rows.charts(preview) | {"B": NEW_CHART}
        plan = self.decisions.plan(preview.rows, charts, said)
        outcome = self.desk.corrections.split(
            charts["A"],
            moves=plan.moves,
            new=plan.new,
            parts=plan.parts,
            again=plan.again,
            reason=reason,
            dry_run=dry_run,
        )
        if dry_run:
            return outcome
        drafts = SplitDrafts(self.desk)
        return outcome.followed_by(lambda: drafts.drop(preview), DRAFT_LEFT)

    def redraw(self) -> None:
        """Show everything as it is decided so far, if something is open."""
        preview = self.preview
        if preview is not None:
            now = self.desk.context.now()
            self.panel.show_view(
                split_rows.view(
                    preview,
                    self.facts,
                    self.decisions,
                    self.proposed,
                    self.stated(preview),
                    now=now,
                    begun=self.begun,
                )
            )
