# SPDX-License-Identifier: Apache-2.0
"""One import from its first file to its last: patients, then groups, then rank by rank, then links.

Records are read, planned and written in chunks, so that memory stays flat. An import that was
killed is simply repeated: what is in the store by then is known, and nothing comes twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.errors import NotInThisVersion, UnreadableFile
from himdesk.services.collecting import collecting_seldom
from himdesk.services.intake.arriving.ranks import PATIENTS, RANKS, rank_of
from himdesk.services.intake.arriving.shelf import Shelf
from himdesk.services.intake.missing import Missing
from himdesk.services.intake.plans.links import Linker
from himdesk.services.intake.plans.planner import Planner
from himdesk.services.intake.plans.planning import plan_all
from himdesk.services.intake.plans.sheets import incoming
from himdesk.store.errors import DatabaseBusy
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from himdesk.services.intake.arriving.survey import Source
    from himdesk.services.intake.plans.numbers import Numbers
    from himdesk.services.intake.plans.sheets import Desk, Incoming, Plan
    from himdesk.services.intake.report import Report
    from himdesk.services.intake.writing import Writer
    from himdesk.services.matching.check import Checker
    from himdesk.store.engine import Database

CHUNK: Final = 1000
CHUNK_BYTES: Final = 8 << 20
_ATTEMPTS: Final = 5
Waiting = dict["Source", set[int]]
"""Groups that wait for their patients: their places among the groups of a file."""


class Cancelled(Exception):
    """The person asked to stop; what was written stays, and the import can be repeated."""


@dataclass(slots=True)
class Run:
    """An import under way; `duplicates` looks up what was written."""

    database: Database
    desk: Desk
    numbers: Numbers
    new_id: Callable[[], str]
    writer: Writer
    report: Report
    duplicates: Checker
    progress: Callable[[int], None] | None
    cancelled: Callable[[], bool] | None
    shelf: Shelf = field(default_factory=Shelf)
    missing: Missing = field(default_factory=Missing)
    listing: set[int] = field(default_factory=set)

    @collecting_seldom()
    def take(self, files: Sequence[Source]) -> None:
        """Take everything in.

        Raises:
            Cancelled: the person asked to stop.
        """
        with self.database.read() as session:
            begun = ledger.head(session)[0]
        self._groups(self._patients(files))
        for rank in RANKS[PATIENTS + 1 :]:
            records = self._loose([f for f in files if rank in f.ranks], rank)
            for chunk in chunks(records):
                self._apply(chunk)
        self._links(files)
        self.duplicates.rank_since(begun)

    def _patients(self, files: Sequence[Source]) -> Waiting:
        """Patients of all files, and groups whose patients are known; answers the other groups."""
        waiting: Waiting = {}
        wanted = [f for f in files if PATIENTS in f.ranks or f.grouped]
        for chunk in chunks(self._loose(wanted, PATIENTS, waiting)):
            self._apply(chunk)
        return waiting

    def _loose(
        self, files: Iterable[Source], rank: int, waiting: Waiting | None = None
    ) -> Iterator[Incoming]:
        """The loose records of one rank; groups are applied on the way, if they are asked for."""
        for file in files:
            report = self.report.files[file.number]
            groups = 0
            try:
                for item in self.shelf.take(file, rank):
                    if isinstance(item, Record):
                        report.read += 1
                        self._note_listing(file, item)
                        yield incoming(file.number, item)
                    elif isinstance(item, Rejected):
                        report.read += 1
                        report.rejected.append(item)
                    elif waiting is not None:
                        if not self._group(file, item, last=False):
                            waiting.setdefault(file, set()).add(groups)
                        groups += 1
            except (UnreadableFile, NotInThisVersion) as fault:
                report.refuse(fault.where(), fault.reason())

    def _note_listing(self, file: Source, record: Record) -> None:
        """Panels and reports that came alone list items that come later."""
        if not file.bundled and lists(record):
            self.listing.add(file.number)

    def _groups(self, waiting: Waiting) -> None:
        """Groups that named patients of other groups, as long as that helps; then all the rest."""
        while waiting:
            left: Waiting = {}
            for file, numbers in waiting.items():
                still = self._again(file, numbers, last=False)
                if still:
                    left[file] = still
            if left == waiting:
                for file, numbers in left.items():
                    self._again(file, numbers, last=True)
                return
            waiting = left

    def _again(self, file: Source, numbers: set[int], *, last: bool) -> set[int]:
        """Try some groups of a file again; those that still name an unknown patient."""
        return {
            number
            for number, group in enumerate(self.shelf.groups(file))
            if number in numbers and not self._group(file, group, last=last)
        }

    def _group(self, file: Source, group: Group, *, last: bool) -> bool:
        """Apply a group as one; False if it names an unknown patient and others may bring them."""
        report = self.report.files[file.number]
        chunk = [incoming(file.number, record) for record in group.records]
        plan = self._plan(chunk, atomic=True)
        if plan.homeless and not last:
            return False
        report.read += len(group.records) + len(group.rejected)
        report.rejected += [_with_its_bundle(rejected) for rejected in group.rejected]
        self._write(plan, atomic=True)
        return True

    def _apply(self, chunk: Sequence[Incoming]) -> None:
        """Plan and write a chunk of loose records."""
        self._write(self._plan(chunk, atomic=False), atomic=False)

    def _plan(self, chunk: Sequence[Incoming], *, atomic: bool) -> Plan:
        self._check_cancelled()
        with self.database.read() as session:
            self.writer.head = ledger.head(session)[0]
            return plan_all(Planner(session, self.desk, self.numbers, self.new_id, atomic), chunk)

    def _check_cancelled(self) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Cancelled

    def _write(self, plan: Plan, *, atomic: bool) -> None:
        """Write a plan; what others touched meanwhile is planned again.

        Raises:
            DatabaseBusy: others touch the same charts all the time.
        """
        for _ in range(_ATTEMPTS):
            self._note(plan, atomic=atomic)
            stale = self.writer.write(plan.units)
            for unit in plan.units:
                if unit not in stale:
                    for file, outcome in unit.outcomes:
                        self.report.files[file].outcomes[outcome] += 1
            if self.progress is not None:
                self.progress(self.report.done)
            again = [each for unit in stale for each in unit.records]
            if not again:
                self.duplicates.settle(most=2 * CHUNK)
                return
            plan = self._plan(again, atomic=atomic)
        raise DatabaseBusy

    def _note(self, plan: Plan, *, atomic: bool) -> None:
        """What can't be taken or is noteworthy goes into the report."""
        for file, rejected in plan.rejected:
            told = _with_its_bundle(rejected) if atomic else rejected
            self.report.files[file].rejected.append(told)
        for file, notice in plan.notices:
            self.report.files[file].notice(notice)
        for place in plan.missing:
            self.missing.add(*place)

    def _links(self, files: Sequence[Source]) -> None:
        """Make the links to what came later."""
        open_ = self.missing.come(self.database, self.desk.source) | self.listing
        for file in files:
            if file.number in open_:
                for rank in reversed(RANKS):  # panels before reports
                    for chunk in chunks(self._linked(file, rank)):
                        self._link(chunk)
        for number, notice in self.missing.notices():
            self.report.files[number].notice(notice)
        for report in self.report.files:
            if not (report.read or report.unreadable):
                report.notice(Rejected(report.path, "The file holds no records."))

    def _linked(self, file: Source, rank: int) -> Iterator[Incoming]:
        """The records of a file that name or list others."""
        if rank not in file.ranks or rank == PATIENTS:
            return
        for item in self.shelf.take(file, rank):
            records = item.records if isinstance(item, Group) else (item,)
            for record in records:
                if isinstance(record, Record) and rank_of(record.type) == rank and named(record):
                    yield incoming(file.number, record)

    def _link(self, chunk: Sequence[Incoming]) -> None:
        """Plan and write links; the whole chunk again if others touched a chart meanwhile."""
        for _ in range(_ATTEMPTS):
            self._check_cancelled()
            with self.database.read() as session:
                self.writer.head = ledger.head(session)[0]
                plan = Linker(session, self.desk).plan(chunk)
            if not self.writer.write(plan.units):
                return
        raise DatabaseBusy


def lists(record: Record) -> bool:
    """Whether a record is a panel or report with items of its own."""
    if record.type == "DiagnosticReport":
        return b'"result"' in record.body
    return record.type == "Observation" and b'"hasMember"' in record.body


def named(record: Record) -> bool:
    """Whether a record names or lists others."""
    return lists(record) or any(d.parent or d.encounter for d in record.drafts)


def chunks(records: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Records in parts that are planned and written at once."""
    part: list[Incoming] = []
    size = 0
    for each in records:
        part.append(each)
        size += len(each.record.body)
        if len(part) >= CHUNK or size >= CHUNK_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _with_its_bundle(rejected: Rejected) -> Rejected:
    """What is told of a record that stands or falls with others."""
    return Rejected(rejected.where, f"{rejected.reason} Nothing of its bundle was taken.")
