# SPDX-License-Identifier: Apache-2.0
"""The reference tables that cleaning rests on, read from the data files in `resources`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from himdesk import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Reference:
    """All tables as sets and mappings; every text is upper case.

    `related` gives a name the names that stand on a line with it: `nicknames` for everyday
    forms, `spellings` for one name written in several ways.
    """

    nicknames: Mapping[str, frozenset[str]]
    spellings: Mapping[str, frozenset[str]]
    formal: Mapping[str, str]
    suffixes: Mapping[str, str]
    particles: frozenset[str]
    titles: frozenset[str]
    placeholder_names: frozenset[str]
    placeholder_pairs: tuple[tuple[str, str], ...]
    newborn: Mapping[str, str]
    placeholder_ssn: frozenset[str]
    placeholder_phone: frozenset[str]
    placeholder_date: frozenset[str]
    placeholder_street: frozenset[str]
    placeholder_email: frozenset[str]
    street_types: Mapping[str, str]
    directions: Mapping[str, str]
    units: frozenset[str]
    glued_types: tuple[str, ...]
    sexes: Mapping[str, str]
    letters: Mapping[str, str]


@cache
def load_reference() -> Reference:
    """All tables; about a thousand lines, read once."""
    words, places, streets = (
        _sections(name) for name in ("name_words.txt", "placeholders.txt", "streets.txt")
    )
    nicknames, formal = _nicknames(_lines("nicknames.txt"))
    return Reference(
        nicknames=nicknames,
        spellings=_together(line.split() for line in _lines("spellings.txt")),
        formal=formal,
        suffixes=_pairs(words["suffix"]),
        particles=frozenset(words["particle"]),
        titles=frozenset(words["title"]),
        placeholder_names=frozenset(words["placeholder"]),
        placeholder_pairs=tuple(_two(line) for line in words["placeholder_pair"]),
        newborn=_pairs(words["newborn"]),
        placeholder_ssn=frozenset(places["ssn"]),
        placeholder_phone=frozenset(places["phone"]),
        placeholder_date=frozenset(places["date"]),
        placeholder_street=frozenset(places["street"]),
        placeholder_email=frozenset(places["email"]),
        street_types=_pairs(streets["type"]),
        directions=_pairs(streets["direction"]),
        units=frozenset(streets["unit"]),
        glued_types=tuple(streets["glued"]),
        sexes=_pairs(_lines("sexes.txt")),
        letters=_pairs(_lines("letters.txt")),
    )


def _lines(name: str) -> Iterator[str]:
    text = resources.path("reference", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in _lines(name):
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        else:
            here.append(line)
    return found


def _pairs(lines: Iterable[str]) -> dict[str, str]:
    """`A B=C` becomes {A: C, B: C}; a line without = gives the empty text."""
    found: dict[str, str] = {}
    for line in lines:
        left, _, right = line.partition("=")
        found.update(dict.fromkeys(left.split(), right))
    return found


def _two(line: str) -> tuple[str, str]:
    first, last = line.split()
    return first, last


def _together(groups: Iterable[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, set()).update(group)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def _nicknames(lines: Iterable[str]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Related names, and for each everyday form the one formal name it most likely stands for.

    An everyday form of many formal names (AL, PAT) is given none: as a blocking key it would
    only join strangers.
    """
    groups: list[list[str]] = []
    owners: dict[str, list[str]] = {}
    for line in lines:
        left, _, right = line.partition(":")
        names = left.split()
        groups.append(names + right.split())
        for name in groups[-1]:
            owners.setdefault(name, []).append(names[0])
    formal = {name: heads[0] for name, heads in owners.items() if len(heads) == 1}
    formal.update((name, name) for name, heads in owners.items() if name in heads)
    return _together(groups), formal
