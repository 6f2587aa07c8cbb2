# SPDX-License-Identifier: Apache-2.0
"""What a person must see to divide a chart: its rows, what goes together, whose each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import ASSERTIONS, STUB, Document, Kind
from himdesk.domain.corrections.separate import clusters, second_person
from himdesk.domain.corrections.split import SplitFacts, proposals
from himdesk.domain.errors import NeverAllowed, UsageError
from himdesk.printing import pdfium
from himdesk.services.charts.addressing import Addressing
from himdesk.services.corrections.relocating import FIELDS, NewChart
from himdesk.store import content
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.domain.corrections.separate import Cluster
    from himdesk.services.context import Context

NEW_SIDE: Final = "new"
"""Stands for the chart that the split makes, while it has no id."""


@dataclass(frozen=True, slots=True)
class SplitRow:
    """An item that a person may assign; `above` is the row that it follows, or nothing."""

    item: Item
    above: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """A chart before it is divided; what is in error and stubs are no rows.

    `target` is the existing chart that something may go to; `second` are the visits that were
    registered for one and the same other person.
    """

    source: Chart
    target: Chart | None
    rows: tuple[SplitRow, ...]
    clusters: tuple[Cluster, ...]
    second: tuple[Item, ...]


def preview_split(context: Context, mrn: str, target: str = "") -> SplitPreview:
    """Read a chart to be divided; the reading is logged.

    Raises:
        NeverAllowed: the target is the chart itself.
        HimdeskError: a number that finds none or several, or a restricted chart.
    """
    context.require("split")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        source = charts.chart(session, addressing.survivor(mrn).id)
        other = None
        if target:
            other_id = addressing.survivor(target).id
            other = charts.facts(session, [other_id])[other_id]
        for chart in (source, other):
            if chart is not None:
                addressing.check_open(chart)
    if other is not None and other.patient.id == source.patient.id:
        raise NeverAllowed("same-chart", "The items are in this chart already.")
    with context.writing() as session:
        for chart in (source, other):
            if chart is not None:
                context.log(session, "split", chart.patient.id)
    found = split_rows(source.items)
    return SplitPreview(
        source=source,
        target=other,
        rows=found,
        clusters=clusters(row.item for row in found),
        second=second_person(source),
    )


def split_rows(items: Iterable[Item]) -> tuple[SplitRow, ...]:
    """Topmost items by their time, each with what hangs on it right after it.

    What says who the person is comes last, for it is seldom what one must think about.
    """
    own = {item.id: item for item in items if not item.in_error and item.type != STUB}
    below: dict[str, list[Item]] = {}
    for item in sorted(own.values(), key=_place):
        above = item.parent_id or item.encounter_id or ""
        below.setdefault(above if above in own else "", []).append(item)
    found: list[SplitRow] = []
    waiting = [SplitRow(item) for item in reversed(below.get("", ()))]
    while waiting:
        row = waiting.pop()
        found.append(row)
        under = reversed(below.get(row.item.id, ()))
        waiting += [SplitRow(item, row.item.id, row.depth + 1) for item in under]
    return tuple(found)


def _place(item: Item) -> tuple[bool, bool, str, str, str]:
    return (item.kind in ASSERTIONS, not item.at, item.at or "", item.kind.value, item.id)


def propose(
    preview: SplitPreview, assign: Mapping[str, str], stated: Mapping[str, str]
) -> dict[str, tuple[str | None, str]]:
    """For each topmost row not assigned, whose it probably is (a chart's id), and why.

    `stated` is what is known of the person of the new chart; nothing, if there is to be none.
    """
    target = preview.target
    known = {name: value for name, value in stated.items() if value.strip()}
    ids = {name: f"{NEW_SIDE}-{name}" for name in ("mrn", "name", *FIELDS)}
    new = NewChart(id=NEW_SIDE, authority="", number="the new chart", stated=known, ids=ids)
    facts = SplitFacts(
        source=preview.source,
        targets={target.patient.id: target} if target is not None else {},
        stub_ids={},
        new={NEW_SIDE: new.chart()} if known or NEW_SIDE in assign.values() else {},
    )
    return proposals(facts, assign)


def count_pages(context: Context, item: Item) -> int:
    """How many pages a scanned document has.

    Raises:
        UsageError: it has none.
    """
    details = item.details
    if not isinstance(details, Document) or details.content is None:
        raise UsageError("Only a scanned document has pages to divide.")
    with context.database.read() as session:
        body = content.get(session, details.content)
    try:
        return pdfium.count_pages(body)
    except UsageError:
        raise UsageError("Only a scanned document has pages to divide.") from None


def chart_to_move_to(context: Context, mrn: str) -> tuple[Chart, tuple[Item, ...]]:
    """The chart that a number finds, with its assertions, and its visits, newest first."""
    context.require("move")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        patient = addressing.survivor(mrn)
        chart = charts.chart(session, patient.id, (Kind.ENCOUNTER, *ASSERTIONS))
        addressing.check_open(chart)
    visits = (i for i in chart.items if i.kind is Kind.ENCOUNTER and not i.in_error)
    return chart, tuple(sorted(visits, key=lambda item: item.at or "", reverse=True))
