# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.charts.items import Address, Identifier, Kind, Name, Statement, Telecom
from himdesk.domain.charts.records import Record, Rejected
from himdesk.exchange.errors import UnreadableFile
from himdesk.exchange.reading import notices, read, stream

if TYPE_CHECKING:
    from conftest import Writer  # type: ignore[attr-defined]

HEADER = "record_id,mrn,last,first,middle,suffix,sex,dob,ssn,phone,email,street,city,state,zip"
ROW = (
    "r1,0042,García,María,L,Jr,F,1984-03-12,123-45-6789,555 0100,m@example.org,"
    "1 Main St,Here,IL,62701"
)


def only(items: object) -> Record:
    (item,) = items  # type: ignore[misc]
    assert isinstance(item, Record), item
    return item


def told(write: Writer, *lines: str | bytes) -> list[tuple[str, str]]:
    """Place and reason of each refusal."""
    items = stream(write(*lines, name="x.csv"))
    refused = [item for item in items if isinstance(item, Rejected)]
    return [(item.where.rpartition(", ")[2], item.reason) for item in refused]


def test_a_row_is_a_patient_with_assertions_and_is_kept_with_its_header(write: Writer) -> None:
    record = only(stream(write(HEADER, ROW)))
    assert (record.key, record.mrn, record.subject) == ("Patient/r1", (None, "0042"), None)
    assert record.body == f"{HEADER}\n{ROW}".encode()
    assert record.where.endswith("line 2")
    assert [(d.kind, d.details, d.display) for d in record.drafts] == [
        (
            Kind.NAME,
            Name(family="García", given="María", middle="L", suffix="Jr"),
            "GARCÍA, María L Jr",
        ),
        (Kind.IDENTIFIER, Identifier(type="MR", value="0042"), "0042"),
        (
            Kind.IDENTIFIER,
            Identifier(type="SS", system="http://hl7.org/fhir/sid/us-ssn", value="123-45-6789"),
            "123-45-6789",
        ),
        (Kind.TELECOM, Telecom(system="phone", value="555 0100"), "555 0100"),
        (Kind.TELECOM, Telecom(system="email", value="m@example.org"), "m@example.org"),
        (
            Kind.ADDRESS,
            Address(line="1 Main St", city="Here", state="IL", postal_code="62701"),
            "1 Main St, Here, IL, 62701",
        ),
        (Kind.STATEMENT, Statement(about="birth_date", value="1984-03-12"), "1984-03-12"),
        (Kind.STATEMENT, Statement(about="sex", value="female"), "female"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_line_ends_quotes_and_a_mark_do_not_matter(
    write: Writer, delimiter: str
) -> None:
    rows = [["record_id", "last", "dob"], ['"r;1,\t2"', '"Smith ""Jr"""', "19840312"]]
    text = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n\r\n"
    record = only(stream(write(b"\xef\xbb\xbf" + text.encode())))
    assert record.id == "r;1, 2"
    assert record.drafts[0].details == Name(family='Smith "Jr"')


def test_a_quoted_field_may_have_line_ends(write: Writer) -> None:
    lines = ["record_id,street", '1,"1 Main St', 'Apt 2"', "2,x"]
    first, second = stream(write(*lines))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.body == b'record_id,street\n1,"1 Main St\nApt 2"'
    assert first.drafts[0].details == Address(line="1 Main St Apt 2")
    assert second.where.endswith("line 4")


def test_only_the_id_is_needed(write: Writer) -> None:
    assert only(stream(write("record_id", "1"))).drafts == ()


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("F", "female"),
        ("female", "female"),
        ("Woman", "female"),
        ("m", "male"),
        ("MALE", "male"),
        ("1", "male"),
        ("2", "female"),
        ("X", "other"),
        ("non-binary", "other"),
        ("Other", "other"),
        ("U", "unknown"),
        ("unk", "unknown"),
    ],
)
def test_sexes_in_many_spellings(write: Writer, written: str, sex: str) -> None:
    record = only(stream(write("record_id,sex", f"1,{written}")))
    assert record.drafts[0].details == Statement(about="sex", value=sex)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1", "the row has 1 fields; expected 3 as in the header."),
        ("1,F,1984-03-12,more", "the row has 4 fields; expected 3 as in the header."),
        (",F,", "record_id: expected 1 to 255 printable ASCII characters."),
        ("ü,F,", "record_id: expected 1 to 255 printable ASCII characters."),
        ("1,blue,", "sex: expected F, M, X or U, or female, male, other or unknown."),
        ("1,,31/12/1999", "dob: expected a date that exists, as YYYY-MM-DD or YYYYMMDD."),
        ("1,,2024-02-30", "dob: expected a date that exists, as YYYY-MM-DD or YYYYMMDD."),
        ("1,,12 Mar 1984", "dob: expected a date that exists, as YYYY-MM-DD or YYYYMMDD."),
        ("1,\x00,", "the line has a NUL byte; expected text."),
        ("1," + "x" * 501 + ",", "sex: expected at most 500 characters."),
        ('1,"F"x,', ("the quotes of this row don't match; expected each quoted field closed, "
                    'and a quote inside it written twice ("").')),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_and_the_others_go_on(write: Writer, row: str, reason: str) -> None:
    path = write("record_id,sex,dob", "a,F,1984-03-12", row, "b,M,19840312")
    items = list(stream(path))
    assert [i.id for i in items if isinstance(i, Record)] == ["a", "b"]
    assert [i for i in items if isinstance(i, Rejected)] == [Rejected(f"{path}, line 3", reason)]


def test_a_quote_that_never_ends_spoils_only_its_row(write: Writer) -> None:
    rows = [f"{n},Smith" for n in range(300)]
    rows[5] = '5,"Smith'
    path = write("record_id,last", *rows)
    items = list(stream(path))
    assert len([i for i in items if isinstance(i, Record)]) == 299
    (refused,) = [i for i in items if isinstance(i, Rejected)]
    assert refused.where.endswith("line 7")


def test_the_same_id_twice_is_told(write: Writer) -> None:
    assert told(write, "record_id,last", "1,Smith", "1,Jones", "2,Hill") == [
        ("line 3", "record_id: the file has this id before; expected each id once.")
    ]


def test_another_encoding_is_told_with_line_and_byte(write: Writer) -> None:
    assert told(write, "record_id,last", b"1,Garc\xeda", "2,Hill") == [
        ("line 2", "byte 7 of the line is not UTF-8; expected UTF-8.")
    ]


def test_columns_that_are_not_known_are_noticed(write: Writer) -> None:
    path = write("record_id,shoe_size,last", "1,43,Smith")
    assert notices(path) == (f"{path}: the column 'shoe_size' is not known and is ignored.",)
    assert len(only(stream(path)).drafts) == 1


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("record_id,last,last", "the column 'last' stands in the header twice; expected it once."),
        ('record_id,"last', "the quotes of the header don't match."),
        (b"record_id,l\xe4st", "byte 12 is not UTF-8; expected a file in UTF-8."),
    ],
)
def test_a_bad_header_refuses_the_file(write: Writer, header: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        list(stream(write(header, "1,x,y")))
    assert caught.value.text == reason
    assert caught.value.at == "line 1"


def test_each_patient_is_a_group_of_its_own(write: Writer) -> None:
    groups = list(read(write("record_id", "1", "2")))
    assert [[r.id for r in g.records] for g in groups] == [["1"], ["2"]]
