# SPDX-License-Identifier: Apache-2.0
"""Which entries of a chart are held back from release, and by the hold on which entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.corrections.hold import holds
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Held:
    """Since when an entry is held; `on` is the entry that the hold was put on, perhaps itself."""

    since: str
    on: str


def held(session: Transaction, header: Chart, found: Sequence[Item]) -> dict[str, Held]:
    """Those of a chart's items that are held, by id; `header` has the chart's flags."""
    since = holds(header.items)
    if not since:
        return {}
    above = {item.id: item.parent_id or item.encounter_id for item in found}
    while missing := {each for each in above.values() if each is not None and each not in above}:
        above |= dict.fromkeys(missing)
        above |= {each.id: each.parent for each in charts.placed_items(session, missing)}
    ends = {item.id: _end(item.id, above, since) for item in found}
    return {name: Held(since[end], end) for name, end in ends.items() if end is not None}


def _end(item: str, above: Mapping[str, str | None], since: Mapping[str, str]) -> str | None:
    """The item itself, or what it hangs on, that a hold is on."""
    at: str | None = item
    seen: set[str] = set()
    while at is not None and at not in since and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at if at in since else None
