# SPDX-License-Identifier: Apache-2.0
"""Two or more charts side by side: what a merge would look at, before anyone decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.contradictions import contradictions
from himdesk.domain.errors import NeverAllowed, UsageError
from himdesk.services.addressing import Addressing
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts import Chart
    from himdesk.domain.items import Kind
    from himdesk.domain.plans import Contradiction
    from himdesk.services.context import Context


@dataclass(frozen=True, slots=True)
class Comparison:
    """Charts in the order asked for, with how many items of each kind they have.

    The charts hold assertions, encounters and what the rules look at; not results or documents.
    """

    charts: tuple[Chart, ...]
    counts: tuple[Mapping[Kind, int], ...]
    contradictions: tuple[Contradiction, ...]


def compare(context: Context, mrns: Sequence[str]) -> Comparison:
    """Read charts for comparison; each reading is logged.

    Raises:
        UsageError: fewer than two charts.
        NeverAllowed: the same chart twice (also by a retired number).
        HimdeskError: a number that finds none or several, or a restricted chart.
    """
    context.require("merge")
    if len(mrns) < 2:  # noqa: PLR2004 - a comparison has two sides
        raise UsageError("Choose at least two charts to compare.")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        ids = [addressing.survivor(mrn).id for mrn in mrns]
        if len(set(ids)) != len(ids):
            raise NeverAllowed("same-chart", "Two of these numbers are the same chart.")
        found = charts.facts(session, ids)
        for chart in found.values():
            addressing.check_open(chart)
        ordered = tuple(found[chart] for chart in ids)
        counts = tuple(charts.counts(session, chart) for chart in ids)
    with context.writing() as session:
        for chart_id in ids:
            context.log(session, "compare", chart_id)
    return Comparison(ordered, counts, contradictions(ordered))
