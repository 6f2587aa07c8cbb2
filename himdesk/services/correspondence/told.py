# SPDX-License-Identifier: Apache-2.0
"""What only a person can tell a letter: who gets it, and facts that no record holds."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from himdesk.domain.errors import UsageError
from himdesk.printing.letters.values import Recipient

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from _typeshed import DataclassInstance

N = TypeVar("N", bound="DataclassInstance")

RECIPIENT: Final = "recipient"
_LINES: Final = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person stated for a letter, by the names of its fields; `fixed` are not theirs.

    `asks` are names that say what the letter is about, and are no fields of it.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    fixed: ClassVar[frozenset[str]] = frozenset()
    asks: ClassVar[frozenset[str]] = frozenset({RECIPIENT})

    def recipient(self, name: str, lines: tuple[str, ...] = ()) -> Recipient:
        """Who gets the letter, unless told otherwise ("Name|Street|City")."""
        told = self.parts(RECIPIENT)
        return (
            Recipient(name=told[0], lines=told[1:]) if told else Recipient(name=name, lines=lines)
        )

    def parts(self, name: str) -> tuple[str, ...]:
        """The parts of a fact that is told as "first|second|third"; none if it was not told."""
        told = tuple(part.strip() for part in self.facts.get(name, "").split(_LINES))
        return told if any(told) else ()

    def stated(self, notice: N, also: Collection[str] = ()) -> N:
        """The notice with what a person stated instead of what is not known or was guessed.

        `also` are other names that could have been stated, for the refusal of one that can't.

        Raises:
            UsageError: no field of this letter, or one that is not a person's to state.
        """
        able = {
            f.name: getattr(notice, f.name)
            for f in fields(notice)
            if isinstance(getattr(notice, f.name), (str, bool, date, type(None)))
            and f.name not in self.fixed
        }
        values: dict[str, object] = {}
        for name, text in self.facts.items():
            if name in self.asks:
                continue
            if name not in able:
                known = ", ".join(sorted({*able, *self.asks, *also}))
                raise UsageError(f"{name} can't be set; of this letter there are: {known}.", name)
            values[name] = _value(able[name], text, name)
        return replace(notice, **values)


def day(text: str, name: str) -> date:
    """The day that a fact names.

    Raises:
        UsageError: it names none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} is a day like 2026-03-01.", name) from None


def _value(now: object, text: str, name: str) -> object:
    if name.endswith(("_on", "_by")) and name != "discovered_by":
        return day(text, name)
    if isinstance(now, bool):
        if text not in {"yes", "no"}:
            raise UsageError(f"{name} is yes or no.", name)
        return text == "yes"
    return text
