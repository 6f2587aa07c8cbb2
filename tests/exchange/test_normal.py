# SPDX-License-Identifier: Apache-2.0
"""Identity texts as import and search alike compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.domain.charts.normal import (
    QueryTerms,
    compact,
    digits,
    fold,
    index_words,
    iso_date,
    name_words,
    parse_birth_date,
    parts_of_name,
    query_terms,
    sex_of,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("García López", ("garcia", "lopez")),
        ("SMITH-JONES", ("smith", "jones")),
        ("O’Brien", ("o", "brien")),
        ("d'Arc", ("d", "arc")),
        ("Łódź", ("lodz",)),
        ("Weiß Søren Đặng Æsir Þór", ("weiss", "soren", "dang", "aesir", "thor")),
        ("ﬁne Ⅳ", ("fine", "iv")),
        ("王小明", ("王小明",)),
        ("김민준", ("김민준",)),
        ("Γιώργος", ("γιωργοσ",)),
        ("Smith, John (Jr.)", ("smith", "john", "jr")),
        ("  ", ()),
    ],
)
def test_names_are_compared_without_marks_and_signs(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


def test_a_name_is_also_found_with_its_parts_joined() -> None:
    assert index_words("O'Brien") == ("o", "brien", "obrien")
    assert index_words("Smith-Jones Anne") == ("smith", "jones", "anne", "smithjones")
    assert index_words("Smith") == ("smith",)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_words(" ".join(name_words(text))) == name_words(text)


def test_numbers_without_signs() -> None:
    assert digits("(555) 010-0123 x7") == "55501001237"
    assert digits("\u0661\u0662") == "\u0661\u0662"
    assert compact(" 0042-ab/7 ") == "0042AB7"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1984-03-12", "1984-03-12"),
        ("19840312", "1984-03-12"),
        ("03/12/1984", "1984-03-12"),
        ("3/12/84", "1984-03-12"),
        ("3-12-1984", "1984-03-12"),
        ("12.03.1984", "1984-03-12"),
        ("12.3.84", "1984-03-12"),
        ("1984/3/12", "1984-03-12"),
        ("31/12/1999", "1999-12-31"),
        ("12 Mar 1984", "1984-03-12"),
        ("12-MAR-1984", "1984-03-12"),
        ("12MAR1984", "1984-03-12"),
        ("March 12, 1984", "1984-03-12"),
        ("march 12th 1984", "1984-03-12"),
        ("12 of March 1984", "1984-03-12"),
        ("Sept. 1 2001", "2001-09-01"),
        ("1984 Mar 12", "1984-03-12"),
        ("03121984", "1984-03-12"),
        ("1/2/30", "2030-01-02"),
        ("1/2/31", "1931-01-02"),
        ("2024-02-30", None),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("13/13/1984", None),
        ("1984", None),
        ("1984-03", None),
        ("0000-01-01", None),
        ("Smith", None),
        ("", None),
        ("١٩٨٤-٠٣-١٢", None),
    ],
)
def test_birth_dates_in_usual_spellings(text: str, date: str | None) -> None:
    assert parse_birth_date(text) == date


@given(st.dates())
def test_every_date_is_read_as_it_is_written(day: object) -> None:
    assert iso_date(str(day)) == str(day)
    assert iso_date(str(day).replace("-", "")) == str(day)


@given(st.text(alphabet="0123456789/.- marchsept,"))
def test_no_text_is_a_date_that_does_not_exist(text: str) -> None:
    date = parse_birth_date(text)
    assert date is None or iso_date(date) == date


def test_sexes() -> None:
    assert [sex_of(s) for s in ("F", "Male", "non-binary", "U", "?", "")] == [
        "female",
        "male",
        "other",
        "unknown",
        None,
        None,
    ]


@given(st.text())
def test_parting_a_name_loses_no_word(text: str) -> None:
    name = parts_of_name(text)
    parts = (name.prefix, name.given, name.middle, name.family, name.suffix)
    kept = " ".join(part for part in parts if part).split()
    assert sorted(kept) == sorted(text.replace(",", " ").split())


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("garcía mar", QueryTerms(words=("garcia", "mar"))),
        ("García, María", QueryTerms(words=("garcia", "maria"))),
        ("0042", QueryTerms(numbers=("0042",))),
        ("123-45-6789", QueryTerms(numbers=("123456789",))),
        ("(555) 010-0123", QueryTerms(numbers=("5550100123",))),
        ("+1 555 010 0123", QueryTerms(numbers=("15550100123",))),
        ("GH:0042", QueryTerms(numbers=("GH0042",))),
        ("smith 3/12/1984", QueryTerms(words=("smith",), birth_date="1984-03-12")),
        ("12 Mar 1984 smith", QueryTerms(words=("smith",), birth_date="1984-03-12")),
        ("March 12, 1984", QueryTerms(birth_date="1984-03-12")),
        ("1984-03-12", QueryTerms(birth_date="1984-03-12")),
        ("19840312", QueryTerms(numbers=("19840312",), birth_date="1984-03-12")),
        ("smith 0042 anne", QueryTerms(words=("smith", "anne"), numbers=("0042",))),
        ("99/99/1984", QueryTerms(numbers=("99991984",))),
        ("marc 1984", QueryTerms(words=("marc",), numbers=("1984",))),
        ("", QueryTerms()),
        ("?!", QueryTerms()),
    ],
)
def test_what_a_search_question_may_mean(text: str, terms: QueryTerms) -> None:
    assert query_terms(text) == terms


@given(st.text())
def test_every_question_has_an_answer(text: str) -> None:
    terms = query_terms(text)
    assert all(terms.words)
    assert all(terms.numbers)
