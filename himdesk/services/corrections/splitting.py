# SPDX-License-Identifier: Apache-2.0
"""From what a person wrote down about a split to an order that can be planned."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from himdesk.domain.corrections.split import Again, rows
from himdesk.domain.errors import BadDecision, UsageError
from himdesk.services.charts.addressing import Addressing
from himdesk.services.corrections.dividing import PartOrder
from himdesk.services.corrections.relocating import FIELDS, NewChart, SplitOrder, check_stated
from himdesk.services.corrections.splitplan import NEW
from himdesk.services.intake.plans.numbers import Numbers
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.context import Context
    from himdesk.services.corrections.splitplan import SplitPlan
    from himdesk.store.engine import Transaction


def split_order(
    context: Context, session: Transaction, mrn: str, plan: SplitPlan, *, reason: str
) -> SplitOrder:
    """The order of a split; items that the plan does not name stay.

    Raises:
        UsageError: the plan is empty, names a new chart that nothing is stated of, or states
            something of one that gets nothing.
        BadDecision: an item is not in the chart.
        HimdeskError: a number that finds no chart.
    """
    named = plan.targets()
    if not named:
        raise UsageError("The plan of a split moves, divides or records anew at least one item.")
    addressing = Addressing(context, session)
    source = charts.chart(session, addressing.exactly(mrn).id)
    new_id = context.ids_of_order(session, source=source.patient.id, plan=asdict(plan))
    made = _new_charts(context, session, plan, new_id)
    targets = {to: made[to].id if to in made else addressing.exactly(to).id for to in named}
    stays = {part.document: source.patient.id for part in plan.parts}
    moves = {item: targets[to] for item, to in plan.moves.items()}
    assign = _assignments(source, stays | moves)
    return SplitOrder(
        source=source.patient.id,
        reason=reason,
        assign=assign,
        stubs={item: new_id() for item in assign},
        new=tuple(made.values()),
        # A day, so that what is shown first and what is asked next are the same.
        at=context.clock().astimezone(context.site.zone).date().isoformat(),
        again=tuple(
            Again(item=a.item, chart=targets[a.to], new_id=new_id(), reason=a.reason)
            for a in plan.again
        ),
        parts=tuple(
            PartOrder(
                document=part.document,
                chart=targets[part.to],
                new_id=new_id(),
                pages=part.pages,
                text=part.text,
            )
            for part in plan.parts
        ),
    )


def _assignments(source: Chart, targets: Mapping[str, str]) -> dict[str, str]:
    """Where each row goes; an item that goes with its parent needs no word of its own."""
    items = {item.id: item for item in source.items}
    for item in targets:
        if item not in items:
            text = f"Item {item} is not in chart {source.patient.number}."
            raise BadDecision(item, text)
    assign = {row.id: source.patient.id for row in rows(source)}
    for item, chart in targets.items():
        above = items[item].parent_id or items[item].encounter_id
        while above is not None and above in items and above not in targets:
            above = items[above].parent_id or items[above].encounter_id
        if above is None or targets.get(above) != chart:
            assign[item] = chart
    return assign


def _new_charts(
    context: Context, session: Transaction, plan: SplitPlan, new_id: Callable[[], str]
) -> dict[str, NewChart]:
    """The charts to be made by what the plan calls them, each with the next number of the site."""
    named = {to.removeprefix(NEW) for to in plan.targets() if to.startswith(NEW)}
    for name in sorted(named - plan.new.keys()):
        raise UsageError(f'The plan states nothing of "{name}" under "new".', name)
    for name in sorted(plan.new.keys() - named):
        raise UsageError(f'The plan states "{name}" under "new", but gives it nothing.', name)
    numbers = Numbers("split", None, context.site.authority)
    made = {}
    for name, stated in plan.new.items():
        authority, number = numbers.assign(session)
        made[f"{NEW}{name}"] = NewChart(
            id=new_id(),
            authority=authority,
            number=number,
            stated=check_stated(stated),
            ids={field: new_id() for field in ("mrn", "name", *FIELDS)},
        )
    return made
