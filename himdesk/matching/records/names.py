# SPDX-License-Identifier: Apache-2.0
"""What name fields say: parts of surnames, suffixes, newborns and people without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.matching.records import text

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname: `whole` without blanks, its `parts` (GARCIA, LOPEZ), a suffix found in it."""

    whole: str
    parts: tuple[str, ...]
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A given-name field: `whole` without blanks and its `tokens`.

    A newborn has no name yet: then both are empty, `sex` is what the words tell and `order`
    the letter of a twin.
    """

    whole: str
    tokens: tuple[str, ...]
    newborn: bool = False
    sex: str = ""
    order: str = ""


NO_SURNAME = Surname("", ())
NO_GIVEN = Given("", ())


def surname(raw: str, ref: Reference) -> Surname:
    """Read a surname field; place-holders give NO_SURNAME."""
    tokens = text.words(raw, ref.letters)
    suffix = ""
    while len(tokens) > 1 and tokens[-1] in ref.suffixes:
        suffix = ref.suffixes[tokens.pop()]
    whole = "".join(tokens)
    if whole in ref.placeholder_names:
        return NO_SURNAME
    return Surname(whole, _parts(tokens, ref), suffix)


def _parts(tokens: list[str], ref: Reference) -> tuple[str, ...]:
    """Join particles to the word that follows: DE LA CRUZ LOPEZ gives DELACRUZ, LOPEZ."""
    parts: list[str] = []
    pending = ""
    for token in tokens:
        pending += token
        if token not in ref.particles:
            parts.append(pending)
            pending = ""
    if pending:
        parts.append(pending)
    return tuple(parts)


def given(raw: str, ref: Reference) -> Given:
    """Read a given-name field; place-holders give NO_GIVEN."""
    tokens = [word for word in text.words(raw, ref.letters) if word not in ref.titles]
    while len(tokens) > 1 and tokens[-1] in ref.suffixes and len(tokens[-1]) > 1:
        tokens.pop()
    if tokens and tokens[0] in ref.newborn:
        return _newborn(tokens, ref)
    whole = "".join(tokens)
    if whole in ref.placeholder_names:
        return NO_GIVEN
    return Given(whole, tuple(tokens))


def _newborn(tokens: list[str], ref: Reference) -> Given:
    sex = order = ""
    for token in tokens:
        sex = sex or ref.newborn.get(token, "")
        if len(token) == 1:
            order = token
    return Given("", (), newborn=True, sex=sex, order=order)


def suffix(raw: str, ref: Reference) -> str:
    """The suffix a field stands for (JR, SR, II …), or the empty text."""
    for word in text.words(raw, ref.letters):
        if word in ref.suffixes:
            return ref.suffixes[word]
    return ""


def sex(raw: str, ref: Reference) -> str:
    """F, M, or the empty text for everything else."""
    return ref.sexes.get("".join(text.words(raw, ref.letters)), "")
