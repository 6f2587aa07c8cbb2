# SPDX-License-Identifier: Apache-2.0
"""The model: its document, its training, its thresholds, what it learns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from himdesk.matching.errors import BadModel
from himdesk.matching.model.before import BELIEFS, belief
from himdesk.matching.model.calibrate import best_threshold, expected, zones
from himdesk.matching.model.document import KINDS, MATCH, STRANGER, from_json, to_json
from himdesk.matching.model.learn import Decided, learn, most_useful
from himdesk.matching.model.weigh import compare_pairs, log_odds, probability
from himdesk.matching.pairs.fields import FIELDS

if TYPE_CHECKING:
    from himdesk.matching.match import Matched
    from matching.town import Town

CHANCES = hnp.arrays(np.float64, st.integers(0, 50), elements=st.floats(0, 1))


def truth(matched: Matched, town: Town) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    persons = np.array(town.persons)
    return persons[matched.left] == persons[matched.right]


def test_beliefs_cover_every_level_of_every_field() -> None:
    assert set(BELIEFS) == {field.name for field in FIELDS}
    for field in FIELDS:
        assert list(BELIEFS[field.name]).sort() == [level.name for level in field.levels[1:]].sort()
        assert {level.name for level in field.levels[1:]} == set(BELIEFS[field.name])


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_probabilities_of_a_group_sum_to_one(field: object, matched: Matched) -> None:
    at = FIELDS.index(field)  # type: ignore[arg-type]
    groups = {level.group for level in FIELDS[at].levels[1:]}
    for group in groups:
        rows = [row for row, level in enumerate(FIELDS[at].levels) if level.group == group and row]
        believed = belief().levels[at][rows].sum(axis=0)
        assert believed == pytest.approx(np.ones(len(KINDS)), abs=0.005)
        assert matched.model.levels[at][rows].sum(axis=0) == pytest.approx(
            np.ones(len(KINDS)), abs=1e-3
        )


def test_a_document_can_be_read_back(matched: Matched) -> None:
    once = to_json(matched.model)
    assert to_json(from_json(once)) == once


def test_a_document_holds_no_rare_name(matched: Matched) -> None:
    known = matched.model.frequencies
    assert known is not None
    for name in ("given", "family", "middle", "part"):
        assert all(share * known.records > 9.9 for share in known.common[name].values())


@pytest.mark.parametrize("missing", ["rates", "fields", "threshold", "facts", "adjust"])
def test_a_document_with_a_part_missing_is_refused(missing: str) -> None:
    import json  # noqa: PLC0415 - the test takes a document apart

    document = json.loads(to_json(belief()))
    del document[missing]
    with pytest.raises(BadModel):
        from_json(json.dumps(document))


def test_shares_of_the_kinds_sum_to_one() -> None:
    for records in (2, 3, 1000, 10**6):
        shares = belief().priors(records)
        assert shares[STRANGER] >= 0.5
        assert 0 < shares[MATCH] < 1


def test_probabilities_mean_what_they_say(matched: Matched, town: Town) -> None:
    chances, same = probability(matched.log_odds), truth(matched, town)
    assert abs(chances.sum() - same.sum()) < 0.05 * same.sum()
    sure = chances > 0.95
    assert same[sure].mean() > 0.97
    assert same[chances < 0.05].mean() < 0.03


@given(CHANCES, st.floats(0.01, 0.99))
def test_expected_errors_are_shares(chances: np.ndarray, threshold: float) -> None:
    found = expected(chances, threshold)
    assert 0 <= found.recall <= 1
    assert 0 <= found.precision <= 1


@given(CHANCES)
def test_zones_are_in_order(chances: np.ndarray) -> None:
    found = zones(chances, best_threshold(chances))
    assert found.review.threshold <= found.threshold.threshold <= found.sure.threshold


def test_decisions_move_the_model_towards_them(matched: Matched, town: Town) -> None:
    compared = compare_pairs(matched.comparer, matched.rarities, matched.left, matched.right)
    rows = np.flatnonzero(truth(matched, town))[:60]
    decided = Decided(compared.rows(rows), np.zeros(len(rows), dtype=np.bool_))
    learnt = learn(matched.model, decided, compared, matched.table.size)
    before = log_odds(compared.rows(rows), matched.model, matched.table.size)
    after = log_odds(compared.rows(rows), learnt, matched.table.size)
    assert after.mean() < before.mean()
    assert learnt.facts["decisions"] == 60


def test_true_decisions_do_no_harm(matched: Matched, town: Town) -> None:
    compared = compare_pairs(matched.comparer, matched.rarities, matched.left, matched.right)
    same, records = truth(matched, town), matched.table.size
    rows = most_useful(probability(matched.log_odds), compared.levels, 60)
    learnt = learn(matched.model, Decided(compared.rows(rows), same[rows]), compared, records)

    def best_f1(odds: np.ndarray) -> float:
        hits = np.cumsum(same[np.argsort(-odds, kind="stable")])
        return float((2 * hits / (np.arange(1, len(hits) + 1) + same.sum())).max())

    assert best_f1(log_odds(compared, learnt, records)) >= best_f1(matched.log_odds) - 0.003


def test_taking_the_adjustments_out_takes_the_learning_back(matched: Matched, town: Town) -> None:
    compared = compare_pairs(matched.comparer, matched.rarities, matched.left, matched.right)
    rows = np.arange(20)
    decided = Decided(compared.rows(rows), truth(matched, town)[rows])
    learnt = learn(matched.model, decided, compared, matched.table.size)
    plain = replace(learnt, adjust={})
    assert log_odds(compared, plain, matched.table.size) == pytest.approx(matched.log_odds)


def test_most_useful_pairs_are_doubtful_and_different(matched: Matched) -> None:
    compared = compare_pairs(matched.comparer, matched.rarities, matched.left, matched.right)
    chances = probability(matched.log_odds)
    rows = most_useful(chances, compared.levels, 20)
    assert len(set(rows.tolist())) == 20
    assert np.abs(chances[rows] - 0.5).mean() < np.abs(chances - 0.5).mean()
    patterns = {tuple(row) for row in compared.levels[rows].tolist()}
    assert len(patterns) > 5


@pytest.mark.parametrize("records", [0, 1, 2, 1_000_000])
def test_every_kind_has_a_share_however_few_records_there_are(records: int) -> None:
    assert np.all(belief().priors(records) > 0)
