# SPDX-License-Identifier: Apache-2.0
"""What was judged of a chart and others: one person at two places, or two persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import PAIR_MARK, ChangeKind
from himdesk.domain.corrections.links import JUDGEMENT, Judgement
from himdesk.services.charts.addressing import Addressing
from himdesk.store.reading import charts, history, pairs

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

_KINDS = {Judgement.LINKED: ChangeKind.LINK, Judgement.DISTINCT: ChangeKind.DISTINCT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is judged of a chart and another one, by which change set, when and by whom."""

    other: Chart
    masked: bool
    judgement: Judgement
    change_set: str
    at: str
    by: str


def judged_of(context: Context, mrn: str) -> tuple[Chart, tuple[Judged, ...]]:
    """The chart of this number, and what is judged of it and others, the last first.

    Of a chart that the reader may not open, which is `masked`, only the number is told.

    Raises:
        HimdeskError: a number that finds none or several, or a restricted chart.
    """
    context.require("link")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        own = addressing.survivor(mrn).id
        chart = charts.assertions(session, [own])[own]
        addressing.check_open(chart)
        judged = _judged(session, addressing, own)
    with context.writing() as session:
        context.log(session, "show judgements", own)
    return chart, judged


def _judged(session: Transaction, addressing: Addressing, own: str) -> tuple[Judged, ...]:
    now = pairs.of_charts(session, [own])
    others = {pair: _other(pair, own) for pair in now}
    found = charts.headers(session, others.values())
    told = history.field_history(session, list(now), [JUDGEMENT])
    made = []
    for pair, said in now.items():
        kind = _KINDS[Judgement(said)]  # not an undo that brought it back
        entry = next(e for e in reversed(told[pair, JUDGEMENT]) if e.kind == kind)
        other = found[others[pair]]
        masked = not addressing.may_open(other)
        made.append(
            Judged(
                other=replace(other, items=()) if masked else other,
                masked=masked,
                judgement=Judgement(said),
                change_set=entry.change_set,
                at=entry.at,
                by=entry.applied_by,
            )
        )
    return tuple(sorted(made, key=lambda each: each.at, reverse=True))


def _other(pair: str, own: str) -> str:
    left, right = pair.split(PAIR_MARK)
    return right if left == own else left


def chart_beside(context: Context, mrn: str) -> Chart:
    """The other chart of a judgement, as its banner shows it.

    Raises:
        HimdeskError: a number that finds none or several, or a restricted chart.
    """
    context.require("link")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        own = addressing.survivor(mrn).id
        chart = charts.assertions(session, [own])[own]
        addressing.check_open(chart)
    return chart
