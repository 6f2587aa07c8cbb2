# SPDX-License-Identifier: Apache-2.0
"""Which records meet, and what their fields say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.matching.pairs.blocks import candidate_pairs, pair_numbers
from himdesk.matching.pairs.compare import Comparer
from himdesk.matching.pairs.digits import one_slip
from himdesk.matching.pairs.fields import COLUMN, FIELDS
from himdesk.matching.pairs.keys import KEYS, Parts, posting_keys
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import table_of

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference
    from matching.town import Town

REF = load_reference()
PERSON = {
    "last": "BRANDALE", "first": "HELEN", "middle": "RUTH", "sex": "F", "dob": "1980-03-07",
    "ssn": "412-33-8765", "phone": "5551234567", "street": "12 OAK STREET", "city": "KARTOWN",
    "zip": "44100", "email": "HB77@MAIL.ORG", "suffix": "",
}  # fmt: skip


def level(field: str, one: dict[str, str], other: dict[str, str]) -> str:
    """The name of the level of two variations of PERSON."""
    table = table_of([PERSON | one, PERSON | other], REF)
    levels = Comparer(table, REF).levels(np.array([0]), np.array([1]))
    return FIELDS[COLUMN[field]].levels[int(levels[0, COLUMN[field]])].name


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("given", {}, {}, "same"),
        ("given", {"first": "ROBERT"}, {"first": "BOB"}, "variant"),
        ("given", {"first": "MOHAMMED"}, {"first": "MUHAMMAD"}, "variant"),
        ("given", {"first": "HELEN"}, {"first": "HELNE"}, "typo"),
        ("given", {"first": "H"}, {}, "initial"),
        ("given", {"first": "MARY ANN"}, {"first": "MARY"}, "typo"),
        ("given", {"first": "ANN MARY"}, {"first": "MARY"}, "part"),
        ("given", {"first": "RUTH", "middle": "HELEN"}, {}, "middle"),
        ("given", {"first": "BRANDALE", "last": "HELEN"}, {}, "swapped"),
        ("given", {"first": "BRANDALE", "last": "HELLEN"}, {}, "swapped"),
        ("given", {"first": "OTTO"}, {}, "different"),
        ("given", {"first": "BABY GIRL"}, {}, "none"),
        ("given", {"first": "BABY GIRL A"}, {"first": "BABY GIRL B"}, "letters"),
        ("family", {"sex": "M"}, {"sex": "M"}, "same"),
        ("family", {}, {}, "woman_same"),
        ("family", {"last": "KARSEN"}, {}, "woman_different"),
        ("family", {"last": "KARSEN", "sex": "M"}, {}, "different"),
        ("family", {"last": "BRANDALE-KARSEN"}, {}, "woman_typo"),
        ("family", {"last": "KARSEN-BRANDALE"}, {}, "woman_part"),
        ("family", {"last": "BRANDAEL"}, {}, "woman_typo"),
        ("middle", {"middle": "R"}, {}, "initial"),
        ("middle", {"middle": "K"}, {}, "other_initial"),
        ("middle", {"middle": "OLGA"}, {}, "different"),
        ("middle", {"middle": ""}, {}, "none"),
        ("middle", {"first": "OTTO"}, {}, "apart_same"),
        ("birth", {}, {}, "same"),
        ("birth", {"dob": "1980-07-03"}, {}, "swapped"),
        ("birth", {"dob": "1980-03-17"}, {}, "typo"),
        ("birth", {"dob": "1980-01-01"}, {}, "first_of_year"),
        ("birth", {"dob": "1992-03-07"}, {}, "year_off"),
        ("birth", {"dob": "1980-11-28"}, {}, "same_year"),
        ("birth", {"dob": "1955-11-28"}, {}, "generation"),
        ("birth", {"dob": "1980"}, {}, "year"),
        ("birth", {"dob": "1900-01-01"}, {}, "none"),
        ("ssn", {"ssn": "412338765"}, {}, "same"),
        ("ssn", {"ssn": "412-33-8766"}, {}, "next"),
        ("ssn", {"ssn": "412-33-7865"}, {}, "typo"),
        ("ssn", {"ssn": "8765"}, {}, "last4"),
        ("ssn", {"ssn": "XXX-XX-1111"}, {}, "none"),
        ("ssn", {"ssn": "XXX-XX-1112"}, {}, "other_last4"),
        ("ssn", {"ssn": "700-11-2222"}, {}, "different"),
        ("home", {}, {}, "both"),
        ("home", {"phone": "5550000001"}, {}, "address"),
        ("home", {"street": "777 ELM AVE", "zip": "49999", "city": "X"}, {}, "phone"),
        ("home", {"phone": ""}, {}, "only_address"),
        ("home", {"phone": "", "street": "12 OKA STREET"}, {}, "only_close"),
        ("home", {"street": "", "zip": "", "city": ""}, {}, "only_phone"),
        ("email", {"email": "HB77@OTHER.ORG"}, {}, "alike"),
        ("email", {"email": "HELEN.B@A.ORG"}, {"email": "HELEN.B@A.ORG"}, "same_plain"),
        ("sex", {"sex": "M"}, {}, "other"),
        ("sex", {"sex": "M", "first": "OTTO"}, {}, "other_other_name"),
        ("suffix", {"suffix": "JR"}, {"suffix": "SR"}, "named_conflict"),
        ("suffix", {"suffix": "JR", "first": "OTTO"}, {"suffix": "SR"}, "conflict"),
        ("suffix", {"suffix": "JR"}, {}, "named_one"),
        ("suffix", {}, {}, "none"),
        ("mrn", {"mrn": "7"}, {"mrn": "7"}, "same"),
    ],
)  # fmt: skip
def test_levels(field: str, one: dict[str, str], other: dict[str, str], expected: str) -> None:
    assert level(field, one, other) == expected
    assert level(field, other, one) == expected


@given(st.data())
def test_levels_do_not_depend_on_the_order(data: st.DataObject) -> None:
    values = st.sampled_from(
        ["", "ANNA", "ANA", "BRANDALE", "1980-03-07", "1980-07-03", "412338765", "A"]
    )
    record = st.fixed_dictionaries(dict.fromkeys(PERSON, values))
    table = table_of(data.draw(st.lists(record, min_size=2, max_size=4)), REF)
    left, right = np.triu_indices(table.size, 1)
    comparer = Comparer(table, REF)
    assert np.array_equal(comparer.levels(left, right), comparer.levels(right, left))


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(0, 9))
def test_one_wrong_digit_is_one_slip(number: int, place: int, digit: int) -> None:
    text = f"{number:09d}"
    other = int(text[:place] + str(digit) + text[place + 1 :])
    assert one_slip(np.array([number]), np.array([other]))[0] == (other != number)


@given(st.integers(0, 999_999_999), st.integers(0, 7))
def test_two_digits_swapped_are_one_slip(number: int, place: int) -> None:
    text = f"{number:09d}"
    other = int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    assert one_slip(np.array([number]), np.array([other]))[0] == (other != number)


def test_candidates_are_sorted_single_and_ordered(town: Town, ref: Reference) -> None:
    table = table_of(town.records, ref)
    pairs = candidate_pairs(table.size, Parts(table, ref), lambda share: None)
    assert (np.diff(pairs) > 0).all()
    assert (pairs // table.size < pairs % table.size).all()


def test_nearly_all_true_pairs_are_candidates(town: Town, ref: Reference) -> None:
    table = table_of(town.records, ref)
    pairs = set(candidate_pairs(table.size, Parts(table, ref), lambda share: None).tolist())
    row = {record["record_id"]: at for at, record in enumerate(town.records)}
    true = [sorted(row[name] for name in pair) for pair in town.true_pairs()]
    reached = sum(one * table.size + other in pairs for one, other in true)
    assert reached / len(true) > 0.98


def test_blocks_beyond_their_cap_are_passed_over(ref: Reference) -> None:
    crowd = [
        {"last": f"N{at}", "first": f"F{at}", "email": "DESK@HOSPITAL.ORG"} for at in range(500)
    ]
    table = table_of(crowd, ref)
    assert len(candidate_pairs(table.size, Parts(table, ref), lambda share: None)) == 0


def test_bulk_blocks_and_posting_keys_agree(ref: Reference) -> None:
    """Two records are candidates exactly if they share a posting key."""
    one = PERSON | {"last": "BRANDALE KARSEN"}
    others = [
        PERSON, {"last": "BRANDALE", "dob": "1980-07-03"}, {"ssn": "412338765"}, {"zip": "44100"},
        {"first": "RUTH", "last": "X", "dob": "1980-03-07"},
        {"phone": "5551234567", "first": "HELEN"},
    ]  # fmt: skip
    for other in others:
        table = table_of([one, other], ref)
        met = len(candidate_pairs(2, Parts(table, ref), lambda share: None)) == 1
        shared = set(posting_keys(table, 0, ref)) & set(posting_keys(table, 1, ref))
        assert met == bool(shared), other


def test_posting_keys_are_texts_that_do_not_depend_on_the_table(ref: Reference) -> None:
    alone = posting_keys(table_of([PERSON], ref), 0, ref)
    crowded = posting_keys(table_of([{"last": "ZERGREN", "first": "ADAM"}, PERSON], ref), 1, ref)
    assert alone == crowded
    assert "ssn:412338765" in alone
    assert "surname-birth:BRANDALE|19800307" in alone


def test_keys_have_names_of_their_own() -> None:
    assert len({key.name for key in KEYS}) == len(KEYS)


def test_pair_numbers_do_not_depend_on_the_order() -> None:
    one, other = np.array([3, 1]), np.array([2, 5])
    assert np.array_equal(pair_numbers(one, other, 10), pair_numbers(other, one, 10))
