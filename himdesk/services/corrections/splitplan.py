# SPDX-License-Identifier: Apache-2.0
"""The plan of a split as a person writes it down: `split --plan FILE` reads a document of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEW: Final = "new:"
"""What stands before the name of a chart that the plan makes, where an MRN could stand."""

MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPart:
    """Pages of a scan, or a text in place of a note, for a chart (an MRN or "new:NAME")."""

    document: str
    to: str
    pages: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAgain:
    """A clinical item that is recorded anew in a second chart, and why."""

    item: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """What a person decided about a split; charts are MRNs or "new:NAME"."""

    moves: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    parts: tuple[PlannedPart, ...] = ()
    again: tuple[PlannedAgain, ...] = ()

    @classmethod
    def read(cls, document: object) -> SplitPlan:
        """The plan that a JSON document states.

        Raises:
            UsageError: it is not of the form, or decides twice about an item.
        """
        plan = _Mapping(document, "plan", {"moves", "new", "parts", "again"})
        moves = [_Mapping(m, "move", {"item", "to"}) for m in plan.list("moves")]
        parts = [
            _Mapping(p, "part", {"document", "to", "pages", "text"}) for p in plan.list("parts")
        ]
        again = [_Mapping(a, "repetition", {"item", "to", "reason"}) for a in plan.list("again")]
        _check_once((move.text("item") for move in moves), "moves item {} twice")
        _check_once(
            (f"{a.text('item')} for {a.text('to')}" for a in again), "records item {} anew twice"
        )
        return cls(
            moves={move.text("item"): move.text("to") for move in moves},
            new=plan.mappings("new"),
            parts=tuple(_part(part) for part in parts),
            again=tuple(
                PlannedAgain(item=a.text("item"), to=a.text("to"), reason=a.text("reason"))
                for a in again
            ),
        )

    def targets(self) -> tuple[str, ...]:
        """The charts named, each once."""
        named = (*self.moves.values(), *(p.to for p in self.parts), *(a.to for a in self.again))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A JSON object whose values are asked for by what they must be."""

    values: Any
    what: str
    keys: set[str]

    def __post_init__(self) -> None:
        if not isinstance(self.values, dict):
            raise UsageError(f"A {self.what} must be a JSON object; see split --help.")
        unknown = sorted(set(self.values) - self.keys)
        if unknown:
            known = ", ".join(sorted(self.keys))
            raise UsageError(f"A {self.what} has no {unknown[0]!r}; it has: {known}.", unknown[0])

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"Each {self.what} needs a text {key!r}.", key)
        return value.strip()

    def list(self, key: str) -> list[Any]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise UsageError(f"{key!r} must be a list.", key)
        return value

    def mappings(self, key: str) -> dict[str, dict[str, object]]:
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            raise UsageError(f"{key!r} must map names to JSON objects.", key)
        return value


def _part(part: _Mapping) -> PlannedPart:
    document, to = part.text("document"), part.text("to")
    if ("pages" in part.values) == ("text" in part.values):
        raise UsageError('Each part has either "pages" or a "text".', document)
    if "text" in part.values:
        return PlannedPart(document=document, to=to, text=part.text("text"))
    pages = part.list("pages")
    if not pages or not all(type(p) is int and 0 < p <= MOST_PAGES for p in pages):
        raise UsageError('"pages" are page numbers, the first one being 1.', document)
    return PlannedPart(document=document, to=to, pages=tuple(sorted(pages)))


def _check_once(names: Iterable[str], text: str) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise UsageError(f"The plan {text.format(name)}.", name.split(" for ")[0])
        seen.add(name)
