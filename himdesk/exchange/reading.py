# SPDX-License-Identifier: Apache-2.0
"""The door of this room: any file to records, by what it holds."""

from __future__ import annotations

from contextlib import contextmanager
from os import SEEK_END
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.ccda.reading import read_ccda
from himdesk.exchange.csv_patients import read_header, stream_csv
from himdesk.exchange.errors import UnreadableFile
from himdesk.exchange.fhir.reading import stream_json, stream_ndjson
from himdesk.exchange.grouping import grouped
from himdesk.exchange.hl7v2.reading import stream_hl7
from himdesk.exchange.sniff import Format, sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_WHOLE: Final = 1024 * 1024 * 1024
"""The largest file that is read into memory as a whole; what is larger must come as NDJSON."""


def stream(
    path: Path, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[Record | Rejected | Group]:
    """What a file has, in its order: loose records one by one, an atomic bundle as one `Group`.

    NDJSON and CSV are read line by line, in flat memory. Lines of NDJSON that are not `wanted`
    are passed over; what was read of a line is handed over before the next one is asked about.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    name = str(path)
    with opened(path) as file:
        kind = sniff(file, name)
        if kind is Format.NDJSON:
            yield from stream_ndjson(file, name, wanted)
        elif kind is Format.CSV:
            yield from stream_csv(file, name)
        elif kind is Format.FHIR_JSON:
            yield from stream_json(_all_of(file, name), name)
        elif kind is Format.HL7_V2:
            yield from stream_hl7(_all_of(file, name), name)
        else:
            yield read_ccda(_all_of(file, name), name)


def records(path: Path) -> Iterator[Record | Rejected]:
    """What a file has, one by one, also where it stands or falls together.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    for item in stream(path):
        if isinstance(item, Group):
            yield from item.rejected
            yield from item.records
        else:
            yield item


def read(path: Path) -> Iterator[Group]:
    """What a file has, put together: atomic bundles whole, the rest per patient.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    return grouped(stream(path))


def notices(path: Path) -> tuple[str, ...]:
    """What a person should know of a file that is no reason to refuse it: columns not used.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    name = str(path)
    with opened(path) as file:
        if sniff(file, name) is not Format.CSV:
            return ()
        return tuple(
            f"{name}: the column {column!r} is not known and is ignored."
            for column in read_header(file, name).unknown
        )


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file, open for reading.

    Raises:
        UnreadableFile: it can't be opened, or reading fails on the way.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            if not file.seekable():
                raise UnreadableFile(name, "this is a pipe or a device; expected a file.")
            yield file
    except OSError as fault:
        reason = fault.strerror or "it can't be opened"
        raise UnreadableFile(name, f"the file can't be read: {reason}.") from fault


def _all_of(file: BinaryIO, name: str) -> bytes:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if size > MAX_WHOLE:
        limit = MAX_WHOLE // 1024**3
        raise UnreadableFile(
            name, f"the file is larger than {limit} GB; expected NDJSON for more than that."
        )
    return file.read()
