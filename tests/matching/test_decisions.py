# SPDX-License-Identifier: Apache-2.0
"""Judgements on pairs: how long they stand, and what they say about the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from himdesk.matching.decisions import evidence, labelled_figures, still_distinct
from himdesk.matching.lookup import weigh_record
from himdesk.matching.model.before import belief
from himdesk.matching.model.weigh import compare_pairs, probability

if TYPE_CHECKING:
    from himdesk.matching.match import Matched
    from himdesk.matching.records.reference import Reference
    from matching.town import Town

MIA = {
    "last": "ANDERGREN", "first": "MIA", "middle": "GRACE", "sex": "F", "dob": "2015-02-03",
    "ssn": "412-33-8765", "phone": "555-123-4567", "street": "12 OAK STREET", "zip": "44100",
}  # fmt: skip
MILA = MIA | {"first": "MILENA", "ssn": "412-33-8766"}


def seen(one: dict[str, str], other: dict[str, str], ref: Reference) -> dict[str, str]:
    found = weigh_record(one, [other], belief(), ref, records=100_000, least=0.0)
    return evidence(found[0].explanation)


@pytest.mark.parametrize(
    ("edit", "stands"),
    [
        ({}, True),
        ({"phone": "5550000000", "street": "1 ELM STREET", "zip": "49999"}, True),
        ({"middle": "RUTH"}, True),
        ({"first": "MIA"}, True),
        ({"ssn": "412-33-8765"}, False),
    ],
)
def test_twins_stay_distinct_unless_identifiers_become_equal(
    edit: dict[str, str], stands: bool, ref: Reference
) -> None:
    then = seen(MIA, MILA, ref)
    assert still_distinct(then, seen(MIA, MILA | edit, ref)) == stands


def test_strangers_who_come_to_share_name_and_birth_date_are_asked_again(ref: Reference) -> None:
    other = {"last": "ANDERGREN", "first": "OLGA", "sex": "F", "dob": "1970-09-30"}
    then = seen(MIA, other, ref)
    assert not still_distinct(then, seen(MIA, other | {"first": "MIA", "dob": "2015-02-03"}, ref))


def test_figures_of_judged_pairs(matched: Matched, town: Town) -> None:
    persons = np.array(town.persons)
    same = persons[matched.left] == persons[matched.right]
    compared = compare_pairs(matched.comparer, matched.rarities, matched.left, matched.right)
    found = labelled_figures(probability(matched.log_odds), same, compared.levels, 0.5)
    assert found[0].code == "all"
    assert found[0].judged == len(same)
    assert {one.code for one in found} >= {"all", "plain", "twins", "month-day-swapped"}
    assert all(0 <= one.precision <= 1 and 0 <= one.recall <= 1 for one in found)
    assert found[0].precision > 0.95


def test_figures_of_nothing() -> None:
    levels = np.zeros((0, 10), dtype=np.uint8)
    found = labelled_figures(np.zeros(0), np.zeros(0, dtype=np.bool_), levels, 0.5)
    assert found[0].precision == found[0].recall == 1.0
