# SPDX-License-Identifier: Apache-2.0
"""How himdesk reads a resource type that may be a patient's: the places of what a chart needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from himdesk.domain.charts.items import Category

Path: TypeAlias = tuple[str, ...]


def _paths(words: str) -> tuple[Path, ...]:
    return tuple(tuple(word.split(".")) for word in words.split())


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a resource type has what a chart needs; paths are parted by blanks, the best first.

    `must` says whether a resource of this type without a patient is refused, or else kept as an
    entry of the directory; `many` whether it may name several patients and then is nobody's own.
    """

    type: str
    patient: str
    display: str = "code"
    times: str = ""
    until: str = ""
    recorded: str = ""
    author: str = ""
    parents: str = ""
    encounter: str = "encounter"
    category: Category = Category.OTHER
    must: bool = True
    many: bool = False
    patient_paths: tuple[Path, ...] = field(init=False)
    display_paths: tuple[Path, ...] = field(init=False)
    time_keys: tuple[str, ...] = field(init=False)
    until_keys: tuple[str, ...] = field(init=False)
    recorded_keys: tuple[str, ...] = field(init=False)
    author_paths: tuple[Path, ...] = field(init=False)
    parent_paths: tuple[Path, ...] = field(init=False)
    encounter_paths: tuple[Path, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Split the paths once."""
        for name in ("patient", "display", "author", "parent", "encounter"):
            words = getattr(self, "parents" if name == "parent" else name)
            object.__setattr__(self, f"{name}_paths", _paths(words))
        object.__setattr__(self, "time_keys", tuple(self.times.split()))
        object.__setattr__(self, "until_keys", tuple(self.until.split()))
        object.__setattr__(self, "recorded_keys", tuple(self.recorded.split()))
