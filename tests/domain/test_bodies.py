# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from himdesk.domain.changes import canonical
from himdesk.domain.charts.charts import item_body
from himdesk.domain.charts.items import DETAILS, Item, Kind

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COMMON = [f.name for f in fields(Item) if f.name not in {"kind", "details"}]


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(sorted(Kind)))
    details = {f.name: draw(st.none() | TEXT) for f in fields(DETAILS[kind])}
    common = {name: draw(st.none() | TEXT) for name in COMMON}
    return Item(kind=kind, details=DETAILS[kind](**details), **common)


@given(items())
def test_the_body_of_an_item_is_canonical_json(item: Item) -> None:
    plain = {name: getattr(item, name) for name in [*COMMON, "kind"]}
    body = {name: str(value) for name, value in plain.items() if value is not None}
    said = {f.name: getattr(item.details, f.name) for f in fields(item.details)}
    details = {name: value for name, value in said.items() if value is not None}
    assert item_body(item) == canonical({**body, "details": details, "v": 1})
