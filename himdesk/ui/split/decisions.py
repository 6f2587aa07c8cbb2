# SPDX-License-Identifier: Apache-2.0
"""What was decided about a split so far, in letters; and the plan that follows from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from himdesk.services.corrections.splitplan import NEW, PlannedAgain, PlannedPart, SplitPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from himdesk.services.corrections.separating import SplitRow

NEW_CHART: Final = f"{NEW}person"


@dataclass(frozen=True, slots=True)
class Divided:
    """The pages of a scan that go to a side; the others stay."""

    to: str
    goes: tuple[int, ...]
    stays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """An item that holds for both persons: it stays, and is recorded anew for a side."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A note about both persons, documented anew: a text for A and one for a side, or one of them.

    The note itself is retracted.
    """

    to: str
    stays: str
    goes: str


@dataclass
class Decisions:
    """Letters by item, documents divided by pages or words, items recorded for both."""

    chosen: dict[str, str] = field(default_factory=dict)
    divided: dict[str, Divided] = field(default_factory=dict)
    repeated: dict[str, Repeated] = field(default_factory=dict)
    rewritten: dict[str, Rewritten] = field(default_factory=dict)

    def choose(self, keys: Iterable[str], letter: str) -> None:
        """These items go to a side, as a whole."""
        for key in keys:
            self.chosen[key] = letter
            self.divided.pop(key, None)
            self.repeated.pop(key, None)
            self.rewritten.pop(key, None)

    def divide(self, key: str, divided: Divided) -> None:
        """A scan is divided; its original stays, sealed."""
        self.choose([key], "A")
        self.divided[key] = divided

    def repeat(self, key: str, repeated: Repeated) -> None:
        """An item holds for both persons."""
        self.choose([key], "A")
        self.repeated[key] = repeated

    def rewrite(self, key: str, rewritten: Rewritten) -> None:
        """A note is retracted, and documented anew."""
        self.choose([key], "A")
        self.rewritten[key] = rewritten

    def effective(self, rows: Sequence[SplitRow]) -> dict[str, str]:
        """The letter of each row: its own, or that of what it follows; rows come from the top."""
        found: dict[str, str] = {}
        for row in rows:
            own = self.chosen.get(row.item.id, "")
            found[row.item.id] = own or found.get(row.above, "")
        return found

    def values(self) -> dict[str, Any]:
        """What was decided, to be kept as a draft."""
        return asdict(self)

    @classmethod
    def read(cls, values: Mapping[str, Any], keys: Collection[str], letters: str) -> Decisions:
        """What a draft decided of items that are still there, for sides that are there."""
        found = cls()
        for key in keys:
            divided, rewritten = values["divided"].get(key), values["rewritten"].get(key)
            repeated, chosen = values["repeated"].get(key), values["chosen"].get(key)
            other = divided or rewritten or repeated
            if (other["to"] if other else chosen or "?") not in letters:
                continue
            if divided:
                goes, stays = tuple(divided["goes"]), tuple(divided["stays"])
                found.divide(key, Divided(divided["to"], goes, stays))
            elif rewritten:
                found.rewrite(key, Rewritten(**rewritten))
            elif repeated:
                found.repeat(key, Repeated(**repeated))
            else:
                found.choose([key], chosen)
        return found

    def used(self) -> set[str]:
        """The sides that get something."""
        others: tuple[Divided | Repeated, ...] = (*self.divided.values(), *self.repeated.values())
        written = (each.to for each in self.rewritten.values() if each.goes)
        return {*self.chosen.values(), *(each.to for each in others), *written}

    def plan(
        self, rows: Sequence[SplitRow], charts: Mapping[str, str], stated: Mapping[str, str]
    ) -> SplitPlan:
        """The plan; `charts` maps letters to what a plan calls the charts."""
        letters = self.effective(rows)
        moves = {
            row.item.id: charts[letters[row.item.id]]
            for row in rows
            if letters[row.item.id] != (letters[row.above] if row.above else "A")
        }
        parts = [
            PlannedPart(document=key, to=charts[letter], pages=pages)
            for key, each in self.divided.items()
            for letter, pages in (("A", each.stays), (each.to, each.goes))
            if pages
        ]
        parts += [
            PlannedPart(document=key, to=charts[letter], text=text)
            for key, note in self.rewritten.items()
            for letter, text in (("A", note.stays), (note.to, note.goes))
            if text
        ]
        again = [
            PlannedAgain(item=key, to=charts[each.to], reason=each.reason)
            for key, each in self.repeated.items()
        ]
        new = {NEW_CHART.removeprefix(NEW): dict(stated)} if "B" in self.used() else {}
        return SplitPlan(moves=moves, new=new, parts=tuple(parts), again=tuple(again))


def pages_of(text: str, last: int) -> tuple[int, ...]:
    """Page numbers as people write them: "4-6, 8".

    Raises:
        ValueError: not of that form, or not among the pages 1 to `last`.
    """
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, dash, end = part.partition("-")
        found |= set(range(int(first), int(end if dash else first) + 1))
    if not found or min(found) < 1 or max(found) > last:
        raise ValueError(text)
    return tuple(sorted(found))
