# SPDX-License-Identifier: Apache-2.0
"""To whom does it probably belong? A suggestion for one item, with its reason in words.

Looked at in this order: the number and the person it was registered as, equal statements that
one of the charts made itself, and the people who care for one of them only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.items import ASSERTIONS, Encounter, Identifier, Item, Name, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from himdesk.domain.charts import Chart
    from himdesk.domain.fold import Event


@dataclass(frozen=True, slots=True)
class _Question:
    """An item, and what each side's chart recorded itself (by home, wherever it is now)."""

    item: Item
    own: Mapping[str, list[Item]]
    numbers: Mapping[str, str]


def suggest(
    item_id: str, event: Event, charts: Mapping[str, Chart], allowed: Collection[str]
) -> tuple[str | None, str]:
    """The chart that an item probably belongs to, or None, and why.

    `charts` are the charts concerned with their items; the item counts for the chart that is its
    home only if nothing better tells.
    """
    everything = [item for chart in charts.values() for item in chart.items]
    item = next((i for i in everything if i.id == item_id), None)
    if item is None:
        return None, "nothing is known of it"
    sides = [c for c in (event.survivor, *event.retired) if c is not None and c in allowed]
    own = {
        side: [i for i in everything if i.home_patient_id == side and i.id != item_id]
        for side in sides
    }
    numbers = {chart.patient.id: chart.patient.number for chart in charts.values()}
    question = _Question(item, own, numbers)
    for rule in (_registered_number, _registered_birth_date, _registered_name, _equal, _seen_by):
        found = rule(question)
        if found is not None:
            return found
    if item.home_patient_id in allowed:
        number = numbers[item.home_patient_id]
        return item.home_patient_id, f"recorded under {number}; nothing else tells"
    return None, "nothing tells whose it is"


def _only(sides: Iterable[str]) -> str | None:
    """The one side that fits; None if none or several do."""
    found = list(sides)
    return found[0] if len(found) == 1 else None


def _registered_number(question: _Question) -> tuple[str, str] | None:
    details = question.item.details
    if not isinstance(details, Encounter) or not details.registered_mrn:
        return None
    wanted = details.registered_mrn
    side = _only(
        s
        for s, items in question.own.items()
        if question.numbers[s] == wanted
        or any(isinstance(i.details, Identifier) and i.details.value == wanted for i in items)
    )
    return (side, f"registered under {wanted}") if side else None


def _says(items: list[Item], test: Callable[[Item], bool]) -> bool:
    return any(test(i) for i in items if not i.in_error)


def _registered_birth_date(question: _Question) -> tuple[str, str] | None:
    details = question.item.details
    if not isinstance(details, Encounter) or not details.registered_birth_date:
        return None
    wanted = details.registered_birth_date

    def same(other: Item) -> bool:
        statement = other.details
        return isinstance(statement, Statement) and statement.value == wanted

    side = _only(s for s, items in question.own.items() if _says(items, same))
    return (side, f"registered with birth date {wanted}") if side else None


def _registered_name(question: _Question) -> tuple[str, str] | None:
    details = question.item.details
    if not isinstance(details, Encounter) or not details.registered_name:
        return None
    wanted = _words(details.registered_name)

    def same(other: Item) -> bool:
        name = other.details
        return isinstance(name, Name) and wanted == _words(
            " ".join(p for p in (name.given, name.middle, name.family, name.suffix) if p)
        )

    side = _only(s for s, items in question.own.items() if _says(items, same))
    return (side, "registered with the name of that chart") if side else None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").casefold().split())


def _equal(question: _Question) -> tuple[str, str] | None:
    item = question.item
    if item.kind not in ASSERTIONS:
        return None
    side = _only(
        s for s, items in question.own.items() if any(i.details == item.details for i in items)
    )
    return (side, f"{question.numbers[side]} stated the same itself") if side else None


def _seen_by(question: _Question) -> tuple[str, str] | None:
    item = question.item
    who = item.author or getattr(item.details, "provider", None)
    if not who:
        return None
    side = _only(
        s
        for s, items in question.own.items()
        if any(i.author == who or getattr(i.details, "provider", None) == who for i in items)
    )
    return (side, f"{who} has only treated {question.numbers[side]}") if side else None
