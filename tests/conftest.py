# SPDX-License-Identifier: Apache-2.0
"""What every test gets: no screen, a clean environment, a watched log, a database of each kind."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import argon2
import hypothesis
import pytest

import console as consoles
import identifying
from himdesk.services import passwords
from himdesk.store.engine import connect
from himdesk.store.schema import create

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

# A time limit per example only measures how busy the machine is.
hypothesis.settings.register_profile("himdesk", deadline=None, print_blob=True)
hypothesis.settings.load_profile("himdesk")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postgres_server import Server

POSTGRES_REQUIRED = os.environ.get("HIMDESK_REQUIRE_POSTGRES") == "1"


def pytest_collection_finish() -> None:
    """What was imported stays for good: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the person's settings or comes near their database."""
    for name in list(os.environ):
        if name.startswith("HIMDESK_"):
            monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """A sign-in costs a tenth of a second on purpose; thousands of them would be minutes."""
    cheap = partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "PasswordHasher", cheap)
        yield


class LogKeeper(logging.Handler):
    """Keeps the records of one test."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        self.kept: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((record.levelno, self.format(record)))

    def unexpected(self, patterns: list[str]) -> list[str]:
        """Warnings and worse that no pattern accounts for."""
        serious = [text for level, text in self.kept if level >= logging.WARNING]
        return [text for text in serious if not any(re.search(each, text) for each in patterns)]

    def identifying(self) -> dict[str, str]:
        """Marked names and numbers, with the line each stands in."""
        return {hit: text for _, text in self.kept for hit in identifying.found_in(text)}


@pytest.fixture(autouse=True)
def _watched_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected warning fails the test, and so does a patient's name at any level."""
    identifying.forget_all()
    keeper, root, own = LogKeeper(), logging.getLogger(), logging.getLogger("himdesk")
    level = own.level
    own.setLevel(logging.DEBUG)
    root.addHandler(keeper)
    yield
    root.removeHandler(keeper)
    own.setLevel(level)
    expected = [marker.args[0] for marker in request.node.iter_markers("expects_log")]
    assert not keeper.identifying(), "a patient reached the log"
    assert not keeper.unexpected(expected), "unexpected in the log"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL server per test process; skipped, or failed if required, where none starts."""
    try:
        from postgres_server import start  # noqa: PLC0415  needs the dev extra

        server = start()
    except Exception as problem:  # noqa: BLE001  whatever the reason, it is told
        reason = f"PostgreSQL does not start here: {problem!r}"
        if POSTGRES_REQUIRED:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    yield server
    server.stop()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'himdesk.db').as_posix()}"


@pytest.fixture
def postgres_database(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: the same test runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, made once and copied for each test."""
    file = tmp_path_factory.mktemp("made") / "himdesk.db"
    make_tables(f"sqlite:///{file.as_posix()}")
    return file


@pytest.fixture(scope="session")
def made_on_server(postgres_server: Server) -> str:
    """The same on the server: the name of a database that others are made like."""
    name = postgres_server.create()
    make_tables(postgres_server.url(name))
    return name


@pytest.fixture
def made_sqlite(sqlite_database: str, made_file: Path) -> str:
    """The URL of a SQLite file with all tables."""
    shutil.copy(made_file, sqlite_database.removeprefix("sqlite:///"))
    return sqlite_database


@pytest.fixture
def made_postgres(postgres_server: Server, made_on_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with all tables."""
    name = postgres_server.create(made_on_server)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def made_database(request: pytest.FixtureRequest) -> str:
    """The URL of a database with all tables: the same test runs on both kinds."""
    url: str = request.getfixturevalue(f"made_{request.param}")
    return url


def make_tables(url: str) -> None:
    database = connect(url)
    create(database)
    database.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all roles, made once and copied for each test of the console."""
    file = tmp_path_factory.mktemp("made") / "desk.db"
    consoles.make_database(file)
    return file


@pytest.fixture
def console(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> consoles.Console:
    monkeypatch.setenv("HIMDESK_NEW_PASSWORD", consoles.PASSWORD)
    monkeypatch.setenv("HIMDESK_PASSWORD", consoles.PASSWORD)
    # Not as a file: what was written last may still be in the log beside it.
    with (
        closing(sqlite3.connect(made)) as source,
        closing(sqlite3.connect(tmp_path / "desk.db")) as copy,
    ):
        source.backup(copy)
    return consoles.Console(tmp_path, capsys)
