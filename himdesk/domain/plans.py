# SPDX-License-Identifier: Apache-2.0
"""What every verb's plan comes to: a change set, what it warns of, and what is still undecided."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import ACKNOWLEDGED, Change
from himdesk.domain.errors import AcknowledgementMissing, NeverAllowed, UndecidedItems, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.domain.changes import ChangeSet
    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item
    from himdesk.domain.fold import Placed

CONTRADICTION: Final = "contradiction"
"""The ledger's entity name of an acknowledged contradiction; its id is the code."""


class Grade(StrEnum):
    """How much a contradiction weighs."""

    WARN = "warn"
    STOP = "stop"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A sign that a correction is wrong: these would be two people, or one would lose something.

    `items` are the ids of the items that contradict each other, `charts` the charts concerned.
    """

    grade: Grade
    code: str
    text: str
    charts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """An item whose chart a person must decide, with a suggestion (or None) and its reason."""

    item: str
    kind: str
    suggest: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Created:
    """New entities that a change set brings, in the order in which they are written."""

    patients: tuple[Patient, ...] = ()
    items: tuple[Item, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A correction ready to be reviewed, proposed or applied."""

    change_set: ChangeSet
    contradictions: tuple[Contradiction, ...] = ()
    acknowledged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    undecided: tuple[Undecided, ...] = ()
    created: Created = field(default_factory=Created)

    def check(self) -> None:
        """Check that nothing forbids it and nothing is left open.

        Raises:
            NeverAllowed: a contradiction of grade `never`.
            AcknowledgementMissing: a `stop` that nobody acknowledged.
            UndecidedItems: items without a decision.
        """
        for found in self.contradictions:
            if found.grade is Grade.NEVER:
                raise NeverAllowed(found.code, found.text)
        missing = sorted(
            {
                found.code
                for found in self.contradictions
                if found.grade is Grade.STOP and found.code not in self.acknowledged
            }
        )
        if missing:
            raise AcknowledgementMissing(tuple(missing))
        if self.undecided:
            raise UndecidedItems(tuple(u.item for u in self.undecided))


def acknowledgements(
    found: Iterable[Contradiction], given: Mapping[str, str]
) -> tuple[Change, ...]:
    """The ledger's record of acknowledgements: only of contradictions that exist, with a text.

    Raises:
        UsageError: a code that was not found, or an empty explanation.
    """
    codes = {c.code for c in found}
    for code, text in given.items():
        if code not in codes:
            known = ", ".join(sorted(codes)) or "none"
            raise UsageError(f"There is no contradiction {code} to acknowledge (found: {known}).")
        if not text.strip():
            raise UsageError(f"The acknowledgement of {code} needs an explanation.", code)
    return tuple(
        Change(CONTRADICTION, code, ACKNOWLEDGED, None, text.strip())
        for code, text in sorted(given.items())
    )


def depths(items: Iterable[Placed]) -> dict[str, int]:
    """The distance of each item from its topmost parent among the given ones."""
    parents = {item.id: item.parent for item in items}
    return _depths(parents, parents)


def depths_of(wanted: Iterable[str], items: Mapping[str, Item]) -> dict[str, int]:
    """The same of those `wanted` (ids) among items by their ids."""
    parents = {name: i.parent_id or i.encounter_id for name, i in items.items()}
    return _depths(wanted, parents)


def _depths(wanted: Iterable[str], parents: Mapping[str, str | None]) -> dict[str, int]:
    known: dict[str, int] = {}
    for item in wanted:
        path: list[str] = []
        at: str | None = item
        while at is not None and at in parents and at not in known and at not in path:
            path.append(at)
            at = parents[at]
        depth = known.get(at, -1) if at is not None else -1
        for step in reversed(path):
            depth += 1
            known[step] = depth
    return known
