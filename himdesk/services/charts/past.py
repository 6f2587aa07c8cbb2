# SPDX-License-Identifier: Apache-2.0
"""One change set of a chart's history, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import ANOTHER
from himdesk.services.charts.legend import legend
from himdesk.store.desk import access
from himdesk.store.reading import charts, history, items

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """A change set with the MRNs of the charts it names and what the assertions named say."""

    applied: AppliedChangeSet
    numbers: Mapping[str, str]
    values: Mapping[str, str]


def before_after(context: Context, mrn: str, change_set: str) -> BeforeAfter:
    """A change set as it is shown from the chart of this very number.

    A chart that the reader may not open is "another chart", and nothing it says is shown.
    """
    with context.database.read() as session:
        own = Addressing(context, session).exactly(mrn).id
        applied = history.change_set(session, change_set)
        numbers, values = legend(session, applied.change_set)
        hidden = _hidden(context, session, set(numbers) - {own})
        numbers |= dict.fromkeys(hidden, ANOTHER)
        values |= dict.fromkeys(_said_of(session, values, hidden), "not shown")
    with context.writing() as session:
        context.log(session, "show change set", own, change_set)
    return BeforeAfter(applied=applied, numbers=numbers, values=values)


def _hidden(context: Context, session: Transaction, ids: Collection[str]) -> set[str]:
    """The charts among these that the reader may not open."""
    found = charts.headers(session, ids)
    return {
        name
        for name, chart in found.items()
        if chart.restricted
        and not access.glass_broken(
            session, staff=context.staff.name, patient_id=name, at=context.now()
        )
    }


def _said_of(session: Transaction, named: Iterable[str], hidden: Collection[str]) -> list[str]:
    """The keys, which begin with an item's id, of what is said of hidden charts."""
    keys = list(named)
    found = items.items(session, {key.partition("/")[0] for key in keys})
    return [
        key
        for key in keys
        if (item := found.get(key.partition("/")[0])) is not None and item.patient_id in hidden
    ]
