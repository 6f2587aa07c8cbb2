# SPDX-License-Identifier: Apache-2.0
"""Bodies that are composed column by column are those of the domain, item by item."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from himdesk.domain.changes import GENESIS, chain_digest, content_hash_of_rows
from himdesk.domain.charts.charts import item_body
from himdesk.domain.charts.items import DETAILS, Item, Kind
from himdesk.store.verify import links
from himdesk.store.verify.bodies import INNER, OUTER, composed, item_texts
from himdesk.store.writing.ledger import Stamp, facts_of

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
MAYBE = st.none() | TEXT
GIVEN = {"id", "kind", "home_patient_id", "patient_id"}


@st.composite
def items(draw: st.DrawFn, kind: Kind) -> Item:
    detail = DETAILS[kind]
    said: dict[str, Any] = {
        f.name: draw(TEXT if f.type == "str" else MAYBE) for f in fields(detail)
    }
    own: dict[str, Any] = {name: draw(TEXT if name in GIVEN else MAYBE) for name in OUTER}
    return Item(**own | {"kind": kind, "details": detail(**said)})


@given(st.data(), st.sampled_from(Kind))
def test_a_batch_is_composed_as_each_of_its_items(data: st.DataObject, kind: Kind) -> None:
    batch = data.draw(st.lists(items(kind), min_size=1, max_size=5))
    rows = [
        [str(v) if (v := getattr(item, name)) is not None else None for name in OUTER]
        + [getattr(item.details, name) for name in INNER[kind]]
        for item in batch
    ]
    assert [composed(text) for text in item_texts(kind, rows)] == [item_body(i) for i in batch]


def test_no_rows_have_no_bodies() -> None:
    assert list(item_texts(Kind.DOCUMENT, [])) == []


CHANGES = st.lists(st.tuples(TEXT, TEXT, TEXT, MAYBE, MAYBE), max_size=4)


@given(TEXT, TEXT, TEXT, CHANGES)
def test_a_content_is_hashed_as_it_was_written(
    kind: str, requester: str, reason: str, changes: list[tuple[str | None, ...]]
) -> None:
    rows = [(7, ordinal, *change) for ordinal, change in enumerate(changes)]
    expected = content_hash_of_rows(kind, requester, reason, changes)
    assert links.content_hash(kind, requester, reason, rows) == expected


@given(st.integers(1), TEXT, TEXT, MAYBE, MAYBE, MAYBE)
def test_a_link_is_hashed_as_it_was_written(
    seq: int, at: str, by: str, approved_by: str | None, when: str | None, reverses: str | None
) -> None:
    stamp = Stamp(
        seq=seq, previous=GENESIS, at=at, applied_by=by, approved_by=approved_by, approved_at=when
    )
    expected = chain_digest(GENESIS, "0f", facts_of(stamp, reverses))
    assert links.digest(stamp, "0f", reverses) == expected
