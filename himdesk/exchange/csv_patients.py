# SPDX-License-Identifier: Apache-2.0
"""CSV with one patient a row, in the columns of the matcher, to patient records."""

from __future__ import annotations

import csv
import re
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Address,
    Identifier,
    Kind,
    Name,
    Statement,
    Status,
    Telecom,
    person_name,
)
from himdesk.domain.charts.normal import iso_date, sex_of
from himdesk.domain.charts.records import Draft, Record, Rejected
from himdesk.exchange.encoding import BOM, decode_line, lines, not_utf8
from himdesk.exchange.errors import Unacceptable, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from himdesk.domain.charts.items import Details

COLUMNS: Final = (
    "record_id",
    "mrn",
    "last",
    "first",
    "middle",
    "suffix",
    "sex",
    "dob",
    "ssn",
    "phone",
    "email",
    "street",
    "city",
    "state",
    "zip",
)
"""The columns that are read (DESIGN 4, match --csv); only the first must be there."""

SSN_SYSTEM: Final = "http://hl7.org/fhir/sid/us-ssn"
LONGEST: Final = 500
_MAX_LINE: Final = 1024 * 1024
_MAX_LINES: Final = 100
_ID: Final = re.compile(r"[!-~](?:[ -~]{0,253}[!-~])?")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file in their order, which of them are not known, and what parts them."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, its own bytes, and its first line."""

    fields: list[str]
    body: bytes
    line: int


def read_header(file: BinaryIO, name: str) -> Header:
    """The header of an open file, which is left at its beginning.

    Raises:
        UnreadableFile: there is none, or it lacks record_id or has a column twice.
    """
    first = _first_line(file, name)
    file.seek(0)
    delimiter = max(",;\t", key=first.count)
    try:
        row = next(csv.reader([first], delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise UnreadableFile(name, "the quotes of the header don't match.", "line 1") from fault
    columns = tuple(field.strip().lower() for field in row)
    if "record_id" not in columns:
        raise UnreadableFile(name, "expected a header with the column record_id.", "line 1")
    for column in columns:
        if columns.count(column) > 1 and column:
            raise UnreadableFile(
                name,
                f"the column {column!r} stands in the header twice; expected it once.",
                "line 1",
            )
    unknown = tuple(column for column in columns if column not in COLUMNS)
    return Header(columns, unknown, delimiter)


def _first_line(file: BinaryIO, name: str) -> str:
    for number, line in lines(file, _MAX_LINE):
        text = decode_line((line or b"").removeprefix(BOM))
        if isinstance(text, int):
            raise UnreadableFile(name, not_utf8(text), f"line {number}")
        if text.strip():
            return text
    raise UnreadableFile(name, "the file is empty; expected a header with the column record_id.")


def stream_csv(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    """The rows of an open file: patients, and the rows that can't be taken with the reason.

    Raises:
        UnreadableFile: the header can't be used.
    """
    header = read_header(file, name)
    seen: set[str] = set()
    heading: bytes | None = None
    for row in _rows(file, name, header.delimiter):
        if isinstance(row, Rejected):
            yield row
        elif heading is None:
            heading = row.body.removeprefix(BOM)
        else:
            # With its header a row can be read again, alone.
            whole = replace(row, body=heading + b"\n" + row.body)
            yield _record(whole, header, name, seen)


def _rows(file: BinaryIO, name: str, delimiter: str) -> Iterator[Row | Rejected]:
    """Rows with their bytes. After a row that can't be parsed the next line is a row again."""
    source = lines(file, _MAX_LINE)
    again: deque[tuple[int, bytes | None]] = deque()
    while True:
        taken: list[tuple[int, bytes]] = []
        try:
            fields = _row(source, again, taken, delimiter)
        except StopIteration:
            return
        except Unacceptable as fault:
            number = taken[0][0] if taken else 0
            again.extendleft(reversed(taken[1:]))
            yield Rejected(f"{name}, line {number}", fault.text)
            continue
        if fields:
            yield Row(fields, b"\n".join(line for _, line in taken), taken[0][0])


def _row(
    source: Iterator[tuple[int, bytes | None]],
    again: deque[tuple[int, bytes | None]],
    taken: list[tuple[int, bytes]],
    delimiter: str,
) -> list[str]:
    """The fields of the next row; its lines are added to `taken` as they are used."""

    def texts() -> Iterator[str]:
        while len(taken) < _MAX_LINES:
            number, line = again.popleft() if again else next(source, (0, None))
            if number == 0:
                return
            taken.append((number, line or b""))
            yield _checked(line, first=number == 1)

    try:
        return next(csv.reader(texts(), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise Unacceptable(
            "the quotes of this row don't match; expected each quoted field closed, and a quote "
            'inside it written twice ("").'
        ) from fault


def _checked(line: bytes | None, *, first: bool) -> str:
    if line is None:
        raise Unacceptable(f"the line is longer than {_MAX_LINE} bytes.")
    text = decode_line(line.removeprefix(BOM) if first else line)
    if isinstance(text, int):
        raise Unacceptable(f"byte {text + 1} of the line is not UTF-8; expected UTF-8.")
    if "\0" in text:
        raise Unacceptable("the line has a NUL byte; expected text.")
    return text + "\n"


def _record(row: Row, header: Header, name: str, seen: set[str]) -> Record | Rejected:
    where = f"{name}, line {row.line}"
    if len(row.fields) != len(header.columns):
        found, wanted = len(row.fields), len(header.columns)
        reason = f"the row has {found} fields; expected {wanted} as in the header."
        return Rejected(where, reason)
    values = {
        column: " ".join(field.split())
        for column, field in zip(header.columns, row.fields, strict=True)
        if column in COLUMNS
    }
    try:
        record_id = _record_id(values, seen)
        drafts = tuple(_drafts(values))
    except Unacceptable as fault:
        return Rejected(where, fault.text)
    return Record(
        type="Patient",
        id=record_id,
        body=row.body,
        where=where,
        mrn=(None, values["mrn"]) if values.get("mrn") else None,
        drafts=drafts,
    )


def _record_id(values: dict[str, str], seen: set[str]) -> str:
    for column, value in values.items():
        if len(value) > LONGEST:
            raise Unacceptable(f"{column}: expected at most {LONGEST} characters.")
    record_id = values["record_id"]
    if not _ID.fullmatch(record_id):
        raise Unacceptable("record_id: expected 1 to 255 printable ASCII characters.")
    if record_id in seen:
        raise Unacceptable("record_id: the file has this id before; expected each id once.")
    seen.add(record_id)
    return record_id


def _drafts(values: dict[str, str]) -> Iterator[Draft]:
    def given(column: str) -> str | None:
        return values.get(column) or None

    name = Name(
        family=given("last"), given=given("first"), middle=given("middle"), suffix=given("suffix")
    )
    if name != Name():
        yield _draft(Kind.NAME, name, person_name(name))
    if mrn := given("mrn"):
        yield _draft(Kind.IDENTIFIER, Identifier(type="MR", value=mrn), mrn)
    if ssn := given("ssn"):
        yield _draft(Kind.IDENTIFIER, Identifier(type="SS", system=SSN_SYSTEM, value=ssn), ssn)
    for column, system in (("phone", "phone"), ("email", "email")):
        if number := given(column):
            yield _draft(Kind.TELECOM, Telecom(system=system, value=number), number)
    address = Address(
        line=given("street"), city=given("city"), state=given("state"), postal_code=given("zip")
    )
    if address != Address():
        parts = (address.line, address.city, address.state, address.postal_code)
        yield _draft(Kind.ADDRESS, address, ", ".join(part for part in parts if part))
    yield from _statements(given("dob"), given("sex"))


def _statements(dob: str | None, sex: str | None) -> Iterator[Draft]:
    if dob:
        day = iso_date(dob)
        if day is None:
            raise Unacceptable("dob: expected a date that exists, as YYYY-MM-DD or YYYYMMDD.")
        yield _draft(Kind.STATEMENT, Statement(about=About.BIRTH_DATE, value=day), day)
    if sex:
        gender = sex_of(sex)
        if gender is None:
            raise Unacceptable("sex: expected F, M, X or U, or female, male, other or unknown.")
        yield _draft(Kind.STATEMENT, Statement(about=About.SEX, value=gender), gender)


def _draft(kind: Kind, details: Details, display: str) -> Draft:
    return Draft(kind=kind, details=details, status=Status.CURRENT, display=display)
