# SPDX-License-Identifier: Apache-2.0
"""The change set as a value: canonical form, digests, order."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_name, a_patient
from himdesk.domain.changes import (
    GENESIS,
    PATIENT,
    Change,
    ChangeKind,
    ChangeSet,
    canonical,
    chain_digest,
    content_hash,
    ordered,
)
from himdesk.domain.charts.charts import item_body, item_digest, patient_digest

COMPOSED, DECOMPOSED = "Jos\u00e9", "Jose\u0301"
CHANGES = (
    Change(PATIENT, "B", "replaced_by", None, "A"),
    Change(PATIENT, "B", "status", "active", "retired"),
    Change("encounter", "e1", "patient_id", "B", "A"),
)
FACTS: dict[str, str | int | None] = {
    "seq": 7,
    "at": "2026-03-02T08:07:00Z",
    "applied_by": "r.santos",
    "approved_by": None,
    "approved_at": None,
    "reverses": None,
}
# Published values: written down once, from an independent computation.
CONTENT = "6fa98e23801bd94a11d02a1b9e2d5bd3fdc8bcc4377d43cf857ec2717aecb402"
LINK = "1e685f3d428fe0d5e6bdc3aa10d653b98333d07ed2917a29e9248ffe4f6c6f74"
CREATED_PATIENT = "5c315c302f96be0b62d7b235129b683eda15a6792a105a13408f7d73e39bcd47"
CREATED_NAME = "5d037f343ff3369f95575ad9a69a08f40fd15ec951040713395402db18af2da3"


def test_the_canonical_form_is_published() -> None:
    form = canonical({"b": None, "a": ["é", "x"], "v": 1})
    assert form == '{"a":["é","x"],"b":null,"v":1}'.encode()


def test_the_content_hash_never_changes_between_versions() -> None:
    assert content_hash("merge", "r.santos", f"{COMPOSED}: twice", CHANGES) == CONTENT


def test_the_digest_of_a_link_never_changes_between_versions() -> None:
    assert chain_digest(GENESIS, CONTENT, FACTS) == LINK


def test_the_digests_of_creations_never_change_between_versions() -> None:
    assert patient_digest(a_patient("A")) == CREATED_PATIENT
    name = a_name("A", "García", "Zoë", id="n1", at="2020-01-01")
    assert item_digest(name) == CREATED_NAME


def test_text_is_hashed_in_nfc() -> None:
    assert canonical([COMPOSED]) == canonical([DECOMPOSED])
    changes = (Change("name", "n1", "given", DECOMPOSED, "Ana"),)
    assert content_hash("amend", "x", COMPOSED, changes) == content_hash(
        "amend", "x", DECOMPOSED, (Change("name", "n1", "given", COMPOSED, "Ana"),)
    )


@given(st.lists(st.text(alphabet=st.sampled_from('ne\n\t"\\\u0301\u0303\u0338é<='))))
def test_the_canonical_form_is_json_of_the_composed_texts(texts: list[str]) -> None:
    import unicodedata  # noqa: PLC0415 - only here

    said = json.loads(canonical({"texts": texts, "deep": [texts]}))
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    assert said == {"texts": composed, "deep": [composed]}


@pytest.mark.parametrize("field", FACTS)
def test_each_fact_of_a_link_is_hashed(field: str) -> None:
    assert chain_digest(GENESIS, CONTENT, {**FACTS, field: "other"}) != LINK


def test_each_part_of_the_content_is_hashed() -> None:
    base = ChangeSet(ChangeKind.MERGE, "a", "b", CHANGES)
    others = [
        replace(base, kind=ChangeKind.SPLIT),
        replace(base, requester="b"),
        replace(base, reason="c"),
        replace(base, changes=CHANGES[:2]),
        *(
            replace(base, changes=(*CHANGES[:2], replace(CHANGES[2], **{part: "z"})))
            for part in ("entity", "id", "field", "before", "after")
        ),
    ]
    assert len({base.content, *(other.content for other in others)}) == len(others) + 1
    assert replace(base, reverses="cs1").content == base.content, "said by the chain's digest"


def test_nothing_and_the_word_null_differ() -> None:
    one = Change("name", "n1", "given", None, "x")
    assert content_hash("amend", "a", "b", [one]) != content_hash(
        "amend", "a", "b", [replace(one, before="null")]
    )


def test_order_is_charts_then_parents_then_names_whatever_came_first() -> None:
    child = Change("document", "a1", "patient_id", "B", "A")
    parent = Change("encounter", "z9", "patient_id", "B", "A")
    decision = Change("encounter", "z9", "decision", "B", "A")
    depth = {"z9": 0, "a1": 1}
    expected = (CHANGES[0], CHANGES[1], decision, parent, child)
    for shuffled in permutations(expected):
        assert ordered(shuffled, depth) == expected


def test_one_change_per_field() -> None:
    with pytest.raises(ValueError, match="one change per"):
        ordered([CHANGES[0], replace(CHANGES[0], after="C")], {})


def test_a_change_set_names_the_charts_it_touches() -> None:
    assert ChangeSet(ChangeKind.MERGE, "a", "b", CHANGES).charts() == {"A", "B"}


def test_the_body_of_an_item_holds_what_is_known_and_nothing_else() -> None:
    body = json.loads(item_body(a_name("A", "Okonkwo", None, id="n1")))
    assert body == {
        "v": 1,
        "id": "n1",
        "kind": "name",
        "home_patient_id": "A",
        "patient_id": "A",
        "details": {"family": "Okonkwo", "use": "official"},
    }
