# SPDX-License-Identifier: Apache-2.0
"""FHIR files to records: one resource, a Bundle, or NDJSON with one resource (or Bundle) a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.encoding import BOM, decode_file, decode_line, lines
from himdesk.exchange.errors import UnreadableFile
from himdesk.exchange.fhir.bundle import ATOMIC, Bundle, read_bundle, records_of
from himdesk.exchange.fhir.parsing.jsontext import BadJson, place, whole
from himdesk.exchange.fhir.references import Neighbours
from himdesk.exchange.fhir.resource import Source, read_resource
from himdesk.exchange.parents import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

MAX_LINE: Final = 256 * 1024 * 1024
"""The longest line of NDJSON; a line is one resource, and is held in memory as a whole."""

_ALONE: Final = Neighbours()


def stream_json(data: bytes, name: str) -> Iterator[Record | Rejected | Group]:
    """What a JSON file has, in its order; an atomic bundle is one `Group`.

    Raises:
        UnreadableFile: the file is not JSON in UTF-8; nothing was handed over before.
    """
    text = decode_file(data, name)
    try:
        bundle = read_bundle(text, name)
        value = whole(text) if bundle is None else None
    except BadJson as fault:
        raise UnreadableFile(name, f"{fault.text}.", place(text, fault.at)) from fault
    if bundle is None:
        yield read_resource(value, Source(name, data), _ALONE)
    else:
        del data
        yield from _of_bundle(bundle)


def _of_bundle(bundle: Bundle) -> Iterator[Record | Rejected | Group]:
    if bundle.kind in ATOMIC:
        yield whole_group(records_of(bundle))
    else:
        yield from records_of(bundle)


def whole_group(items: Iterator[Record | Rejected]) -> Group:
    """An atomic group; if anything in it can't be taken, none of it is."""
    records: list[Record] = []
    rejected: list[Rejected] = []
    for item in items:
        if isinstance(item, Rejected):
            rejected.append(item)
        else:
            records.append(item)
    return Group(() if rejected else settled(records), tuple(rejected), atomic=True)


def stream_ndjson(
    file: BinaryIO, name: str, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[Record | Rejected | Group]:
    """What the wanted lines of an NDJSON file have, holding one line in memory.

    An id that the file has twice is not noticed here: who applies the records compares them.
    """
    for number, line in lines(file, MAX_LINE):
        where = f"{name}, line {number}"
        if line is None:
            yield Rejected(where, f"the line is longer than {MAX_LINE} bytes.")
            continue
        data = line.removeprefix(BOM) if number == 1 else line
        if data.strip() and (wanted is None or wanted(data)):
            yield from _of_line(data, where)


def _of_line(data: bytes, where: str) -> Iterator[Record | Rejected | Group]:
    text = decode_line(data)
    if isinstance(text, int):
        yield Rejected(where, f"byte {text + 1} of the line is not UTF-8; expected UTF-8.")
        return
    try:
        bundle = read_bundle(text, where)
        value = whole(text) if bundle is None else None
    except BadJson as fault:
        yield Rejected(where, f"column {fault.at + 1}: {fault.text}.")
        return
    if bundle is None:
        yield read_resource(value, Source(where, data), _ALONE)
    else:
        yield from _of_bundle(bundle)
