# SPDX-License-Identifier: Apache-2.0
"""What differs between two values, down to the character, and what the difference looks like."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from himdesk.domain.times import similar_dates

Span = tuple[int, int]
"""The first character of a stretch and the one after its last."""

INITIAL: Final = 1
UNLIKE: Final = 3
"""Values that share less than one character in so many are different ones, not misspelt ones."""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """The stretches of two texts that have no counterpart in the other one."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]


def differing(left: str, right: str) -> TextDifference:
    """Mark what differs; values with signs between digits are compared part by part.

    Dates keep their parts: in 1984-03-12 against 1984-12-03 the month and the day are marked,
    not single digits that happen to agree. Two values that have little in common, such as two
    addresses, are marked whole: letters that happen to agree there say nothing.
    """
    if left.count("-") == right.count("-") and left.count("-") > 0 and len(left) == len(right):
        return _by_parts(left, right)
    swapped = _swapped_at(left, right)
    if swapped is not None:
        both = ((swapped, swapped + 2),)
        return TextDifference(both, both)
    matcher = SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False)
    lefts: list[Span] = []
    rights: list[Span] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            if b > a:
                lefts.append((a, b))
            if d > c:
                rights.append((c, d))
    alike = len(left) - sum(end - start for start, end in lefts)
    if lefts and rights and alike * UNLIKE < max(len(left), len(right)):
        return TextDifference(((0, len(left)),), ((0, len(right)),))
    return TextDifference(tuple(lefts), tuple(rights))


def _by_parts(left: str, right: str) -> TextDifference:
    spans: list[Span] = []
    at = 0
    for a, b in zip(left.split("-"), right.split("-"), strict=True):
        if a != b:
            if spans and spans[-1][1] == at - 1:
                spans[-1] = (spans[-1][0], at + len(a))
            else:
                spans.append((at, at + len(a)))
        at += len(a) + 1
    return TextDifference(tuple(spans), tuple(spans))


def kind_of_difference(field: str, left: str, right: str) -> str | None:
    """What the difference probably is, in words ("month and day swapped"); None if unknown."""
    if field == "birth_date":
        found = similar_dates(left, right)
        return f"⇄ {found}" if found and "swapped" in found else found
    a, b = left.casefold(), right.casefold()
    if field in {"middle", "given"} and INITIAL in {len(a.rstrip(".")), len(b.rstrip("."))}:
        return "initial fits" if a[:1] == b[:1] else None
    if field in {"family", "given"}:
        if set(_words(b)) < set(_words(a)) or set(_words(a)) < set(_words(b)):
            return "one is a part of the other"
        if sorted(_words(a)) == sorted(_words(b)):
            return "⇄ parts swapped"
    if field in {"phone", "mobile", "address", "ssn"} and _swapped_at(a, b) is not None:
        return "⇄ digits swapped"
    return None


def _words(text: str) -> list[str]:
    return text.replace("-", " ").split()


def _swapped_at(a: str, b: str) -> int | None:
    """Where two neighbouring characters changed places, if that is the whole difference."""
    if len(a) != len(b):
        return None
    at = [i for i in range(len(a)) if a[i] != b[i]]
    if len(at) != 2 or at[1] != at[0] + 1:  # noqa: PLR2004 - two places
        return None
    return at[0] if a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]] else None
