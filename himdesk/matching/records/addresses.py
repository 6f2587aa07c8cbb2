# SPDX-License-Identifier: Apache-2.0
"""Reading street lines and e-mail addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.matching.records import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.matching.records.reference import Reference

_LONGEST_NUMBER = 9
_SHORTEST_GLUED = 4


@dataclass(frozen=True, slots=True)
class Street:
    """A street line: house number (0: none), name without type and direction, unit."""

    house: int
    name: str
    unit: str


NO_STREET = Street(0, "", "")


def street(raw: str, ref: Reference) -> Street:
    """Read a street line: `12 N Oak Street Apt 4B` gives 12, OAK, 4B."""
    tokens = text.words(raw.replace("#", " UNIT "), ref.letters)
    if " ".join(tokens) in ref.placeholder_street:
        return NO_STREET
    tokens, unit = _without_unit(tokens, ref)
    house, tokens = _house(tokens)
    plain = _without_type(tokens, ref)
    kept = [word for word in plain if word not in ref.directions] or plain
    name = "".join(kept)
    return Street(house, name if len(plain) < len(tokens) else _unglued(name, ref), unit)


def read_streets(lines: Iterable[str], ref: Reference) -> list[Street]:
    """Read many lines; what follows the house number is read once for all that share it."""
    tails: dict[str, Street] = {}
    found = []
    for line in lines:
        head, _, tail = line.partition(" ")
        if not (tail and head.isascii() and head.isdigit()):
            found.append(street(line, ref))
            continue
        known = tails.get(tail)
        if known is None:
            known = tails[tail] = street(f"1 {tail}", ref)
        if known.house:
            found.append(Street(int(head[:_LONGEST_NUMBER]), known.name, known.unit))
        else:
            found.append(street(line, ref))
    return found


def _without_unit(tokens: list[str], ref: Reference) -> tuple[list[str], str]:
    """Cut `APT 4B` off the end; a unit word in the middle with no number behind it stays."""
    for at, token in enumerate(tokens[:-1]):
        last_two = at == len(tokens) - 2
        if at and token in ref.units and (last_two or tokens[-1][0].isdigit()):
            return tokens[:at], "".join(word for word in tokens[at:] if word not in ref.units)
    return tokens, ""


def _house(tokens: list[str]) -> tuple[int, list[str]]:
    """The house number is the first word with a digit in front, or the last one behind."""
    for at in (0, len(tokens) - 1):
        if len(tokens) > 1 and tokens[at][0].isdigit():
            number = "".join(char for char in tokens[at] if char in "0123456789")
            rest = [word for place, word in enumerate(tokens) if place != at]
            return (int(number[:_LONGEST_NUMBER]) if number else 0), rest
    return 0, tokens


def _without_type(tokens: list[str], ref: Reference) -> list[str]:
    """Drop the street's type at the end (or in front: RUE, CALLE), and a direction after it."""
    while len(tokens) > 1 and tokens[-1] in ref.directions:
        tokens = tokens[:-1]
    if len(tokens) > 1 and tokens[-1] in ref.street_types:
        return tokens[:-1]
    return tokens


def _unglued(name: str, ref: Reference) -> str:
    """PRIDHAMSTREET gives PRIDHAM."""
    for kind in ref.glued_types:
        if name.endswith(kind) and len(name) - len(kind) >= _SHORTEST_GLUED:
            return name[: -len(kind)]
    return name


def email(raw: str, ref: Reference) -> str:
    """Upper case; place-holders and texts without @ give the empty text."""
    value = raw.strip().upper()
    if "@" not in value or value in ref.placeholder_email:
        return ""
    return "" if value.partition("@")[0] in ref.placeholder_email else value
