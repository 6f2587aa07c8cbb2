# SPDX-License-Identifier: Apache-2.0
"""One pair, one record, one update: explanations, look-up, the overlay tripwire (S7-S10)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from himdesk.matching.explain import Explanation, explain
from himdesk.matching.lookup import key_cap, key_number, keys_of, weigh_record
from himdesk.matching.model.before import belief
from himdesk.matching.model.weigh import compare_pairs
from himdesk.matching.tripwire import overlay

if TYPE_CHECKING:
    from himdesk.matching.match import Matched
    from himdesk.matching.records.reference import Reference
    from matching.town import Town

HELEN = {
    "last": "BRANDALE", "first": "HELEN", "middle": "RUTH", "sex": "F", "dob": "1985-04-12",
    "ssn": "412-33-8765", "phone": "555-123-4567", "street": "12 OAK STREET", "city": "KARTOWN",
    "zip": "44100",
}  # fmt: skip
MILLION = 1_000_000
KNOWN_NUMBER = -4925887668098350182


def weighed(one: dict[str, str], other: dict[str, str], ref: Reference) -> Explanation:
    """A pair in an index of a million, weighed by what is believed before any file."""
    return weigh_record(one, [other], belief(), ref, records=MILLION, least=0.0)[0].explanation


def test_bars_add_up_to_the_weight(matched: Matched) -> None:
    rows = np.argsort(-np.abs(matched.log_odds))[::7]
    compared = compare_pairs(
        matched.comparer, matched.rarities, matched.left[rows], matched.right[rows]
    )
    for at in range(0, len(rows), 5):
        found = explain(compared, at, matched.model, matched.table.size)
        assert found.start + sum(bar.bits for bar in found.bars) == pytest.approx(found.weight)
        assert found.weight == pytest.approx(matched.log_odds[rows[at]] / np.log(2))
        assert all(bar.words for bar in found.bars)


def test_the_same_person_moved(ref: Reference) -> None:
    moved = HELEN | {"street": "777 ELM AVENUE", "zip": "49999", "city": "X", "phone": ""}
    found = weighed(HELEN, moved, ref)
    assert found.probability > 0.99
    assert "same SSN" in " ".join(found.reasons())


def test_s7_twins(ref: Reference) -> None:
    mia = HELEN | {"first": "MIA", "middle": "GRACE", "dob": "2015-02-03"}
    mila = mia | {"first": "MILENA", "ssn": "412-33-8766"}
    found = weighed(mia, mila, ref)
    assert found.probability < 0.5
    assert "twins" in found.flags
    assert found.otherwise == "twins"


def test_s8_father_and_son(ref: Reference) -> None:
    father = HELEN | {"first": "JOHN", "middle": "R", "sex": "M", "dob": "1949-05-06", "ssn": "",
                      "suffix": "SR"}  # fmt: skip
    son = father | {"dob": "1976-11-02", "suffix": "JR"}
    found = weighed(father, son, ref)
    assert found.probability < 0.05
    assert "father-and-son" in found.flags
    assert any(bar.field == "suffix" and bar.bits < 0 for bar in found.bars)


def test_s8_the_suffix_missing_on_one_side(ref: Reference) -> None:
    father = HELEN | {"first": "JOHN", "sex": "M", "dob": "1949-05-06", "ssn": ""}
    assert weighed(father, father | {"dob": "1976-11-02", "suffix": "JR"}, ref).probability < 0.05


def test_s9_newborn_twins_are_never_the_same(ref: Reference) -> None:
    baby = {"first": "BABY BOY A", "last": "NGUYEN", "dob": "2024-06-01", "sex": "M",
            "street": "12 OAK STREET", "zip": "44100", "phone": "5551234567"}  # fmt: skip
    assert weighed(baby, baby | {"first": "BABY BOY B"}, ref).probability < 0.1


def test_s9_a_named_newborn_is_found(ref: Reference) -> None:
    baby = {"first": "BABY BOY", "last": "NGUYEN", "dob": "2024-06-01", "sex": "M",
            "street": "12 OAK STREET", "zip": "44100", "phone": "5551234567"}  # fmt: skip
    found = weighed(baby, baby | {"first": "MINH"}, ref)
    assert found.probability > 0.5
    assert "no-name" in found.flags


@pytest.mark.parametrize(
    ("other", "flag"),
    [
        ({"dob": "1985-12-04"}, "month-day-swapped"),
        ({"first": "BRANDALE", "last": "HELEN"}, "name-swapped"),
        ({"last": "BRANDALE-KARSEN"}, None),
        ({"last": "KARSEN"}, "surname-changed"),
    ],
)
def test_s10_slips_are_found_and_named(
    other: dict[str, str], flag: str | None, ref: Reference
) -> None:
    found = weighed(HELEN, HELEN | other, ref)
    assert found.probability > 0.5
    assert flag is None or flag in found.flags


def test_two_strangers(ref: Reference) -> None:
    other = {"last": "WINSTON", "first": "OTTO", "sex": "M", "dob": "1950-01-31", "zip": "44100"}
    assert weighed(HELEN, other, ref).probability < 1e-6


def test_what_would_change_the_verdict(ref: Reference) -> None:
    bare = {key: HELEN[key] for key in ("last", "first", "dob", "sex")}
    other = bare | {"dob": "1962-11-30"}
    found = weighed(bare, other, ref)
    assert found.probability < 0.5
    assert any("birth dates" in fact.words or "security" in fact.words for fact in found.what_if)
    assert all(fact.probability >= 0.5 for fact in found.what_if)


def test_placeholders_are_no_agreement(ref: Reference) -> None:
    one = {"last": "DOE", "first": "JOHN", "dob": "1900-01-01", "ssn": "999-99-9999"}
    found = weigh_record(one, [dict(one)], belief(), ref, records=MILLION, least=0.0)
    assert found[0].probability < 0.01


def test_a_record_is_found_by_its_keys(matched: Matched, town: Town, ref: Reference) -> None:
    """Posting lists made of `keys_of` find the other registrations of a person."""
    postings: dict[str, list[int]] = {}
    for at, record in enumerate(town.records):
        for key in keys_of(record, ref):
            postings.setdefault(key, []).append(at)
    asked = [at for at, person in enumerate(town.persons) if town.persons.count(person) == 2][:60]
    hits = 0
    for at in asked:
        places = sorted({
            other for key in keys_of(town.records[at], ref) if len(postings[key]) <= key_cap(key)
            for other in postings[key] if other != at
        })  # fmt: skip
        others = [town.records[place] for place in places]
        found = weigh_record(
            town.records[at], others, matched.model, ref, records=len(town.records)
        )
        hits += bool(found) and town.persons[places[found[0].place]] == town.persons[at]
    assert hits / len(asked) > 0.95


def test_key_numbers_fit_the_index_and_never_change() -> None:
    assert key_number("ssn:412338765") == KNOWN_NUMBER
    assert -(2**63) <= key_number("") < 2**63


def test_a_look_up_weighs_as_the_bulk_job_does(
    matched: Matched, town: Town, ref: Reference
) -> None:
    for at in np.argsort(-matched.log_odds)[:200:10]:
        one, other = town.records[matched.left[at]], town.records[matched.right[at]]
        found = weigh_record(one, [other], matched.model, ref, records=len(town.records), least=0.0)
        assert found[0].explanation.weight == pytest.approx(matched.log_odds[at] / np.log(2), abs=4)


def test_bare_records_can_be_looked_up(matched: Matched, ref: Reference) -> None:
    bare = {"last": "BRANDALE", "first": "HELEN"}
    assert len(weigh_record(bare, [bare, {}], matched.model, ref, records=MILLION, least=0.0)) == 2
    assert weigh_record({}, [{}], matched.model, ref, records=MILLION) == ()


def test_a_look_up_is_quick(matched: Matched, town: Town, ref: Reference) -> None:
    weigh_record(HELEN, town.records[:10], matched.model, ref, records=MILLION)
    begun = time.perf_counter()
    for _ in range(10):
        keys_of(HELEN, ref)
        weigh_record(HELEN, town.records[:10], matched.model, ref, records=MILLION)
    assert (time.perf_counter() - begun) / 10 < 0.1


@pytest.mark.parametrize(
    "after",
    [
        {"first": "OTTO", "sex": "M", "dob": "1950-01-31"},
        {"first": "GRACE", "dob": "2010-05-06"},
        {"first": "OLGA", "ssn": "412-33-8766"},
        {"last": "WINSTON", "first": "IRIS", "ssn": "700-11-2222"},
    ],
)
def test_an_update_that_makes_somebody_else(after: dict[str, str], ref: Reference) -> None:
    found = overlay(HELEN, HELEN | after, ref)
    assert found is not None
    assert found.changed


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"last": "WINSTON", "street": "777 ELM AVENUE", "zip": "49999", "phone": ""},
        {"dob": "1985-12-04"},
        {"first": "HELENE", "ssn": "412-33-8756"},
        {"first": "HARRY", "sex": "M"},
        {"first": "BRANDALE", "last": "HELEN"},
        {"ssn": ""},
    ],
)
def test_an_update_of_the_same_person(after: dict[str, str], ref: Reference) -> None:
    assert overlay(HELEN, HELEN | after, ref) is None


def test_naming_a_newborn_or_an_unknown_is_no_overlay(ref: Reference) -> None:
    baby = {"first": "BABY GIRL", "last": "BRANDALE", "dob": "2024-06-01", "sex": "F"}
    assert overlay(baby, baby | {"first": "CLARA", "last": "WINSTON"}, ref) is None
    unknown = {"first": "UNKNOWN", "last": "MALE", "dob": "1900-01-01"}
    assert overlay(unknown, HELEN, ref) is None
