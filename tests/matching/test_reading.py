# SPDX-License-Identifier: Apache-2.0
"""Reading fields: names, dates, numbers, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.matching.records import addresses, dates, names, text
from himdesk.matching.records.dates import BirthDate
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import table_of

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference

REF = load_reference()


@pytest.mark.parametrize(
    ("raw", "whole", "parts", "suffix"),
    [
        ("Smith-Jones", "SMITHJONES", ("SMITH", "JONES"), ""),
        ("García López", "GARCIALOPEZ", ("GARCIA", "LOPEZ"), ""),
        ("de la Cruz", "DELACRUZ", ("DELACRUZ",), ""),
        ("van Dyke", "VANDYKE", ("VANDYKE",), ""),
        ("O'Brien", "OBRIEN", ("OBRIEN",), ""),
        ("St. John", "STJOHN", ("STJOHN",), ""),
        ("Miller Jr.", "MILLER", ("MILLER",), "JR"),
        ("Müller", "MULLER", ("MULLER",), ""),
        ("Иванов", "IVANOV", ("IVANOV",), ""),
        ("Łukasiewicz", "LUKASIEWICZ", ("LUKASIEWICZ",), ""),
        ("UNKNOWN", "", (), ""),
        ("", "", (), ""),
    ],
)
def test_surnames(raw: str, whole: str, parts: tuple[str, ...], suffix: str) -> None:
    assert names.surname(raw, REF) == names.Surname(whole, parts, suffix)


@pytest.mark.parametrize(
    ("raw", "sex", "order"),
    [
        ("BABY BOY", "M", ""),
        ("BABYGIRL", "F", ""),
        ("Baby Girl B", "F", "B"),
        ("BB", "M", ""),
        ("Infant", "", ""),
    ],
)
def test_a_newborn_has_no_name_yet(raw: str, sex: str, order: str) -> None:
    assert names.given(raw, REF) == names.Given("", (), newborn=True, sex=sex, order=order)


def test_given_names_lose_titles_and_keep_their_words() -> None:
    assert names.given("Dr. Mary Ann", REF) == names.Given("MARYANN", ("MARY", "ANN"))
    assert names.given("TEST", REF) == names.NO_GIVEN


@pytest.mark.parametrize(
    "record",
    [
        {"first": "JOHN", "last": "DOE"},
        {"first": "Jane", "last": "Doe"},
        {"first": "TRAUMA", "last": "BRAVO"},
        {"first": "TEST", "last": "PATIENT"},
        {"first": "UNKNOWN", "last": "MALE"},
    ],
)
def test_people_without_a_name_have_none(record: dict[str, str], ref: Reference) -> None:
    table = table_of([record], ref)
    assert table.given[0] == table.family[0] == -1


def test_a_real_doe_keeps_the_name(ref: Reference) -> None:
    assert table_of([{"first": "Margaret", "last": "Doe"}], ref).family[0] >= 0


@pytest.mark.parametrize(
    "raw",
    [
        "1985-04-12",
        "19850412",
        "04/12/1985",
        "4-12-1985",
        "1985/4/12",
        "12 APR 1985",
        "April 12, 1985",
        "1985-04-12T00:00:00",
    ],
)
def test_dates_in_many_spellings(raw: str) -> None:
    assert dates.birth_date(raw, REF) == BirthDate(1985, 4, 12)


def test_a_day_that_can_be_no_month_is_the_day() -> None:
    assert dates.birth_date("25/12/1980", REF) == BirthDate(1980, 12, 25)


def test_only_a_year() -> None:
    assert dates.birth_date("1985", REF) == BirthDate(1985, 0, 0)


@pytest.mark.parametrize("raw", ["1900-01-01", "01/01/1900", "9999-12-31"])
def test_placeholder_dates_are_missing(raw: str, ref: Reference) -> None:
    assert table_of([{"dob": raw}], ref).year[0] == -1


@given(st.text(max_size=20))
def test_no_text_is_too_odd_to_read(raw: str) -> None:
    dates.birth_date(raw, REF)
    names.surname(raw, REF)
    names.given(raw, REF)
    names.sex(raw, REF)
    addresses.street(raw, REF)
    addresses.email(raw, REF)
    record = dict.fromkeys(
        ("last", "first", "middle", "dob", "ssn", "phone", "email", "street", "zip"), raw
    )
    assert table_of([record], REF).size == 1


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(raw: str) -> None:
    once = text.fold(raw, REF.letters)
    assert text.fold(once, REF.letters) == once


@pytest.mark.parametrize(
    "raw",
    ["F", "f", "Female", "FEMALE ", "woman", "W", "2", "Girl", "mujer"],
)
def test_spellings_of_female(raw: str) -> None:
    assert names.sex(raw, REF) == "F"


def test_social_security_numbers(ref: Reference) -> None:
    raws = ["123-45-6780", "XXX-XX-6780", "6780", "999-99-9999", "123-45-6789", "", "23-45-6780"]
    table = table_of([{"ssn": raw} for raw in raws], ref)
    assert table.ssn.tolist() == [123456780, -1, -1, -1, -1, -1, 23456780]
    assert table.ssn4.tolist() == [6780, 6780, 6780, -1, -1, -1, 6780]


def test_a_file_with_other_numbers_takes_their_length_for_whole(ref: Reference) -> None:
    table = table_of([{"ssn": raw} for raw in ("6988048", "7364009", "2635962")], ref)
    assert table.ssn.tolist() == [6988048, 7364009, 2635962]


def test_phones(ref: Reference) -> None:
    raws = ["(216) 555-0143", "1-216-555-0143", "9999999999", "12", "5550143"]
    assert table_of([{"phone": raw} for raw in raws], ref).phone.tolist() == [
        2165550143, 2165550143, -1, -1, 5550143,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "street"),
    [
        ("12 N Oak Street Apt 4B", addresses.Street(12, "OAK", "4B")),
        ("12 OAK ST #4B", addresses.Street(12, "OAK", "4B")),
        ("12 Oak", addresses.Street(12, "OAK", "")),
        ("6 tullaroopstreet", addresses.Street(6, "TULLAROOP", "")),
        ("Hauptstraße 7", addresses.Street(7, "HAUPTSTRASSE", "")),
        ("HOMELESS", addresses.NO_STREET),
    ],
)
def test_streets(raw: str, street: addresses.Street) -> None:
    assert addresses.street(raw, REF) == street


@given(st.lists(st.from_regex(r"[0-9]{0,4} ?[A-Z]{0,5} ?(ST|APT 3)? ?", fullmatch=True)))
def test_reading_many_streets_is_reading_each(lines: list[str]) -> None:
    assert addresses.read_streets(lines, REF) == [addresses.street(line, REF) for line in lines]


def test_email_placeholders_are_missing() -> None:
    assert addresses.email("none@none.com", REF) == ""
    assert addresses.email("declined", REF) == ""
    assert addresses.email(" a@b.org ", REF) == "A@B.ORG"


def test_missing_columns_are_missing_values(ref: Reference) -> None:
    table = table_of([{"last": "SMITH"}, {"last": "JONES"}], ref)
    assert (table.birth == -1).all()
    assert (table.ssn == -1).all()
    assert np.array_equal(table.zip, [-1, -1])
