# SPDX-License-Identifier: Apache-2.0
"""Whether two charts are of one household, as far as what is recorded tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Address, Name, Status
from himdesk.domain.charts.normal import name_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Details

    Words = tuple[str, ...]


def same_household(one: Chart, other: Chart) -> bool:
    """Whether two charts have a last name and an address in common that still count."""
    names = _last_names(one) & _last_names(other)
    return bool(names and _places(one) & _places(other))


def _last_names(chart: Chart) -> set[Words]:
    said = (name_words(d.family or "") for d in _current(chart) if isinstance(d, Name))
    return {words for words in said if words}


def _places(chart: Chart) -> set[tuple[Words, Words]]:
    """Street and place; an address that lacks one of them tells nothing."""
    said = (
        (name_words(d.line or ""), name_words(f"{d.city or ''} {d.postal_code or ''}"))
        for d in _current(chart)
        if isinstance(d, Address)
    )
    return {(street, place) for street, place in said if street and place}


def _current(chart: Chart) -> Iterator[Details]:
    for item in chart.items:
        if not item.in_error and item.status != Status.PREVIOUS:
            yield item.details
