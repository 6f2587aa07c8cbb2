# SPDX-License-Identifier: Apache-2.0
"""Who a chart is about, in the words of a banner."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from himdesk.ui.compare.rows import FLAG_WORDS
from himdesk.ui.compare.values import Banner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.ui.compare.values import FieldRow

SEXES = {"male": "M", "female": "F", "other": "other", "unknown": "sex unknown"}


def with_age(born: str | None, until: str) -> str:
    """A birth date with the age on a day, as far as the date is known: "1984-03-12 (42)"."""
    if not born:
        return "birth date unknown"
    try:
        first, last = date.fromisoformat(born[:10]), date.fromisoformat(until[:10])
    except ValueError:
        return born
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months < 0:
        return born
    return f"{born} ({months // 12})" if months >= INFANT else f"{born} ({months} mo)"


INFANT = 24
"""Below this many months an age is given in months."""


def banner_of(letter: str, chart: Chart, today: str) -> Banner:
    """A chart's banner; `today` (ISO) gives the age, which stops where a person died."""
    marks = [FLAG_WORDS[flag] for flag in sorted(chart.flags()) if flag in FLAG_WORDS]
    died = chart.value("deceased")
    if died not in {None, "false"}:
        marks.insert(0, "deceased" if died == "true" else f"deceased {(died or '')[:10]}")
    until = died if died not in {None, "false", "true"} else today
    return Banner(
        letter=letter,
        name=chart.name(),
        mrn=chart.patient.number,
        born=with_age(chart.value("birth_date"), until or today),
        sex=SEXES.get(chart.value("sex") or "", "sex unknown"),
        marks=tuple(marks),
    )


def result_banner(rows: Sequence[FieldRow], survivor: Banner, banners: Sequence[Banner]) -> Banner:
    """The banner of the chart that a merge would leave."""
    values = {row.field: row.result.text for row in rows}
    given = " ".join(
        v for v in (values.get("given"), values.get("middle"), values.get("suffix")) if v
    )
    family = (values.get("family") or "").upper()
    retired = [b.mrn for b in banners if b is not survivor]
    return Banner(
        letter="=",
        name=", ".join(part for part in (family, given) if part) or survivor.name,
        mrn=f"stays {survivor.mrn} · {', '.join(retired)} retired",
        born=values.get("birth_date") or "",
        sex="",
        marks=tuple(dict.fromkeys(mark for b in banners for mark in b.marks)),
    )
