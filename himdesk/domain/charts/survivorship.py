# SPDX-License-Identifier: Apache-2.0
"""Which assertion a chart shows when nobody chose one, and after a merge (DOMAIN 2.5).

Rule: a statement in force beats an ended one, a legal name beats other names, a value beats a
place-holder; then the latest, and last the id so that the result is the same everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.charts import CHOICES, Chart, ChoiceField, fits
from himdesk.domain.charts.items import Item, Kind, Name, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_USES: Final = ("official", "usual", None, "maiden", "nickname", "old", "anonymous", "temp")
"""FHIR name uses, best first; newborns' temporary names never win (DOMAIN 2.5, S9)."""

PLACE_HOLDER_NAME: Final = re.compile(
    r"\b(baby|infant|newborn|bb|bg|unknown|unidentified|doe|test)\b", re.IGNORECASE
)


def is_place_holder(item: Item) -> bool:
    """Whether the assertion stands for a value that nobody knew (newborn, unidentified)."""
    details = item.details
    if isinstance(details, Name):
        words = " ".join(p for p in (details.given, details.family) if p)
        return details.use == "temp" or PLACE_HOLDER_NAME.search(words) is not None
    value = getattr(details, "value", None)
    return value in {"unknown", "1900-01-01", "999-99-9999", "999999999", "000000000"}


def preferred(choice: ChoiceField, items: Iterable[Item]) -> Item | None:
    """The assertion that a chart with these items shows for a field by rule, or None."""
    items = tuple(items)
    candidates = [item for item in items if fits(choice, item)]
    if choice.kind is Kind.NAME:
        return _name_part(items, candidates)
    return min(candidates, key=_rank, default=None)


def _name_part(items: Iterable[Item], candidates: list[Item]) -> Item | None:
    """Name parts come from one name: a middle name isn't borrowed from a name of old."""
    names = [item for item in items if item.kind is Kind.NAME and not item.in_error]
    best = min(names, key=_rank, default=None)
    return best if best in candidates else None


def _rank(item: Item) -> tuple[object, ...]:
    use = getattr(item.details, "use", None)
    name_use = NAME_USES.index(use) if item.kind is Kind.NAME and use in NAME_USES else 2
    return (
        item.status == Status.PREVIOUS,
        is_place_holder(item),
        item.until is not None,
        name_use,
        use in {"old", "temp"},
        _latest_first(item.at or item.recorded),
        item.id,
    )


def _latest_first(time: str | None) -> tuple[int, ...]:
    """A sort key that puts later ISO times first and unknown ones last."""
    return tuple(-ord(c) for c in time) if time else (0,)


def default_choices(items: Iterable[Item]) -> dict[str, str | None]:
    """The choices of a chart that has these assertions and that nobody has edited."""
    items = tuple(items)
    found = {choice.name: preferred(choice, items) for choice in CHOICES}
    return {name: item.id if item else None for name, item in found.items()}


def merged_choice(choice: ChoiceField, survivor: Chart, retired: Iterable[Chart]) -> str | None:
    """The id of the assertion that goes on after a merge when nobody chose.

    The survivor's own, unless it has none or a place-holder and a retired chart has better; so
    blanks are filled, and a person's earlier choice on the survivor is kept.
    """
    best = survivor.chosen(choice.name)
    if best is not None and not is_place_holder(best):
        return best.id
    for chart in retired:
        other = chart.chosen(choice.name)
        if other is not None and (best is None or not is_place_holder(other)):
            return other.id
    return best.id if best is not None else None
