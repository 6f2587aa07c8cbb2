# SPDX-License-Identifier: Apache-2.0
"""From what a person wrote down about a split to an order that can be planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.errors import BadDecision, UsageError
from himdesk.domain.split import rows
from himdesk.services.addressing import Addressing
from himdesk.services.intake.plans.numbers import Numbers
from himdesk.services.relocating import FIELDS, NewChart, SplitOrder, check_stated
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.domain.charts import Chart
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

NEW = "new:"


def split_order(
    context: Context,
    session: Transaction,
    mrn: str,
    *,
    moves: Mapping[str, str],
    new: Mapping[str, Mapping[str, object]],
    reason: str,
) -> SplitOrder:
    """The order of a split; items that `moves` does not name stay.

    Raises:
        UsageError: nothing moves, or a new chart is named that nothing is stated of.
        BadDecision: an item is not in the chart.
        HimdeskError: a number that finds no chart.
    """
    if not moves:
        raise UsageError("The plan of a split moves at least one item.")
    addressing = Addressing(context, session)
    source = charts.chart(session, addressing.exactly(mrn).id)
    new_id = context.ids_of_order(
        session, source=source.patient.id, moves=dict(moves), new=dict(new)
    )
    made = _new_charts(context, session, new, new_id)
    targets: dict[str, str] = {}
    for item, to in moves.items():
        if not to.startswith(NEW):
            targets[item] = addressing.exactly(to).id
        elif to.removeprefix(NEW) not in made:
            raise UsageError(f'The plan states nothing of "{to}" under "new".', item)
        else:
            targets[item] = made[to.removeprefix(NEW)].id
    assign = _assignments(source, targets)
    return SplitOrder(
        source=source.patient.id,
        reason=reason,
        assign=assign,
        stubs={item: new_id() for item in assign},
        new=tuple(made.values()),
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
    context: Context,
    session: Transaction,
    new: Mapping[str, Mapping[str, object]],
    new_id: Callable[[], str],
) -> dict[str, NewChart]:
    """The charts to be made, each with the next number of the site's own."""
    numbers = Numbers("split", None, context.site.authority)
    made = {}
    for name, stated in new.items():
        authority, number = numbers.assign(session)
        made[name] = NewChart(
            id=new_id(),
            authority=authority,
            number=number,
            stated=check_stated(stated),
            ids={field: new_id() for field in ("mrn", "name", *FIELDS)},
        )
    return made
