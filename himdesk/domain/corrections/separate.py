# SPDX-License-Identifier: Apache-2.0
"""Two persons in one chart: who the second one seems to be, and what goes together.

A visit tells by the data it was registered with; the rest by who wrote, who treated, and where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Encounter, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from himdesk.domain.charts.charts import Chart

SUFFIXES: Final = frozenset({"JR", "SR", "II", "III", "IV", "V"})
STATED: Final = {
    "birth_date": "registered_birth_date",
    "sex": "registered_sex",
    "phone": "registered_phone",
    "address": "registered_address",
}
"""The fields of a new chart that a visit's registration states as they are."""


class Sort(StrEnum):
    """By what items go together."""

    REGISTRATION = "registered as"
    AUTHOR = "author"
    PROVIDER = "provider"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that go together because they have the same `value`."""

    sort: Sort
    value: str
    items: tuple[str, ...]


def clusters(items: Iterable[Item]) -> tuple[Cluster, ...]:
    """The clusters of two items or more, the largest of each sort first."""
    found: defaultdict[tuple[Sort, str], list[str]] = defaultdict(list)
    for item in items:
        for sort, value in _marks(item):
            found[sort, value].append(item.id)
    order = list(Sort)
    made = [Cluster(sort, value, tuple(ids)) for (sort, value), ids in found.items() if ids[1:]]
    return tuple(sorted(made, key=lambda c: (order.index(c.sort), -len(c.items), c.value)))


def _marks(item: Item) -> Iterator[tuple[Sort, str]]:
    details = item.details
    if item.author:
        yield Sort.AUTHOR, item.author
    if not isinstance(details, Encounter):
        return
    registered = registration(details)
    if registered:
        yield Sort.REGISTRATION, ", ".join(registered)
    if details.provider:
        yield Sort.PROVIDER, details.provider
    if details.location:
        yield Sort.SITE, details.location


def registration(visit: Encounter) -> tuple[str, ...]:
    """Whom a visit was registered for, as far as it tells persons apart."""
    return tuple(part for part in (visit.registered_name, visit.registered_birth_date) if part)


def second_person(chart: Chart) -> tuple[Item, ...]:
    """The visits that were registered for one and the same other person; none if there are none."""
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    shown, own = chart.name(), chart.value("birth_date")
    for item in chart.items:
        details = item.details
        if not isinstance(details, Encounter) or item.in_error:
            continue
        born = details.registered_birth_date
        if born and born != own:
            groups[born].append(item)
        elif not born and _another_name(details.registered_name, shown):
            groups[" ".join(sorted(_words(details.registered_name or "")))].append(item)
    largest = max(groups, key=lambda who: len(groups[who]), default="")
    return tuple(groups[largest])


def _another_name(name: str | None, shown: str) -> bool:
    """Each has a word that the other lacks, as with SR and JR; leaving one out is no difference."""
    one, other = _words(name or ""), _words(shown)
    return bool(one - other) and bool(other - one)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").casefold().split())


def stated(visits: Iterable[Item]) -> dict[str, str]:
    """What most of these visits state of their person, by the fields of a new chart."""
    known = [item.details for item in visits if isinstance(item.details, Encounter)]
    found = dict(_named(_most(visit.registered_name for visit in known)))
    for field, part in STATED.items():
        value = _most(getattr(visit, part) for visit in known)
        if value:
            found[field] = value
    return found


def _most(values: Iterable[str | None]) -> str:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else ""


def _named(name: str) -> Iterator[tuple[str, str]]:
    """The parts of a name written "FAMILY, Given Middle Suffix" or "Given Middle Family"."""
    family, comma, rest = name.partition(",")
    words = (rest if comma else name).replace(",", " ").split()
    if words and words[-1].strip(".").upper() in SUFFIXES:
        yield "suffix", words.pop()
    if not comma:
        family = words.pop() if words else ""
    parts: Mapping[str, str] = {
        "family": family.strip(),
        "given": words[0] if words else "",
        "middle": " ".join(words[1:]),
    }
    yield from ((part, value) for part, value in parts.items() if value)
