# SPDX-License-Identifier: Apache-2.0
"""Decides what the release screen shows and does with requests; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from himdesk.domain.charts.items import Kind
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.request import State, latest_extension
from himdesk.domain.roles import permitted
from himdesk.services.releases.forms import plain
from himdesk.ui.release import consent, sheets
from himdesk.ui.release.directive import directive_form
from himdesk.ui.release.entries import entry_form
from himdesk.ui.release.page import page_of, wanted_of
from himdesk.ui.release.rows import queue_line
from himdesk.ui.release.values import Addressee, PaperPages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.releases.request import Box
    from himdesk.services.desk import Desk
    from himdesk.services.releases import ReleaseView
    from himdesk.ui.parts.rows import Row
    from himdesk.ui.release.values import ReleasePage, Sheet
    from himdesk.ui.running import Run

    Done = Callable[[], object]
    Refused = Callable[[Exception], None]

DRAFT = "release"
"""The kind of the drafts of this screen's forms."""


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
        self.scans = tuple(
            (line.item.id, f"{(line.item.at or '')[:10]} {line.item.display or 'document'}".strip())
            for line in view.lines
            if line.item.kind is Kind.DOCUMENT
        )
        self.panel.show_page(page_of(view, chart, self.desk.context, self._able(view)))

    def _able(self, view: ReleaseView) -> frozenset[str]:
        """What this person may do with the request as it stands."""
        roles, open_ = self.desk.context.staff.roles, view.release.state is State.OPEN
        able = {"preview"} if open_ and not view.shut else set()
        if open_ and permitted("release", roles):
            able |= {"write", "end", "letter"}
            able |= {"tell"} if view.release.extension else set()
            able |= {"build"} if not view.shut else set()
            able |= {"extend"} if view.due and view.release.extension is None else set()
        if open_ and permitted("dispute-override", roles):
            able.add("override")
        return frozenset(able)

    def directory(self, then: Callable[[tuple[Addressee, ...]], None]) -> None:
        """Read the directory of verified addresses."""

        def read() -> tuple[Addressee, ...]:
            return tuple(
                Addressee(
                    id=e.id,
                    name=e.name,
                    address=e.address,
                    fax=e.fax,
                    verified_on=e.verified_on,
                    verified_by=e.verified_by,
                    kind=e.kind,
                    phone=e.phone,
                )
                for e in self.desk.directory.all()
            )

        self.run(read, then, self.panel.show_error)

    def verify(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Keep an entry of the directory as verified today; the request shown is read again."""
        form = entry_form(values)

        def kept(_entry: object) -> None:
            done()
            self.panel.show_done(f"{form['name']} is in the directory, verified by you today.")
            if self.view is not None:
                self.choose(self.current)

        self.run(lambda: self.desk.directory.put(form), kept, refused)

    def draft(self, sheet: Sheet, then: Callable[[Mapping[str, str]], None]) -> None:
        """What was typed into a form before, if anything was."""

        def found(kept: Any) -> None:
            if kept is not None:
                then(kept.values)

        if sheet.draft:
            key = f"{sheet.name}:{sheet.draft}"
            self.run(lambda: self.desk.drafts.find(DRAFT, key), found, self.panel.show_error)

    def keep(self, sheet: Sheet, values: Mapping[str, str]) -> None:
        """Keep what was typed into a form."""
        key = f"{sheet.name}:{sheet.draft}"
        self.run(
            lambda: self.desk.drafts.keep(DRAFT, key, values) if sheet.draft else "",
            lambda _at: None,
            self.panel.show_error,
        )

    def forget(self, sheet: Sheet) -> None:
        """What a form said is done: its draft is not needed any more."""
        key = f"{sheet.name}:{sheet.draft}"
        self.run(lambda: self.desk.drafts.drop(DRAFT, key), lambda _: None, self.panel.show_error)

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
            lambda: self.desk.releases.open(values["mrn"], _day(values["received"]), form),
            opened,
            refused,
        )

    def complete(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Put down what was found out since."""
        form = sheets.completed_form(values)
        self._take(lambda r: self.desk.releases.complete(r, form), "Put down.", done, refused)

    def check(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Check an authorization as it was read; the categories agreed to before stay."""
        form = consent.form_of(values)
        before = self.view.release.form if self.view else None
        if before is not None:
            form["categories"] = sorted(before.categories)
        self._take(lambda r: self.desk.releases.check(r, form), "", done, refused)

    def direct(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Check a patient's directive to a third person as it was read."""
        form = directive_form(values)
        self._take(lambda r: self.desk.releases.direct(r, form), "", done, refused)

    def agree(self, category: str, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Let a sensitive category go, by the document that proves the consent."""

        def work(release: str) -> object:
            assert self.view is not None
            now = plain(self.view.release)["form"] or {}
            form = {k: v for k, v in now.items() if v is not None} | {
                "places": dict(now.get("places", ()))
            }
            if not values["scan"]:
                raise UsageError("Name the document that proves the consent.", "scan")
            covered = consent.covering(self.view.release, form, category, values)
            self.desk.releases.check(release, covered)
            return self.desk.releases.choose(release, {"wanted": self._covered(category, on=True)})

        self._take(work, "", done, refused)

    def refuse(self, category: str) -> None:
        """Keep a sensitive category in."""
        wanted = self._covered(category, on=False)
        self._choose({"wanted": wanted})

    def _covered(self, category: str, *, on: bool) -> dict[str, Any]:
        assert self.view is not None
        wanted = wanted_of(self.view.release)
        if category == "psychotherapy":
            return {**wanted, "psychotherapy": on}
        now = set(wanted.get("categories", ())) - {category}
        return {**wanted, "categories": sorted(now | ({category} if on else set()))}

    def narrow(self, scope: Mapping[str, str]) -> None:
        """Change what is asked for: the period, a type, an encounter."""
        assert self.view is not None
        wanted = wanted_of(self.view.release)
        for name in ("since", "until"):
            wanted[name] = scope[name]
        for name in ("types", "encounters"):
            if scope[name] != "several":
                wanted[name] = [scope[name]] if scope[name] else []
        self._choose({"wanted": {k: v for k, v in wanted.items() if v}})

    def leave_out(self, item: str, why: str, done: Done, refused: Refused) -> None:
        """Leave out something that may go, with the reason."""
        assert self.view is not None
        left = {**dict(self.view.release.left_out), item: why}
        self._take(lambda r: self.desk.releases.choose(r, {"left_out": left}), "", done, refused)

    def let_go(self, item: str) -> None:
        """Let something go again that was left out."""
        assert self.view is not None
        left = {k: v for k, v in self.view.release.left_out if k != item}
        self._choose({"left_out": left})

    def is_out(self, item: str) -> bool:
        """Whether staff left this out."""
        return self.view is not None and item in dict(self.view.release.left_out)

    def has_category(self, category: str) -> bool:
        """Whether a sensitive category goes."""
        if self.view is None:
            return False
        wanted = self.view.release.wanted
        return (
            wanted.psychotherapy if category == "psychotherapy" else category in wanted.categories
        )

    def paper(self, item: str, then: Callable[[PaperPages], None]) -> None:
        """Read a document whose pages are to be chosen."""
        view = self.view
        assert view is not None
        release = view.release

        def shown(pdf: bytes) -> None:
            title = next((words for each, words in self.scans if each == item), "Document")
            then(
                PaperPages(
                    item=item,
                    title=title,
                    pdf=pdf,
                    pages=dict(release.pages).get(item),
                    boxes=dict(release.boxes).get(item, ()),
                )
            )

        self.run(lambda: self.desk.packets.paper(release.id, item), shown, self.panel.show_error)

    def redact(
        self, item: str, pages: Sequence[int] | None, boxes: Sequence[Box], done: Done,
        refused: Refused,
    ) -> None:  # fmt: skip
        """Say which pages of a document go, and what on them is blacked out."""
        assert self.view is not None
        said = plain(self.view.release)
        going = {k: v for k, v in said["pages"] if k != item}
        black = {k: v for k, v in said["boxes"] if k != item}
        if pages is not None:
            going[item] = list(pages)
        if boxes:
            names = ("page", "left", "bottom", "right", "top")
            black[item] = [{name: getattr(box, name) for name in names} for box in boxes]
        choice = {"pages": going, "boxes": black}
        self._take(lambda r: self.desk.releases.choose(r, choice), "", done, refused)

    def override(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Leave the dispute packets out, or let them go again."""
        self._take(lambda r: self.desk.releases.choose(r, dict(values)), "", done, refused)

    def extend(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Take more time."""

        def work(release: str) -> object:
            sent = values["sent_on"]
            return self.desk.releases.extend(
                release,
                reason=values["reason"],
                until=_day(values["until"]),
                sent_on=_day(sent) if sent else self.desk.releases.today(),
            )

        self._take(work, "The extension is noted.", done, refused)

    def latest(self) -> date:
        """The latest day that an extension of the request shown may name."""
        assert self.view is not None
        return latest_extension(self.view.release)

    def end(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """End the request without a release."""
        state, reason = State(values["state"]), values["reason"]
        text = f"The request is {state}. Nothing was released."
        self._take(lambda r: self.desk.releases.end(r, state, reason=reason), text, done, refused)

    def _choose(self, choice: Mapping[str, object]) -> None:
        self._take(
            lambda r: self.desk.releases.choose(r, choice),
            "",
            lambda: None,
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        """What was refused on the screen itself is shown as it stands."""
        self.panel.show_error(error)
        self.choose(self.current)

    def _take(self, work: Callable[[str], object], said: str, done: Done, refused: Refused) -> None:
        """Do something with the request shown, and show it as it stands then."""
        release = self.current

        def taken(_view: object) -> None:
            done()
            if said:
                self.panel.show_done(said)
            self.choose(release)
            self.refresh()

        self.run(lambda: work(release), taken, refused)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("A day is written like 2026-03-01.", "day") from None
