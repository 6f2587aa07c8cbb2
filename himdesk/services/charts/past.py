# SPDX-License-Identifier: Apache-2.0
"""The history of a chart: its change sets, and one of them before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import ACKNOWLEDGED
from himdesk.domain.errors import NotFound
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import ANOTHER, numbers_told, reasons, struck
from himdesk.services.charts.legend import legend
from himdesk.services.charts.sight import NOT_SHOWN, Sight
from himdesk.store.desk import staff
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from himdesk.domain.changes import AppliedChangeSet, Change
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A change set as the history of the chart `own` shows it to one person.

    `content` is its content hash where something of it is masked, or its reason names another;
    `by` and `approved_by` are the full names of those who asked for it and approved it;
    `numbers` the MRNs of the charts it touched, "another chart" for a stranger's or a hidden one.
    """

    applied: AppliedChangeSet
    own: str
    numbers: Mapping[str, str]
    content: str | None = None
    by: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """A change set with the MRNs of the charts it names and what the assertions named say."""

    applied: AppliedChangeSet
    numbers: Mapping[str, str]
    values: Mapping[str, str]


def entries(context: Context, mrn: str) -> tuple[Entry, ...]:
    """The change sets that touched the chart of this very number, the newest first.

    Raises:
        Restricted: it is confidential, and the person reads charts but has not broken the glass.
    """
    with context.database.read() as session:
        own = Addressing(context, session).exactly(mrn)
        sight = Sight(context, session)
        sight.check(own)
        found = _shown(sight, own.id, history.history(session, own.id, limit=MOST))
    with context.writing() as session:
        context.log(session, "history", own.id)
    return found


def before_after(context: Context, mrn: str, change_set: str) -> BeforeAfter:
    """A change set as it is shown from the chart of this very number.

    A chart that the reader may not open is "another chart", and nothing it says is shown.

    Raises:
        NotFound: it is not in the history of this chart.
        Restricted: as for `entries`.
    """
    with context.database.read() as session:
        own = Addressing(context, session).exactly(mrn)
        sight = Sight(context, session)
        sight.check(own)
        applied = history.change_set(session, change_set)
        if own.id not in history.charts_of_each(session, [applied.seq])[applied.seq]:
            raise NotFound("change set in the history of this chart", change_set)
        numbers, values = legend(session, applied.change_set)
        hidden = sight.hidden(numbers) - {own.id}
        numbers |= dict.fromkeys(hidden, ANOTHER)
        values |= dict.fromkeys(_said_of(session, values, hidden), NOT_SHOWN)
        (entry,) = _shown(sight, own.id, [applied])
    if not sight.reads:
        values = dict.fromkeys(values, NOT_SHOWN)
    with context.writing() as session:
        context.log(session, "show change set", own.id, change_set)
    return BeforeAfter(applied=entry.applied, numbers=numbers, values=values)


def _shown(sight: Sight, own: str, found: Sequence[AppliedChangeSet]) -> tuple[Entry, ...]:
    """Change sets with what the reader may be told of them."""
    changes, said = sight.changes(found), reasons(sight.session, own, found)
    names = {account.name: account.display for account in staff.everyone(sight.session)}
    touched = frozenset().union(*(each.change_set.charts() for each in found))
    numbers = numbers_told(sight.session, own, touched)
    numbers |= dict.fromkeys(sight.hidden(touched) - {own}, ANOTHER)
    shown = []
    for each in found:
        reason = said[each.id] if sight.reads else NOT_SHOWN
        made = _without_others(sight.session, own, each.change_set.charts(), changes[each.id])
        told = replace(each.change_set, changes=made, reason=reason)
        same = told == each.change_set
        content = None if same else each.change_set.content
        by, approver = each.change_set.requester, each.approved_by or ""
        entry = Entry(
            replace(each, change_set=told),
            own,
            {chart: numbers[chart] for chart in each.change_set.charts()},
            content,
            by=names.get(by, by),
            approved_by=names.get(approver, approver),
        )
        shown.append(entry)
    return tuple(shown)


def _without_others(
    session: Transaction, own: str, about: Collection[str], changes: Sequence[Change]
) -> tuple[Change, ...]:
    """Changes whose explanations, typed for both charts, do not name the other person."""
    typed = [c for c in changes if c.field == ACKNOWLEDGED and isinstance(c.after, str)]
    texts = struck(session, own, [(str(change.after), about) for change in typed])
    told = dict(zip(typed, texts, strict=True))
    return tuple(replace(c, after=told[c]) if c in told else c for c in changes)


def _said_of(session: Transaction, named: Iterable[str], hidden: Collection[str]) -> list[str]:
    """The keys, which begin with an item's id, of what is said of hidden charts."""
    keys = list(named)
    found = items.items(session, {key.partition("/")[0] for key in keys})
    return [
        key
        for key in keys
        if (item := found.get(key.partition("/")[0])) is not None and item.patient_id in hidden
    ]
