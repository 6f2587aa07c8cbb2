# SPDX-License-Identifier: Apache-2.0
"""What the letter screen shows: what may be written about a thing, and what was issued."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What letters are written about: a change set or a case, and the kinds that fit, best first.

    `case` tells an amendment request, whose mailings are noted.
    """

    id: str = ""
    title: str = "Letters"
    kinds: tuple[str, ...] = ()
    case: bool = False


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A letter that was issued."""

    id: str
    kind: str
    at: str
    by: str


def case_subject(case: str, kinds: tuple[str, ...]) -> Subject:
    """The letters of an amendment request."""
    return Subject(case, "Letters of the amendment request", kinds, case=True)


def title_of(kind: str) -> str:
    """A kind of letter as people read it."""
    return kind.replace("-", " ").capitalize()
