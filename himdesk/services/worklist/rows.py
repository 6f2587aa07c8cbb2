# SPDX-License-Identifier: Apache-2.0
"""Rows of the work list: cases and requests as they are now, masked where they must be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.approval import State
from himdesk.matching.batch import from_evidence
from himdesk.matching.explain import flags
from himdesk.services.charts.sight import MASKED, NOT_SHOWN
from himdesk.services.clocks import clock_time
from himdesk.services.downstream.following import still_open
from himdesk.services.matching.rows import Parties, reasons
from himdesk.services.worklist.values import (
    ACCOUNTING,
    AMENDMENT,
    APPROVAL,
    DOWNSTREAM,
    DUPLICATE,
    OVERLAY,
    RELEASE,
    WorkItem,
)
from himdesk.store.desk import cases as logs
from himdesk.store.desk import proposals, staff, work, worklist
from himdesk.store.desk.downstream import log_of
from himdesk.store.matching import cases, pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from himdesk.services.context import Context
    from himdesk.services.matching.values import Party
    from himdesk.store.engine import Transaction
    from himdesk.store.matching.cases import Rank
    from himdesk.store.matching.pairs import Pair

SOON: Final = 5
"""Days within which a legal day is soon."""

_IN_HOUSE, _BOTH_BUSY, _ONE_BUSY = 4000, 2000, 1000


@dataclass
class Rows:
    """Reads the rows that came into sight, all of them with a few statements."""

    session: Transaction
    context: Context
    owners: Collection[str]

    def items(self, ids: Sequence[str]) -> tuple[WorkItem, ...]:
        """The rows of these cases and requests, in this order; what is not there is left out."""
        found = cases.get(self.session, ids)
        requests = {each: proposals.get(self.session, each) for each in ids if each not in found}
        self._read(list(found.values()), list(requests))
        return tuple(
            self._case(found[each]) if each in found else self._request(requests[each])
            for each in ids
        )

    def _read(self, found: list[work.Case], requests: list[str]) -> None:
        session = self.session
        duplicates = [case.id for case in found if case.kind == DUPLICATE]
        self.ranks: Mapping[str, Rank] = worklist.ranks(session, duplicates)
        self.best: dict[str | None, Pair] = {}
        for pair in pairs.of_cases(session, duplicates):
            self.best.setdefault(pair.case_id, pair)
        self.charts = {case.id: charts_of(case) for case in found} | {
            each: list(proposals.charts_of(session, each)) for each in requests
        }
        logged = [case.id for case in found if case.kind in {ACCOUNTING, AMENDMENT, RELEASE}]
        self.logs = logs.events(session, logged) if logged else {}
        following = [case.id for case in found if case.kind == DOWNSTREAM]
        self.followed = log_of(session, following) if following else {}
        self.parties = Parties.of(
            session, self.context, {chart for named in self.charts.values() for chart in named}
        )
        self.names = {a.name: a.display for a in staff.everyone(session)}
        self.now = self.context.now()
        self.today = self.context.clock().astimezone(self.context.site.zone).date()

    def _case(self, case: work.Case) -> WorkItem:
        parties = tuple(self.parties.party(chart) for chart in self.charts[case.id])
        masked = any(party.name == MASKED for party in parties)
        rank, pair = self.ranks.get(case.id), self.best.get(case.id)
        left = (date.fromisoformat(case.due_at) - self.today).days if case.due_at else None
        evidence = pair.evidence if pair is not None and not masked else None
        lapsed = case.claimed_until is not None and case.claimed_until < self.now
        over = case.state != work.OPEN
        return WorkItem(
            id=case.id,
            kind=case.kind,
            level=_level(case.kind, left, rank),
            parties=parties,
            why=() if masked else self._why(case, evidence),
            opened_at=case.opened_at,
            state=case.state,
            probability=rank.probability if rank is not None else None,
            flags=flags(from_evidence([evidence]).levels[0]) if evidence else (),
            days_left=left,
            owner=self.names.get(case.assigned_to or "", case.assigned_to),
            since=clock_time(self.context, case.claimed_at),
            mine=case.assigned_to in self.owners and not lapsed,
            held=case.assigned_to is not None and case.assigned_to not in self.owners
            and not lapsed and not over,
            lapsed=lapsed and not over,
            snoozed_until=_later(case.snoozed_until, self.now),
            waiting_for=NOT_SHOWN if masked and case.waiting_for else case.waiting_for,
            remind_at=case.remind_at,
            resolved_by=self._display(case.closed_by) if over else None,
            resolved_at=clock_time(self.context, case.closed_at) if over else "",
            item=case.item_id or self._first_item(case) or _change_set(case),
        )  # fmt: skip

    def _why(self, case: work.Case, evidence: str | None) -> tuple[str, ...]:
        if evidence is not None:
            return reasons(evidence)
        detail: dict[str, Any] = json.loads(case.detail)
        if case.kind == OVERLAY:
            return tuple(detail.get("changed", ()))
        if case.kind == DOWNSTREAM:
            return (f"{detail['what']}: {still_open(self.followed[case.id])}",)
        told = self.logs.get(case.id)
        if told:
            return _asked(told[0].detail)
        said = detail.get("why")
        return (str(said),) if said else ()

    def _first_item(self, case: work.Case) -> str | None:
        told = self.logs.get(case.id)
        asked = told[0].detail.get("items", ()) if told and case.kind == AMENDMENT else ()
        return next((each["item"] for each in asked if each.get("item")), None)

    def _request(self, proposal: proposals.Proposal) -> WorkItem:
        own = proposal.requester in self.owners
        had, taker = proposal.assigned_to, proposal.assigned_to in self.owners
        lapsed = proposal.claimed_until is not None and proposal.claimed_until < self.now
        over = proposal.state not in worklist.WAITING_REQUESTS
        state = "asked by you" if own else f"asked by {self._display(proposal.requester)}"
        what = f"{proposal.kind.replace('-', ' ').capitalize()}, {state}"
        return WorkItem(
            id=proposal.id,
            kind=APPROVAL,
            level=3,
            parties=tuple(self._party(chart) for chart in self.charts[proposal.id]),
            why=(f"{what} {clock_time(self.context, proposal.created_at)}",),
            opened_at=proposal.created_at,
            state={State.PROPOSED: "waiting"}.get(State(proposal.state), proposal.state),
            owner=self.names.get(had or "", had),
            since=clock_time(self.context, proposal.claimed_at),
            mine=own if had is None or lapsed else taker,
            held=had is not None and not (taker or lapsed or over),
            lapsed=lapsed and not over,
            asked=own,
            resolved_by=self._display(proposal.approver) if over else None,
            resolved_at=clock_time(self.context, proposal.decided_at) if over else "",
        )

    def _party(self, chart: str) -> Party:
        return self.parties.party(chart)

    def _display(self, name: str | None) -> str:
        return self.names.get(name or "", name or "somebody")


def _level(kind: str, left: int | None, rank: Rank | None) -> int:
    """How urgent a row is; the order of the list says the same in SQL (`store.desk.worklist`)."""
    priority = rank.priority if rank is not None else _ONE_BUSY
    if (left is not None and left < 0) or kind == OVERLAY or priority >= _IN_HOUSE:
        return 1
    if (left is not None and left <= SOON) or priority >= _BOTH_BUSY:
        return 2
    return 4 if priority < _ONE_BUSY else 3


def charts_of(case: work.Case) -> list[str]:
    """The charts that a case is about."""
    several = case.kind in {APPROVAL, DOWNSTREAM, DUPLICATE}
    named = json.loads(case.detail).get("charts") if several else None
    return list(named or ([case.patient_id] if case.patient_id else []))


def _change_set(case: work.Case) -> str | None:
    """The change set that other systems are to follow."""
    return str(json.loads(case.detail)["change_set"]) if case.kind == DOWNSTREAM else None


def _asked(detail: Mapping[str, Any]) -> tuple[str, ...]:
    """Who asks and for what, from the first line of a case's log."""
    who = detail.get("requester")
    name = who.get("name") if isinstance(who, dict) else who
    what = [str(each.get("element", "")) for each in detail.get("items", ())][:1]
    purpose = [str(detail["purpose"])] if detail.get("purpose") else []
    return tuple(str(part) for part in (*what, name, *purpose) if part)


def _later(moment: str | None, now: str) -> str | None:
    return moment if moment is not None and moment > now else None
