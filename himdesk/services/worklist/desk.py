# SPDX-License-Identifier: Apache-2.0
"""The work list: what waits for this person, in what order, and the filters they keep."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from himdesk.domain.charts.normal import query_terms
from himdesk.domain.errors import UsageError
from himdesk.domain.times import utc_text
from himdesk.services.delegates import may_act_for
from himdesk.services.worklist.rows import SOON, Rows
from himdesk.services.worklist.values import OWNERS, SORTS, Filter, Overview, Queue, kinds_of
from himdesk.store.desk import casework, work, worklist
from himdesk.store.reading import search

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.services.worklist.values import WorkItem
    from himdesk.store.desk.worklist import Count, Wanted
    from himdesk.store.engine import Transaction

FOUND = 200
"""How many patients a filter by name considers."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """What waits, read: a list is the ids in order, its rows come when they are looked at."""

    context: Context

    def overview(self) -> Overview:
        """The queues with their counts, and the filters this person keeps."""
        context = self.context
        with context.database.read() as session:
            owners = self._owners(session)
            found = worklist.counts(session, self._wanted(session, Filter()), owners)
            kept = casework.filters(session, context.staff.name)
        by_kind = {count.kind: count for count in found}
        return Overview(
            queues=tuple(_queue(kind, by_kind.get(kind)) for kind in self.kinds),
            mine=sum(count.mine for count in found),
            due_today=sum(count.due_today for count in found),
            waiting=sum(count.waiting for count in found),
            snoozed=sum(count.snoozed for count in found),
            filters=tuple((each.name, Filter(**json.loads(each.body))) for each in kept),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that this person's roles see."""
        return kinds_of(self.context.staff.roles)

    def ids(self, wanted: Filter) -> tuple[str, ...]:
        """The cases and requests that a filter lets through, in its order; logged as one look.

        Raises:
            UsageError: the filter names what there is not.
        """
        _check(wanted)
        context = self.context
        with context.database.read() as session:
            found = tuple(worklist.ids(session, self._wanted(session, wanted)))
        with context.writing() as session:
            context.log(session, "work list", reason=wanted.kind or "all queues")
        return found

    def top(self, wanted: Filter, count: int) -> tuple[WorkItem, ...]:
        """The first rows of a list, at once: what is seen while the others are counted."""
        _check(wanted)
        with self.context.database.read() as session:
            ids = worklist.ids(session, replace(self._wanted(session, wanted), limit=count))
            return Rows(session, self.context, self._owners(session)).items(ids)

    def rows(self, ids: Sequence[str]) -> tuple[WorkItem, ...]:
        """The rows of these ids as they are now, also those that were resolved meanwhile."""
        with self.context.database.read() as session:
            found = Rows(session, self.context, self._owners(session)).items(ids)
        return tuple(item for item in found if item.kind in self.kinds)

    def keep_filter(self, name: str, wanted: Filter) -> None:
        """Keep a filter under a name, in place of the earlier one of that name.

        Raises:
            UsageError: it has no name, or names what there is not.
        """
        _check(wanted)
        if not name.strip():
            raise UsageError("Give the filter a name.")
        kept = casework.SavedFilter(
            id=self.context.new_id(),
            staff=self.context.staff.name,
            name=name.strip(),
            body=json.dumps(asdict(wanted), sort_keys=True),
        )
        with self.context.writing() as session:
            casework.keep_filter(session, kept)

    def drop_filter(self, name: str) -> None:
        """Forget a filter."""
        with self.context.writing() as session:
            casework.drop_filter(session, self.context.staff.name, name)

    def today(self) -> date:
        """The legal day: that of the site."""
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _owners(self, session: Transaction) -> tuple[str, ...]:
        return may_act_for(session, self.context, self.today())

    def _wanted(self, session: Transaction, wanted: Filter) -> Wanted:
        """A filter as the store takes it."""
        today = self.today()
        charts = None
        if wanted.text.strip():
            charts = search.find(session, query_terms(wanted.text), limit=FOUND)
        due_by = None
        if wanted.due_in is not None:
            due_by = (today + timedelta(days=wanted.due_in)).isoformat()
        opened_before = None
        if wanted.older_than is not None:
            opened_before = utc_text(self.context.clock() - timedelta(days=wanted.older_than))
        whose = {
            "everybody": None,
            "free": (),
            "mine": self._owners(session),
            "mine-and-free": self._owners(session),
        }[wanted.owner]
        return worklist.Wanted(
            kinds=tuple(kind for kind in self.kinds if wanted.kind in {"", kind}),
            now=self.context.now(),
            today=today.isoformat(),
            soon=(today + timedelta(days=SOON)).isoformat(),
            state=work.CLOSED if wanted.resolved else work.OPEN,
            owners=whose,
            or_free=wanted.owner in {"free", "mine-and-free"},
            waiting=wanted.waiting,
            snoozed=wanted.snoozed,
            due_by=due_by,
            opened_before=opened_before,
            charts=charts,
            sort=wanted.sort,
            falling=wanted.falling,
        )


def _queue(kind: str, count: Count | None) -> Queue:
    if count is None:
        return Queue(kind=kind, open=0, overdue=0, soon=0)
    return Queue(kind=kind, open=count.open, overdue=count.overdue, soon=count.soon)


def _check(wanted: Filter) -> None:
    if wanted.owner not in OWNERS or wanted.sort not in SORTS:
        raise UsageError(f"There is no such owner or order: {wanted.owner}, {wanted.sort}.")
