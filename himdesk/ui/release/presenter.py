# SPDX-License-Identifier: Apache-2.0
"""Decides what the release screen shows and does with requests; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.request import State, latest_extension
from himdesk.domain.roles import permitted
from himdesk.ui.release.checking import consent
from himdesk.ui.release.checking.directive import directive_form
from himdesk.ui.release.forms import denying, sheets
from himdesk.ui.release.forms.denying import reviewable, told
from himdesk.ui.release.page import page_of
from himdesk.ui.release.rows import FILE, queue_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.desk import Desk
    from himdesk.services.releases import ReleaseView
    from himdesk.ui.parts.rows import Row
    from himdesk.ui.release.values import ReleasePage
    from himdesk.ui.running import Run

    Done = Callable[[], object]
    Refused = Callable[[Exception], None]


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_queue(self, rows: Sequence[Row], *, ended: bool, chosen: str) -> None:
        """Show the requests."""

    def show_page(self, page: ReleasePage) -> None:
        """Show a request."""

    def show_done(self, text: str) -> None:
        """Say what was done."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ReleasePresenter:
    """The queue, the request that is shown, and what is done with it."""

    panel: Panel
    desk: Desk
    run: Run
    ended: bool = False
    current: str = ""
    sent: str = ""
    view: ReleaseView | None = None
    scans: tuple[tuple[str, str], ...] = ()
    queue: dict[str, ReleaseView] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read the queue again; what went out just now stays in it."""
        ended, sent = self.ended, self.sent

        def read() -> tuple[ReleaseView, ...]:
            found = self.desk.releases.find(ended=ended)
            if not sent or sent in {view.release.id for view in found}:
                return found
            return (*found, self.desk.releases.show(sent))

        self.run(read, self._listed, self.panel.show_error)

    def went(self, release: str) -> None:
        """A packet went out, or was tried to: its request and the queue have changed."""
        self.sent = release
        self.refresh()

    def show_ended(self, *, ended: bool) -> None:
        """Show those that ended, or those that are open."""
        self.ended, self.sent = ended, ""
        self.refresh()

    def _listed(self, found: Sequence[ReleaseView]) -> None:
        today = self.desk.releases.today()
        self.queue = {view.release.id: view for view in found}
        rows = [queue_line(view, today) for view in found]
        self.panel.show_queue(rows, ended=self.ended, chosen=self.current)

    def choose(self, release: str) -> None:
        """Show a request."""
        self.current = release

        def read() -> tuple[ReleaseView, Chart]:
            view = self.desk.releases.show(release)
            return view, self.desk.charts.overview(view.mrn).chart

        self.run(read, lambda found: self._read(release, *found), self.panel.show_error)

    def _read(self, release: str, view: ReleaseView, chart: Chart) -> None:
        if release != self.current:
            return
        self.view = view
        self.scans = (
            *((f"{FILE}{file.number}", f"{file.on} {file.name}") for file in view.release.files),
            *(
                (
                    line.item.id,
                    f"{(line.item.at or '')[:10]} {line.item.display or 'document'}".strip(),
                )
                for line in view.lines
                if line.item.kind is Kind.DOCUMENT
            ),
        )
        self.panel.show_page(page_of(view, chart, self.desk.context, self._able(view)))

    def _able(self, view: ReleaseView) -> frozenset[str]:
        """What this person may do with the request as it stands."""
        roles, open_ = self.desk.context.staff.roles, view.release.state is State.OPEN
        able = {"choose"} if open_ else set()
        able |= {"preview"} if open_ and not view.shut else set()
        if open_ and permitted("release", roles):
            able |= {"write", "end"}
            able |= {"build"} if not view.shut else set()
            able |= {"extend"} if view.due and not told(view.release) else set()
        if permitted("release", roles):
            able.add("letter")
            able |= {"review"} if reviewable(view.release) else set()
        if open_ and permitted("dispute-override", roles):
            able.add("override")
        return frozenset(able)

    def open(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Open a request from an intake form."""

        def opened(view: ReleaseView) -> None:
            done()
            self.current = view.release.id
            until = f"; it is due {view.due}" if view.due else ""
            self.panel.show_done(f"The request is open{until}.")
            self.show_ended(ended=False)

        form = sheets.request_form(values)
        self.run(
            lambda: self.desk.releases.open(values["mrn"], _day(values, "received"), form),
            opened,
            refused,
        )

    def complete(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Put down what was found out since."""
        form = sheets.completed_form(values)
        self.take(lambda r: self.desk.releases.complete(r, form), "Put down.", done, refused)

    def check(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Check an authorization as it was read; the categories agreed to before stay."""
        form = consent.form_of(values)
        before = self.view.release.form if self.view else None
        if before is not None:
            form["categories"] = sorted(before.categories)
        self.take(lambda r: self.desk.releases.check(r, form), "", done, refused)

    def direct(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Check a patient's directive to a third person as it was read."""
        form = directive_form(values)
        self.take(lambda r: self.desk.releases.direct(r, form), "", done, refused)

    def extend(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Take more time."""

        def work(release: str) -> object:
            return self.desk.releases.extend(
                release,
                reason=values["reason"],
                until=_day(values, "until"),
                sent_on=_day(values, "sent_on") if values["sent_on"] else None,
            )

        said = "The extension is noted."
        if not values["sent_on"]:
            said = "The extension is prepared; it counts once its letter is noted as sent."
        self.take(work, said, done, refused)

    def latest(self) -> date:
        """The latest day that an extension of the request shown may name."""
        assert self.view is not None
        return latest_extension(self.view.release)

    def end(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """End the request without a release."""
        state, reason = State(values["state"]), values["reason"]
        text = f"The request is {state}. Nothing was released."
        if values.get("bases") and state is State.DENIED:
            form = denying.denial_form(values)
            self.sent = self.current  # its letter is still to be written
            text = "The denial is put down; its letter tells the patient."
            self.take(lambda r: self.desk.denials.deny(r, form), text, done, refused)
            return
        self.take(lambda r: self.desk.releases.end(r, state, reason=reason), text, done, refused)

    def review(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Put down what the reviewer of a denial determined."""
        form = denying.review_form(values)
        text = "The review is put down; its letter tells the patient."
        self.take(lambda r: self.desk.denials.review(r, form), text, done, refused)

    def take(self, work: Callable[[str], object], said: str, done: Done, refused: Refused) -> None:
        """Do something with the request shown, and show it as it stands then."""
        release = self.current

        def taken(_view: object) -> None:
            done()
            if said:
                self.panel.show_done(said)
            self.choose(release)
            self.refresh()

        self.run(lambda: work(release), taken, refused)


def _day(values: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(values[name])
    except ValueError:
        raise UsageError("A day is written like 2026-03-01.", name) from None
