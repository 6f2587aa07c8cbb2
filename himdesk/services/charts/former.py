# SPDX-License-Identifier: Apache-2.0
"""Through which former number or name a search met a chart that shows another one today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Kind, Name, person_name
from himdesk.domain.charts.normal import compact, index_words
from himdesk.store.reading import charts, patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.normal import QueryTerms
    from himdesk.store.engine import Transaction


def former(session: Transaction, chart: Chart, terms: QueryTerms) -> str | None:
    """The retired number or the former name that was asked for; None for what is shown today."""
    if terms.numbers:
        retired = patients.retired_into(session, chart.patient.id)
        for each in retired:
            if compact(each.number).startswith(terms.numbers):
                return each.number
    if not terms.words or _says(chart.name(), terms.words):
        return None
    whole = charts.chart(session, chart.patient.id, [Kind.NAME])
    for item in whole.items:
        if isinstance(item.details, Name) and not item.in_error:
            name = person_name(item.details)
            if _says(name, terms.words):
                return name
    return None


def _says(name: str, words: Sequence[str]) -> bool:
    """Whether each word begins a word of the name."""
    own = index_words(name)
    return all(any(each.startswith(word) for each in own) for word in words)
