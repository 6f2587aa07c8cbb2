# SPDX-License-Identifier: Apache-2.0
"""Writing plans in short transactions, so that nobody at a desk waits for an import.

A plan is made before the write lock is taken. Under the lock it is checked that no chart it rests
on was touched meanwhile; what is stale is given back to be planned again.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.services.intake.report import CHANGED, NEW
from himdesk.store import content
from himdesk.store.desk import sources, work
from himdesk.store.reading import arriving
from himdesk.store.writing import ledger
from himdesk.store.writing.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from himdesk.services.intake.plans.sheets import Desk, Unit
    from himdesk.store.engine import Database, Transaction

MOST_ROWS: Final = 500
"""Items and changes that are written in one go; a bundle of more takes several in one transaction.

A trigger of PostgreSQL tells what a transaction made from its newest thousand change sets.
"""

LONGEST: Final = 0.1
"""Seconds after which a transaction takes no further unit; with its commit it stays below 0.2."""

BREATH: Final = 0.012
"""Seconds without the lock after which whoever waited for it has had it."""

_FILED: Final = frozenset({NEW, CHANGED})

Prepared = tuple["Unit", list[Entry]]


@dataclass(slots=True)
class Writer:
    """Writes units; `head` is the place in the ledger up to which the plans know it.

    `filed` counts the records that were written and committed, new ones and changed ones.
    """

    database: Database
    desk: Desk
    new_id: Callable[[], str]
    head: int = 0
    filed: int = 0
    let_go: float = field(default=0.0)

    def write(self, units: Iterable[Unit]) -> list[Unit]:
        """Write all units; returns those that are stale, of which nothing was written."""
        waiting = [self._prepared(unit) for unit in units]
        stale: list[Unit] = []
        foreign: frozenset[str] = frozenset()
        others = False
        while waiting:
            written: list[Unit] = []
            with self.turn() as session:
                touched, imported = self._foreign(session)
                foreign, others = foreign | touched, others or imported
                began, tired = time.monotonic(), False
                while waiting and not tired:
                    batch, waiting = _batch(waiting)
                    fresh = []
                    for unit, entries in batch:
                        if unit.charts & foreign or (others and unit.added):
                            stale.append(unit)
                        else:
                            fresh.append((unit, entries))
                    self._batch(session, fresh)
                    written += [unit for unit, _ in fresh]
                    tired = time.monotonic() - began > LONGEST / 2
                self.head = ledger.head(session)[0]
            self.filed += sum(what in _FILED for unit in written for _, what in unit.outcomes)
        return stale

    def write_in(self, session: Transaction, units: Iterable[Unit]) -> None:
        """Write units that were planned in the same unit of work, so that none can be stale."""
        self._batch(session, [self._prepared(unit) for unit in units])

    def _prepared(self, unit: Unit) -> Prepared:
        """A unit with its change sets, made before the lock is taken."""
        return unit, [
            Entry(
                id=self.new_id(),
                change_set=sheet.change_set(self.desk.by, self.desk.reason),
                created=sheet.created(),
            )
            for sheet in unit.sheets.values()
            if not sheet.empty
        ]

    @contextmanager
    def turn(self) -> Iterator[Transaction]:
        """A unit of work of the import, after a breath since its last one."""
        rested = time.monotonic() - self.let_go > BREATH
        begin = self.database.write if rested else self.database.write_in_turn
        try:
            with begin(self.desk.by) as session:
                yield session
        finally:
            self.let_go = time.monotonic()

    def _foreign(self, session: Transaction) -> tuple[frozenset[str], bool]:
        """The charts that others touched since the plans were made; whether others import too."""
        if ledger.head(session)[0] == self.head:
            return frozenset(), False
        return arriving.touched_since(session, self.head)

    def _batch(self, session: Transaction, batch: Sequence[Prepared]) -> None:
        """Write some units together, each statement once for all of them."""
        bodies: dict[str, bytes] = {}
        for unit, _ in batch:
            bodies |= unit.bodies
        content.put_named(session, bodies)
        entries = [entry for _, entries in batch for entry in entries]
        for start in range(0, len(entries), MOST_ROWS):
            ledger.write_all(
                session,
                entries[start : start + MOST_ROWS],
                at=self.desk.at,
                applied_by=self.desk.by,
                import_id=self.desk.import_id,
            )
        sources.add_records(session, [row for unit, _ in batch for row in unit.added.values()])
        sources.update_records(session, [row for unit, _ in batch for row in unit.updated.values()])
        for unit, _ in batch:
            for case in unit.cases:
                work.put_case(session, case)


def _batch(waiting: list[Prepared]) -> tuple[list[Prepared], list[Prepared]]:
    """As many units as one go may take, at least one; and the others."""
    rows = 0
    for number, (unit, _) in enumerate(waiting):
        rows += unit.weight
        if number and rows > MOST_ROWS:
            return waiting[:number], waiting[number:]
    return waiting, []
