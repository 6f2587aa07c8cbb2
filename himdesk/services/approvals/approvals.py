# SPDX-License-Identifier: Apache-2.0
"""The second person's desk: approve exactly what was proposed, or give it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.approval import State, check_four_eyes, check_reset, next_state
from himdesk.domain.errors import HimdeskError, NotPermitted, ReasonMissing, StaleRequest
from himdesk.services.approvals.held import claim_of, take_from_holder
from himdesk.services.approvals.requests import (
    as_request,
    order_of,
    proposed_changes,
    told,
)
from himdesk.services.approvals.reviewing import differences, people, place_of, since
from himdesk.services.approvals.waiting import asked
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.charts import numbers_of
from himdesk.services.charts.legend import legend
from himdesk.services.charts.own import check_not_own
from himdesk.services.charts.sight import Sight
from himdesk.services.corrections.outcomes import Mode, Outcome
from himdesk.services.downstream.following import follow
from himdesk.services.matching.settling import settled
from himdesk.store.desk import proposals, staff
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import Change
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.plans import Plan
    from himdesk.services.approvals.reviewing import Later
    from himdesk.services.approvals.waiting import Asked
    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Request
    from himdesk.services.corrections.planned import Planned
    from himdesk.store.engine import Transaction

OPEN = (State.PROPOSED, State.STALE, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Review:
    """A request as it would be applied now; `own` if the reader asked for it or edited it.

    `numbers` are the MRNs of the charts, `values` what the assertions named say; `charts` whom it
    is about, `requester` the requester's full name. `later` is what became of the charts since the
    request; `gone` and `new` are the changes that it does not cover any more or not yet: with any
    of them an approval is refused as stale. `held` says that somebody else has it.
    """

    plan: Plan
    request: Request
    own: bool
    numbers: Mapping[str, str]
    values: Mapping[str, str]
    charts: tuple[Chart, ...] = ()
    requester: str = ""
    later: tuple[Later, ...] = ()
    gone: tuple[Change, ...] = ()
    new: tuple[Change, ...] = ()
    held: bool = False

    @property
    def plain(self) -> bool:
        """Whether there is nothing to think about: no warning, nothing happened, nobody has it."""
        waits = self.request.state is State.PROPOSED and not (self.own or self.held)
        return waits and not (self.plan.contradictions or self.later or self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Requests and what a second person decides of them."""

    context: Context

    def requests(self, *, everything: bool = False) -> tuple[Request, ...]:
        """The requests that wait for someone, oldest first; or all of them."""
        self.context.require("requests")
        with self.context.database.read() as session:
            states = tuple(State) if everything else OPEN
            found = proposals.all_in(session, states)
            requests = [as_request(session, proposal) for proposal in found]
            return told(Sight(self.context, session), requests)

    def waiting(self) -> tuple[Asked, ...]:
        """The requests that wait for someone, oldest first, with whom they are about."""
        requests = self.requests()
        with self.context.database.read() as session:
            return asked(session, self.context, requests)

    def request(self, request: str) -> Request:
        """One request."""
        self.context.require("requests")
        with self.context.database.read() as session:
            return self._told(session, proposals.get(session, request))

    def review(self, request: str) -> Review:
        """What would be applied now: exactly what an approval does.

        Raises:
            NotPermitted: the person reads no charts.
            HimdeskError: it can't be planned any more; approving would refuse it likewise.
        """
        self.context.require("requests")
        self.context.require("show")
        with self.context.database.read() as session:
            proposal = proposals.get(session, request)
            review = self._review(session, proposal)
        with self.context.writing() as session:
            for chart in review.request.charts:
                self.context.log(session, "review", chart)
        return review

    def _review(self, session: Transaction, proposal: proposals.Proposal) -> Review:
        planned = self._plan(session, proposal)
        plan, now = planned.plan, set(planned.plan.change_set.changes)
        proposed = proposed_changes(session, proposal)
        names = proposals.requesters(session, proposal.id)
        accounts = [a for name in names if (a := staff.find(session, name)) is not None]
        numbers, values = legend(session, plan.change_set, plan.created)
        request = as_request(session, proposal)
        numbers |= numbers_of(session, request.charts)
        claim = claim_of(session, self.context, proposal)
        return Review(
            plan,
            request,
            self.context.staff.person in {a.person_id for a in accounts},
            numbers,
            values,
            people(session, planned.charts, plan),
            next((a.display for a in accounts if a.name == request.requester), request.requester),
            since(session, frozenset(request.charts), request.created_at),
            tuple(sorted(proposed - now, key=place_of)),
            tuple(sorted(now - proposed, key=place_of)),
            claim is not None and not claim.mine,
        )

    def approve(self, request: str, *, take_over: bool = False) -> Outcome:
        """Apply a proposal, if it still means what was proposed; `take_over` from who has it.

        Raises:
            SelfApproval: the approver asked for it or edited it.
            OwnChart: it is about the approver's own chart, or one of their household.
            StaleRequest: the charts have changed; the request is marked so.
            RequestTaken: somebody else has it, and it is not to be taken over.
            WrongState: it does not wait for approval.
        """
        self.context.require("approve")
        context = self.context
        self._check_approver(request)
        try:
            with context.writing() as session:
                outcome = self._approve(session, request, take_over=take_over)
        except StaleRequest as stale:
            with context.writing() as session:
                proposal = proposals.get(session, request)
                if proposal.state == State.PROPOSED:
                    state = next_state(request, State.PROPOSED, "found stale")
                    comment = "; ".join(stale.differences)
                    self._record(session, proposal, state, "find stale", comment)
            raise
        return settled(context, outcome)

    def _approve(self, session: Transaction, request: str, *, take_over: bool) -> Outcome:
        context = self.context
        proposal = proposals.get(session, request)
        state = next_state(request, State(proposal.state), "approved")
        take_from_holder(session, context, proposal, take_over=take_over)
        plan = self._current(session, proposal)
        change_set_id, at = context.new_id(), context.now()
        decided = proposals.decide(
            session,
            proposal,
            state=state,
            verb="approve",
            at=at,
            by=context.staff.name,
            approver=context.staff.name,
            change_set_id=change_set_id,
        )
        applied = ledger.write(
            session,
            plan.change_set,
            plan.created,
            id=change_set_id,
            at=at,
            applied_by=context.staff.name,
            approved_by=context.staff.name,
            approved_at=at,
            request_id=request,
        )
        follow(session, context, applied)
        return Outcome(
            mode=Mode.APPLIED,
            change_set=plan.change_set,
            applied=applied,
            request=None,
            warnings=plan.contradictions,
            from_request=as_request(session, decided),
        )

    def _check_approver(self, request: str) -> None:
        """Four eyes: persons, not accounts, must differ; the attempt is logged."""
        context = self.context
        with context.database.read() as session:
            names = proposals.requesters(session, request)
            proposals.get(session, request)
            check_not_own(session, context, proposals.charts_of(session, request))
            accounts = [staff.find(session, name) for name in names]
            own = staff.find(session, context.staff.name)
        persons = {account.person_id for account in accounts if account is not None}
        try:
            check_four_eyes(request, context.staff.person, persons)
            if own is not None and own.reset_by in names:
                check_reset(request, own.reset_at, context.clock())
        except HimdeskError:
            with context.writing() as session:
                context.log(session, "refused approve", reason=f"own request {request}")
            raise

    def _plan(self, session: Transaction, proposal: proposals.Proposal) -> Planned:
        planned = order_of(session, proposal).plan(session, proposal.requester)
        addressing = Addressing(self.context, session)
        for chart in planned.charts:
            addressing.check_open(chart)
        return planned

    def _current(self, session: Transaction, proposal: proposals.Proposal) -> Plan:
        """The proposal planned anew; it must come to the content that was proposed."""
        try:
            plan = self._plan(session, proposal).plan
            plan.check()
        except HimdeskError as error:
            if error.code == "restricted":
                raise
            raise StaleRequest(proposal.id, (error.message(),)) from error
        if plan.change_set.content != proposal.content:
            proposed = proposed_changes(session, proposal)
            raise StaleRequest(proposal.id, differences(proposed, set(plan.change_set.changes)))
        return plan

    def return_(self, request: str, *, comment: str, take_over: bool = False) -> Request:
        """Give a proposal back to its requester, with a comment; `take_over` as in `approve`."""
        return self._decide("return", request, "returned", comment, take_over=take_over)

    def reject(self, request: str, *, comment: str, take_over: bool = False) -> Request:
        """Refuse a proposal for good, with a comment; `take_over` as in `approve`."""
        return self._decide("reject", request, "rejected", comment, take_over=take_over)

    def withdraw(self, request: str) -> Request:
        """Take back a proposal of one's own, whoever looks at it."""
        context = self.context
        context.require("withdraw")
        with context.database.read() as session:
            names = proposals.requesters(session, request)
            proposals.get(session, request)
        if context.staff.name not in names:
            raise NotPermitted("withdraw", ("its requester",))
        return self._decide("withdraw", request, "withdrawn", None)

    def _decide(
        self, verb: str, request: str, done: str, comment: str | None, *, take_over: bool = False
    ) -> Request:
        self.context.require(verb)
        if comment is not None and not comment.strip():
            raise ReasonMissing
        with self.context.writing() as session:
            proposal = proposals.get(session, request)
            state = next_state(request, State(proposal.state), done)
            if done != "withdrawn":
                take_from_holder(session, self.context, proposal, take_over=take_over)
            return self._told(session, self._record(session, proposal, state, verb, comment))

    def _told(self, session: Transaction, proposal: proposals.Proposal) -> Request:
        return told(Sight(self.context, session), [as_request(session, proposal)])[0]

    def _record(
        self,
        session: Transaction,
        proposal: proposals.Proposal,
        state: State,
        verb: str,
        comment: str | None,
    ) -> proposals.Proposal:
        return proposals.decide(
            session,
            proposal,
            state=state,
            verb=verb,
            at=self.context.now(),
            by=self.context.staff.name,
            comment=comment,
        )
