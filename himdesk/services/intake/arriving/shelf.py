# SPDX-License-Identifier: Apache-2.0
"""Reading the files of an import rank by rank, each record once where that can be had."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.reading import stream
from himdesk.exchange.sniff import Format
from himdesk.services.intake.arriving.ranks import PATIENTS, TYPE_NAME, rank_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.intake.arriving.survey import Source

ROOM: Final = 32 << 20
"""How many bytes of loose records are kept for later ranks; what is more is read again."""


_NONE: Final = -1


@dataclass(slots=True)
class Shelf:
    """Reads files; what small JSON files hold is kept, so that they are read once."""

    room: int = ROOM
    kept: dict[int, list[Record]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    def take(self, source: Source, rank: int) -> Iterator[Record | Rejected | Group]:
        """The records of one rank in a file; with rank 0 also its groups. Faults come once.

        Raises:
            UnreadableFile: nothing of the file can be used.
        """
        if source.number in self.kept:
            records = self.kept[source.number]
            yield from (record for record in records if rank_of(record.type) == rank)
        elif source.format is Format.NDJSON:
            yield from self._lines(source, rank)
        elif source.format is Format.CSV:
            yield from stream(source.path) if rank == PATIENTS else ()
        else:
            yield from self._whole(source, rank)

    def groups(self, source: Source) -> Iterator[Group]:
        """The groups of a file again, in the order in which `take` gave them."""
        wanted = _Gate(_NONE) if source.format is Format.NDJSON else None
        for item in stream(source.path, wanted):
            if isinstance(item, Group):
                yield item

    def _whole(self, source: Source, rank: int) -> Iterator[Record | Rejected | Group]:
        first = source.number not in self.met
        self.met.add(source.number)
        keep: list[Record] = []
        size = 0
        for item in stream(source.path):
            if isinstance(item, Record):
                size += len(item.body)
                keep.append(item)
                if rank_of(item.type) == rank:
                    yield item
            elif first:
                yield item
        if size <= self.room:
            self.room -= size
            self.kept[source.number] = keep

    def _lines(self, source: Source, rank: int) -> Iterator[Record | Rejected | Group]:
        first = source.number not in self.met
        self.met.add(source.number)
        gate = _Gate(rank)
        for item in stream(source.path, gate):
            if isinstance(item, Record):
                if rank_of(item.type) == rank:
                    yield item
            elif first or not gate.bundle:
                yield item


@dataclass(slots=True)
class _Gate:
    """Lets the lines of one rank through, and bundles; `bundle` says what the last one was."""

    rank: int
    bundle: bool = False

    def __call__(self, line: bytes) -> bool:
        """Whether to read the line."""
        found = TYPE_NAME.match(line, 1)
        name = found[1].decode() if found else _type_of(line)
        self.bundle = name == "Bundle"
        return self.bundle or rank_of(name) == self.rank


def _type_of(line: bytes) -> str:
    """The type of a line that does not begin with it; what is no JSON comes with the rest."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    name = value.get("resourceType") if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""
