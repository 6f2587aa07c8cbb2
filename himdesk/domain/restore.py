# SPDX-License-Identifier: Apache-2.0
"""What single fields and choices fall back to when a change set is taken out of force.

A field's value is what the last change set still in force gave it. A choice must besides rest on
an assertion that the chart owns; else it falls to an earlier choice, and last to the rule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT, Change
from himdesk.domain.charts import CHOICES, Chart, ChoiceField, fits
from himdesk.domain.survivorship import preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from himdesk.domain.items import Item

BEFORE: Final = "before"
NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field, with the change set that made it."""

    seq: int
    change_set: str
    before: str | None
    after: str | None


def restored_field(
    change: Change, history: Sequence[FieldChange], *, in_force: Callable[[str], bool]
) -> Iterator[Change]:
    """The change that gives a field what the last change set in force gave it, if it differs."""
    now = history[-1].after
    valid = [entry.after for entry in history if in_force(entry.change_set)]
    value = valid[-1] if valid else history[0].before
    if value != now:
        yield Change(change.entity, change.id, change.field, now, value)


def restore_choices(
    charts: Mapping[str, Chart],
    owners: Mapping[str, str],
    history: Mapping[tuple[str, str], tuple[FieldChange, ...]],
    *,
    in_force: Callable[[str], bool],
    since: int,
    active: Collection[str],
    wishes: Mapping[str, str],
) -> Iterator[Change]:
    """The choices of each active chart that no longer hold, with what they fall back to.

    `owners` are the owners of the items afterwards, without those that will be in error. With the
    wish "before" for a field, what people chose after `since` is passed over.
    """
    owned: dict[str, list[Item]] = defaultdict(list)
    for chart in charts.values():
        for item in chart.items:
            if item.id in owners and not item.in_error:
                owned[owners[item.id]].append(item)
    for chart_id in sorted(active):
        choices = charts[chart_id].patient.choices
        for choice in CHOICES:
            column = f"choice_{choice.name}"
            entries = [
                entry
                for entry in history.get((chart_id, column), ())
                if in_force(entry.change_set)
                and (wishes.get(choice.name) != BEFORE or entry.seq < since)
            ]
            first = history.get((chart_id, column), ())
            initial = first[0].before if first else choices.get(choice.name)
            now = choices.get(choice.name)
            after = _fallback(choice, entries, initial, owned[chart_id])
            if after != now:
                yield Change(PATIENT, chart_id, column, now, after)


def _fallback(
    choice: ChoiceField,
    entries: Sequence[FieldChange],
    initial: str | None,
    items: Sequence[Item],
) -> str | None:
    """The latest choice in force that still rests on an assertion of the chart, else the rule's."""
    fitting = {item.id for item in items if fits(choice, item)}
    for entry in reversed(entries):
        if entry.after is None or entry.after in fitting:
            return entry.after
    if initial in fitting:
        return initial
    best = preferred(choice, items)
    return best.id if best else None
