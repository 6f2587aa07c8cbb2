# SPDX-License-Identifier: Apache-2.0
"""A made database of each kind for the tests of the store; each is a copy of one made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from himdesk.store.engine import connect
from himdesk.store.schema import create
from store_builders import Hospital, open_hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postgres_server import Server


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "himdesk.db"
    database = connect(f"sqlite:///{file.as_posix()}")
    create(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def made_on_server(postgres_server: Server) -> str:
    name = postgres_server.create()
    database = connect(postgres_server.url(name))
    create(database)
    database.close()
    return name


@pytest.fixture
def sqlite_hospital(sqlite_database: str, made_file: Path) -> Iterator[Hospital]:
    shutil.copy(made_file, sqlite_database.removeprefix("sqlite:///"))
    hospital = open_hospital(sqlite_database)
    yield hospital
    hospital.database.close()


@pytest.fixture
def postgres_hospital(postgres_server: Server, made_on_server: str) -> Iterator[Hospital]:
    name = postgres_server.create(made_on_server)
    hospital = open_hospital(postgres_server.url(name))
    yield hospital
    hospital.database.close()
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hospital(request: pytest.FixtureRequest) -> Hospital:
    """An empty hospital on each kind of database."""
    made: Hospital = request.getfixturevalue(f"{request.param}_hospital")
    return made
