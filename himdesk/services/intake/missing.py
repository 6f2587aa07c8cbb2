# SPDX-License-Identifier: Apache-2.0
"""What records named and was not there at the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.records import Rejected
from himdesk.services.intake.plans.lookup import CONDITION, split
from himdesk.store.desk import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.store.engine import Database

_MOST: Final = 50_000


@dataclass(slots=True)
class Missing:
    """The keys that were missing: the file and place where each was first named, and how often.

    Beyond a limit they are only known to exist (`many`), so that memory stays flat.
    """

    first: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    files: set[int] = field(default_factory=set)
    many: bool = False

    def add(self, file: int, key: str, where: str) -> None:
        """Note that a record at a place named something."""
        self.files.add(file)
        known = self.first.get(key)
        if known is not None:
            self.first[key] = (known[0], known[1], known[2] + 1)
        elif len(self.first) < _MOST:
            self.first[key] = (file, where, 1)
        else:
            self.many = True

    def come(self, database: Database, source: str) -> set[int]:
        """The files with links to make, because what they named came later; forgets those keys."""
        keys = {key: split(key) for key in self.first if CONDITION not in key and "/" in key}
        with database.read() as session:
            there = sources.records(session, source, set(keys.values()))
        come = [key for key, parts in keys.items() if parts in there]
        for key in come:
            del self.first[key]
        return self.files if come or self.many else set()

    def notices(self) -> Iterator[tuple[int, Rejected]]:
        """What a person should know of those that never came, file by file."""
        for key, (file, where, count) in self.first.items():
            more = f" ({count} records name it)" if count > 1 else ""
            yield file, Rejected(where, f"{key} is not known; the link to it is left out{more}.")
