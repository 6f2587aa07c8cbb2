# SPDX-License-Identifier: Apache-2.0
"""Whatever a file holds: records, refusals or one typed error, and never anything else."""

from __future__ import annotations

import copy
import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.domain.errors import HimdeskError
from himdesk.exchange.csv_patients import COLUMNS, stream_csv
from himdesk.exchange.fhir.reading import stream_json, stream_ndjson
from himdesk.exchange.fhir.types.every import SHAPES, TYPES
from himdesk.exchange.sniff import Format, sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "fhir").glob("*.json"))
KEYS = st.sampled_from(
    [
        *("resourceType", "id", "meta", "subject", "patient", "reference", "identifier", "value"),
        *("system", "type", "coding", "code", "text", "display", "name", "given", "family"),
        *("period", "start", "end", "birthDate", "entry", "resource", "fullUrl", "request"),
        *("method", "url", "class", "status", "content", "attachment", "data", "extension"),
        *("contained", "valueQuantity", "component", "hasMember", "result", "link", "other"),
        *("security", "telecom", "address", "gender", "participant", "actor", "relatesTo"),
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(sorted(TYPES)),
    st.sampled_from(
        ["Patient/1", "#x", "urn:uuid:1", "Patient?identifier=a|b", "2024-02-30", "2024", "?", "/"]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def taken(items: Iterable[Record | Rejected | Group]) -> list[Record | Rejected]:
    """All that was read, after a look at each refusal."""
    found: list[Record | Rejected] = []
    for item in items:
        found += [*item.records, *item.rejected] if isinstance(item, Group) else [item]
    for one in found:
        if isinstance(one, Rejected):
            assert one.where
            assert one.reason.endswith(".")
    return found


def read_text(text: str) -> list[Record | Rejected]:
    try:
        return taken(stream_json(text.encode("utf-8", "surrogatepass"), "file"))
    except HimdeskError as error:
        look_at(error)
        return []


def look_at(error: HimdeskError) -> None:
    assert error.message().startswith("file")
    assert error.message().endswith(".")


@given(JSON)
def test_any_json(value: Any) -> None:
    read_text(json.dumps(value))


@given(st.sampled_from(sorted(TYPES)), st.dictionaries(KEYS, JSON, max_size=8))
def test_any_resource(kind: str, parts: dict[str, Any]) -> None:
    owners = {
        path.split(".", maxsplit=1)[0]: {"reference": "Patient/1"}
        for path in (SHAPES[kind].patient.split() if kind in SHAPES else ())
        if "." not in path
    }
    assert len(read_text(json.dumps({**owners, **parts, "resourceType": kind}))) <= 3


@given(
    st.sampled_from(["transaction", "collection", "history", "message", "searchset", "?"]),
    st.lists(st.dictionaries(KEYS, JSON, max_size=5) | SCALARS, max_size=4),
)
def test_any_bundle(kind: str, entries: list[Any]) -> None:
    read_text(json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}))


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text(text: str) -> None:
    read_text(text)
    read_text('{"resourceType": "Bundle", "entry": [' + text)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A sample in which a few values were replaced, taken away or doubled."""
    value = copy.deepcopy(json.loads(draw(st.sampled_from(SAMPLES)).read_text()))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = value
        while True:
            inner = [v for v in _values(holder) if isinstance(v, dict | list) and v]
            if not inner or draw(st.integers(0, 3)) == 0:
                break
            holder = draw(st.sampled_from(inner))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if keys:
            _change(draw, holder, draw(st.sampled_from(keys)))
    return value


def _values(holder: Any) -> list[Any]:
    return list(holder.values()) if isinstance(holder, dict) else list(holder)


def _change(draw: st.DrawFn, holder: Any, key: Any) -> None:
    match draw(st.integers(0, 2)):
        case 0:
            holder[key] = draw(JSON)
        case 1:
            del holder[key]
        case _:
            holder[key] = [holder[key], holder[key]]


@given(mutated())
@settings(max_examples=400)
def test_any_change_of_a_good_file(value: Any) -> None:
    for item in read_text(json.dumps(value)):
        if isinstance(item, Record):
            json.loads(item.body)


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=300)
def test_any_broken_bytes_of_a_good_file(path: Path, data: st.DataObject) -> None:
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
        if not whole:
            return
    try:
        taken(stream_json(bytes(whole), "file"))
    except HimdeskError as error:
        look_at(error)


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_lines(lines: list[bytes]) -> None:
    good = b'{"resourceType":"Patient","id":"good"}'
    data = b"\n".join([*lines, good])
    found = taken(stream_ndjson(BytesIO(data), "file"))
    assert any(isinstance(r, Record) and r.id == "good" for r in found)


@given(st.binary(max_size=400))
def test_any_bytes_are_of_some_format_or_refused(data: bytes) -> None:
    try:
        assert sniff(BytesIO(data), "file") in Format
    except HimdeskError as error:
        look_at(error)


@given(st.lists(st.lists(st.sampled_from(["", '"', "1", "x", "é", "\0", "\r", "\n", "1999"]))))
def test_any_rows(rows: list[list[str]]) -> None:
    lines = [",".join(COLUMNS), *(",".join(row) for row in rows)]
    taken(stream_csv(BytesIO("\n".join(lines).encode()), "file"))


@given(st.binary(max_size=200))
def test_any_bytes_under_a_header(data: bytes) -> None:
    taken(stream_csv(BytesIO(b"record_id,last\n" + data), "file"))


WRONG: list[Any] = [
    None,
    True,
    5,
    1.5,
    "",
    "x",
    "Patient/9",
    [],
    {},
    [[]],
    [5],
    ["x"],
    [{}],
    {"x": 1},
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each value's holder and key."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def test_every_value_of_a_good_resource_replaced_by_every_wrong_one() -> None:
    lines = (SAMPLES[0].parent / "everything.ndjson").read_text().splitlines()
    for line in lines:
        resource = json.loads(line)
        for holder, key in list(places(resource)):
            kept = holder[key]
            for wrong in WRONG:
                holder[key] = wrong
                read_text(json.dumps(resource))
            holder[key] = kept


def test_every_value_of_a_bundle_around_its_resources_replaced() -> None:
    bundle = json.loads((SAMPLES[0].parent / "merge-message.json").read_text())
    for holder, key in list(places(bundle)):
        kept = holder[key]
        for wrong in WRONG:
            holder[key] = wrong
            read_text(json.dumps(bundle))
        holder[key] = kept
