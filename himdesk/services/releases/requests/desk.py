# SPDX-License-Identifier: Apache-2.0
"""Requests for release: opening, checking the form, choosing what goes, ending without release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import GROUNDS, Basis
from himdesk.domain.releases.request import (
    Extension,
    State,
    check_extension,
)
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.sight import Sight
from himdesk.services.releases.charging import charge_of
from himdesk.services.releases.forms import (
    REQUEST,
    completed,
    read_authorization,
    read_choice,
    read_request,
)
from himdesk.services.releases.forms.directing import read_directive
from himdesk.services.releases.requests.directory import addressed
from himdesk.services.releases.requests.log import KIND, ReleaseLog
from himdesk.services.releases.requests.masking import masked
from himdesk.services.releases.requests.telling import EXTEND, check_letter
from himdesk.store.desk import work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.context import Context
    from himdesk.services.releases.requests.values import ReleaseView
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Releases:
    """What the release desk does with requests."""

    context: Context

    def open(self, mrn: str, received: date, form: object) -> ReleaseView:
        """Open a request about a chart from a filled-in form; see `read_request`.

        Where the form says no address or fax number, that of the directory is taken.

        Raises:
            UsageError: the form is not one, the request was received after today, or there is
                no such fee schedule.
            HimdeskError: the chart is not there or may not be opened.
        """
        self.context.require("release")
        if received > self.today():
            text = f"A request can't be received after today ({self.today()})."
            raise UsageError(text, "received")
        release_id = self.context.new_id()
        with self.context.writing() as session:
            patient = Addressing(self.context, session).survivor(mrn)
            self._log.check_open(session, patient)
            release = read_request(
                form, release_id=release_id, patient=patient.id, received=received
            )
            row = work.Case(
                id=release_id,
                kind=KIND,
                opened_at=self.context.now(),
                opened_by=self.context.staff.name,
                detail="{}",
                patient_id=patient.id,
            )
            work.put_case(session, row)
            charge_of(session, release)
            return self._log.keep(session, addressed(session, release), "open")

    def complete(self, release_id: str, form: object) -> ReleaseView:
        """Put down what was found out since: identity, authority, the recipient's address.

        Raises:
            UsageError: the form is not one, or there is no such fee schedule; its basis and scope
                stay as they were.
        """
        self.context.require("release")
        with self.context.database.read() as session:
            before = self._log.read(session, release_id)
            now = completed(form, before)
            if now.fee != before.fee:
                charge_of(session, now)
        changed = {name: getattr(now, name) for name in REQUEST - {"basis", "wanted"}}
        return self._change(release_id, "complete", **changed)

    def check(self, release_id: str, form: object) -> ReleaseView:
        """Put down an authorization as it was read; see `read_authorization`."""
        return self._change(release_id, "check", form=read_authorization(form))

    def direct(self, release_id: str, form: object) -> ReleaseView:
        """Put down a patient's directive to a third person as it was read; see `read_directive`.

        Raises:
            UsageError: the form is not one, or the request has another basis.
        """
        self.context.require("release")
        directive = read_directive(form)
        with self.context.database.read() as session:
            if self._log.read(session, release_id).basis is not Basis.DIRECTIVE:
                text = "Only a request by a directive to a third person has one."
                raise UsageError(text, release_id)
        return self._change(release_id, "direct", directive=directive)

    def choose(self, release_id: str, form: object) -> ReleaseView:
        """Say what goes; see `read_choice`.

        Raises:
            UsageError: the form is not one, or names an item that is not in the chart.
            NotPermitted: the privacy officer, and no one else, leaves a dispute packet out or
                lets it go again; the rest is for the release desk.
        """
        self.context.require("release-read")
        with self.context.database.read() as session:
            release = self._log.read(session, release_id)
            chosen = read_choice(form, release)
            for right in _rights(chosen):
                self.context.require(right)
            known = {item.id for item in self._log.items(session, release)}
        named = [*chosen.get("left_out", ()), *chosen.get("pages", ()), *chosen.get("boxes", ())]
        for item, _ in named:
            if item not in known:
                raise UsageError(f"Item {item} is not in this chart.", item)
        return self._change_by_right(release_id, "choose", **chosen)

    def extend(
        self, release_id: str, *, reason: str, until: date, sent_on: date | None = None
    ) -> ReleaseView:
        """Take more time, once, by a letter within the first period (164.524(b)(2)(iii)).

        It counts once the letter was sent: on the day told, or when its mailing is noted.

        Raises:
            ReleaseShut: the law does not allow it.
        """
        self.context.require("release")
        extension = Extension(reason=reason.strip(), until=until, sent_on=sent_on)
        with self.context.database.read() as session:
            release = self._log.read(session, release_id)
            first = self._log.due(session, release)
        check_extension(release, extension, first, self.today())
        return self._change(release_id, EXTEND, extension=extension)

    def tell_extension(
        self, session: Transaction, release_id: str, *, issued_at: str, sent_on: date
    ) -> None:
        """Within a unit of work: the letter of the extension that was prepared went out.

        Raises:
            ReleaseShut: it went too late to count, or tells the extension as it was before.
        """
        release = self._log.read(session, release_id)
        extension = release.extension
        if release.state is not State.OPEN or extension is None or extension.sent_on is not None:
            return
        check_letter(session, release_id, issued_at)
        told, first = replace(extension, sent_on=sent_on), self._log.due(session, release)
        check_extension(release, told, first, self.today())
        self._log.keep(session, replace(release, extension=told), "tell extension")

    def end(self, release_id: str, state: State, *, reason: str) -> ReleaseView:
        """End a request without a release: returned, denied or cancelled, with the reason.

        Raises:
            UsageError: there is no reason, or it is a request for access, which is denied on a
                basis of the law: see `Denials`.
        """
        if state not in {State.RETURNED, State.DENIED, State.CANCELLED}:
            raise UsageError(f"A request does not end as {state}.", release_id)
        if not reason.strip():
            raise UsageError("Give the reason.", "reason")
        self.context.require("release")
        with self.context.database.read() as session:
            basis = self._log.read(session, release_id).basis
        if state is State.DENIED and GROUNDS[basis].days is not None:
            raise UsageError("Access is denied on a basis of 164.524(a): name it.", "bases")
        return self._change(
            release_id,
            state.value,
            state=state,
            ended_on=self.today(),
            ended_because=reason.strip(),
        )

    def show(self, release_id: str) -> ReleaseView:
        """A request with what would go today."""
        self.context.require("release-read")
        with self.context.writing() as session:
            release = self._log.read(session, release_id)
            self.context.log(session, "release show", release.patient, release_id)
            return self._log.view(session, release)

    def find(self, *, ended: bool = False) -> tuple[ReleaseView, ...]:
        """The open requests, those due first; or those that ended. They list no items.

        Those about a chart that the person may not open say no more than how they stand.
        """
        self.context.require("release-read")
        with self.context.database.read() as session:
            state = work.CLOSED if ended else work.OPEN
            rows = work.cases(session, state=state, kind=KIND)
            views = [
                self._log.view(session, self._log.read(session, r.id), bare=True) for r in rows
            ]
            silent = Sight(self.context, session).silent([v.release.patient] for v in views)
            views = [masked(v) if hide else v for v, hide in zip(views, silent, strict=True)]
        return tuple(sorted(views, key=lambda view: (view.due or date.max, view.release.id)))

    def today(self) -> date:
        """The legal day: that of the site."""
        return self._log.today()

    @property
    def _log(self) -> ReleaseLog:
        return ReleaseLog(self.context)

    def _change(self, release_id: str, verb: str, **changed: Any) -> ReleaseView:
        self.context.require("release")
        return self._change_by_right(release_id, verb, **changed)

    def _change_by_right(self, release_id: str, verb: str, **changed: Any) -> ReleaseView:
        """Change an open request; whoever calls this has checked the right."""
        with self.context.writing() as session:
            release = self._log.read_open(session, release_id)
            return self._log.keep(session, replace(release, **changed), verb)


def _rights(chosen: Mapping[str, Any]) -> set[str]:
    """What it takes to choose this."""
    if set(chosen) == {"without_disputes"}:
        return {"dispute-override"}
    return {"release", "dispute-override"} if "without_disputes" in chosen else {"release"}
