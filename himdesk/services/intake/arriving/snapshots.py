# SPDX-License-Identifier: Apache-2.0
"""Reading a record again from the bytes that its source once sent, alone, as one reader reads it.

An old and a new version are compared as both look without the records around them: what differs
then, the source has changed.
"""

from __future__ import annotations

from io import BytesIO

from himdesk.domain.charts.records import Record
from himdesk.exchange.csv_patients import stream_csv
from himdesk.exchange.encoding import BOM
from himdesk.exchange.errors import Unacceptable, UnreadableFile
from himdesk.exchange.fhir.parsing.jsontext import whole
from himdesk.exchange.fhir.references import Neighbours
from himdesk.exchange.fhir.resource import Source, read_resource


def reread(key: tuple[str, str], body: bytes) -> Record | None:
    """The record of a body; None if today's reader can't take it any more."""
    try:
        if not body.removeprefix(BOM).lstrip().startswith(b"{"):
            read = next(iter(stream_csv(BytesIO(body), "snapshot")), None)
        else:
            value = whole(body.decode("utf-8-sig"))
            read = read_resource(value, Source("snapshot", body, key[1]), Neighbours())
    except (Unacceptable, UnreadableFile, UnicodeDecodeError):
        return None
    return read if isinstance(read, Record) else None
