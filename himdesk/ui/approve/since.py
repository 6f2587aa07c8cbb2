# SPDX-License-Identifier: Apache-2.0
"""What became of charts since a request, and what it does not cover, as sections of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts.items import Kind
from himdesk.ui.review.values import Line, Section
from himdesk.ui.wording import KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.changes import Change
    from himdesk.services.approvals.approvals import Review
    from himdesk.services.approvals.reviewing import Later

SHOWN: Final = 40
"""How many lines are told one by one."""


def since_section(
    later: Sequence[Later], numbers: Mapping[str, str], at: Callable[[str], str]
) -> Section:
    """What happened to the charts; `at` says a time as the site does."""
    lines = tuple(
        Line(
            (
                at(entry.at),
                numbers.get(entry.chart, entry.chart),
                _sign(entry),
                _what(entry),
                f"{entry.kind.value}, {entry.by}",
            ),
            icon="clock",
            tone="warn",
        )
        for entry in later[:SHOWN]
    )
    note = f"{len(later):,}" + (f", the first {SHOWN} are shown" if len(later) > SHOWN else "")
    return Section("Changed since", note, ("When", "Chart", "", "What", "By"), lines)


def _sign(entry: Later) -> str:
    return "~" if entry.entity == PATIENT else "+"


def _what(entry: Later) -> str:
    field = entry.field.removeprefix("choice_").replace("_", " ")
    if entry.entity == PATIENT:
        return f"{field}: {entry.before or 'none recorded'} → {entry.after or 'none recorded'}"
    label = KIND_LABELS[Kind(entry.entity)]
    return f"{label}: {entry.after}" + (" came from another chart" if field else "")


def stale_section(review: Review) -> Section:
    """Where the request does not mean any more what was asked."""
    gone = [
        _difference(change, review, "would not be changed so any more") for change in review.gone
    ]
    new = [_difference(change, review, "would now change too") for change in review.new]
    found = (*gone, *new)
    note = f"{len(found):,}; send it back, so that it is asked again from the charts as they are"
    return Section("No longer as asked", note, ("Of", "Field", "What"), found[:SHOWN])


def _difference(change: Change, review: Review, words: str) -> Line:
    chart = review.numbers.get(change.id)
    of = chart or KIND_LABELS.get(change.entity, change.entity)  # type: ignore[call-overload]
    field = {"patient_id": "chart", CREATED: "made"}.get(change.field, change.field)
    said = field.removeprefix("choice_").replace("_", " ")
    return Line((of, said, words), icon="stop", tone="stop")
