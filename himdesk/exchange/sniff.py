# SPDX-License-Identifier: Apache-2.0
"""What a file is, told by its content; its name decides only what the content leaves open."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.exchange.encoding import BOM
from himdesk.exchange.errors import UnreadableFile

if TYPE_CHECKING:
    from typing import BinaryIO

HEAD: Final = 64 * 1024
_LONGEST_FIRST_LINE: Final = 256 * 1024 * 1024
_BETWEEN_LINES: Final = re.compile(rb"\}[ \t\r]*\n[ \t\r\n]*\{")
_UTF_16: Final = re.compile(rb"\xff\xfe|\xfe\xff|\x00[ -~]|[ -~]\x00")
_LINE_NAMES: Final = (".ndjson", ".jsonl")


class Format(StrEnum):
    """The formats that are recognised."""

    FHIR_JSON = "FHIR JSON"
    NDJSON = "FHIR NDJSON"
    CSV = "CSV"
    HL7_V2 = "HL7 v2"
    CCDA = "C-CDA"


def sniff(file: BinaryIO, name: str) -> Format:
    """The format of an open file, which is left at its beginning.

    Raises:
        UnreadableFile: it is empty, in the wrong encoding, or in no format that is known here.
    """
    head = file.read(HEAD)
    file.seek(0)
    if _UTF_16.match(head):
        raise UnreadableFile(name, "this is UTF-16; expected UTF-8. Convert the file.")
    start = head.removeprefix(BOM).lstrip()
    if not start:
        if len(head) == HEAD:
            raise UnreadableFile(name, "the file begins with blanks only; expected data.")
        raise UnreadableFile(name, "the file is empty; expected FHIR, CSV, HL7 v2 or C-CDA.")
    if start.startswith(b"{"):
        return _json_kind(file, name, head)
    if start.startswith((b"MSH", b"\x0bMSH", b"FHS", b"BHS")):
        return Format.HL7_V2
    if start.startswith(b"<"):
        return _xml_kind(start, name)
    if b'{"resourceType"' in start:
        return Format.NDJSON
    if start.startswith(b"["):
        raise UnreadableFile(
            name, "the file is a JSON list; expected one FHIR resource, a Bundle, or NDJSON."
        )
    if _has_header(start):
        return Format.CSV
    raise UnreadableFile(
        name,
        "the file is in no known format; expected FHIR JSON or NDJSON, HL7 v2, C-CDA, or CSV with "
        "a column record_id.",
    )


def _json_kind(file: BinaryIO, name: str, head: bytes) -> Format:
    """One JSON value never has a line that ends with } before one that begins with {."""
    if _BETWEEN_LINES.search(head):
        return Format.NDJSON
    first = _next_line(file)
    second = _next_line(file)
    file.seek(0)
    if second.startswith(b"{") and not first.endswith((b",", b"[", b":")):
        return Format.NDJSON
    if not second and first.endswith(b"}") and name.lower().endswith(_LINE_NAMES):
        return Format.NDJSON
    return Format.FHIR_JSON


def _next_line(file: BinaryIO) -> bytes:
    while line := file.readline(_LONGEST_FIRST_LINE):
        if stripped := line.removeprefix(BOM).strip():
            return stripped
    return b""


def _xml_kind(start: bytes, name: str) -> Format:
    if re.search(rb"<(\w+:)?ClinicalDocument[\s/>]", start):
        return Format.CCDA
    raise UnreadableFile(
        name, "the file is XML but no C-CDA; expected a ClinicalDocument, or FHIR as JSON."
    )


def _has_header(start: bytes) -> bool:
    first = re.split(rb"[\r\n]", start, maxsplit=1)[0]
    return re.search(rb'(^|[,;\t])\s*"?record_id"?\s*($|[,;\t])', first, re.IGNORECASE) is not None
