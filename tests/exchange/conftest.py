# SPDX-License-Identifier: Apache-2.0
"""Files written on the spot, and what the readers make of them. All people are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.reading import read, stream

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]

Json = dict[str, Any]


class Writer(Protocol):
    """Makes a file of text, bytes, JSON values (several: NDJSON) and returns its path."""

    def __call__(self, *content: str | bytes | Json, name: str = ...) -> Path: ...


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def made(*content: str | bytes | Json, name: str = "file.json") -> Path:
        path = tmp_path / name
        lines = [c if isinstance(c, str | bytes) else json.dumps(c) for c in content]
        data = b"\n".join(c.encode() if isinstance(c, str) else c for c in lines)
        path.write_bytes(data)
        return path

    return made


@pytest.fixture
def one(write: Writer) -> Callable[[Json], Record]:
    """The record of a single resource, which is expected to be taken."""

    def taken(resource: Json) -> Record:
        (item,) = stream(write(resource))
        assert isinstance(item, Record), item
        return item

    return taken


@pytest.fixture
def why(write: Writer) -> Callable[[Json], str]:
    """The reason for which a single resource is refused."""

    def refused(resource: Json) -> str:
        (item,) = stream(write(resource))
        assert isinstance(item, Rejected), item
        return item.reason

    return refused


@pytest.fixture
def groups(write: Writer) -> Callable[..., list[Group]]:
    """The groups of a file."""

    def made(*content: str | bytes | Json, name: str = "file.json") -> list[Group]:
        return list(read(write(*content, name=name)))

    return made


@pytest.fixture
def interop() -> Path:
    """The FHIR samples of other makers, which lie beside a developer's checkout."""
    folder = ROOT.parent / "shared" / "interop" / "fhir"
    if not folder.is_dir():
        pytest.skip("the samples of other makers are not beside this checkout")
    return folder
