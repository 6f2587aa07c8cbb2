# SPDX-License-Identifier: Apache-2.0
"""Failing at the n-th SQL statement of whatever connection, also of those opened on the way."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, select

from himdesk.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from himdesk.store.engine import Database


class PowerCut(Exception):
    """Something that no code of ours expects."""


def cut() -> None:
    raise PowerCut


class Statements:
    """Counts statements and commits; acts at the one whose number `arm` names."""

    def __init__(self, act: Callable[[], None] = cut) -> None:
        self.count = 0
        self._at: int | None = None
        self._act = act

    def arm(self, at: int | None) -> None:
        self.count, self._at = 0, at

    @property
    def armed(self) -> bool:
        """Whether it has not acted yet."""
        return self._at is not None

    def tick(self, *_: Any) -> None:
        self.count += 1
        if self._at is not None and self.count > self._at:
            self._at = None
            self._act()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count within, on every engine."""
        listened = ("before_cursor_execute", "commit")
        for name in listened:
            event.listen(Engine, name, self.tick)
        try:
            yield
        finally:
            for name in listened:
                event.remove(Engine, name, self.tick)


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is in it."""
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }
