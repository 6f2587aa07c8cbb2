# SPDX-License-Identifier: Apache-2.0
"""Making a database, recognising one, and bringing one up to date.

All go through the same migrations. Alembic is imported only where they run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from himdesk.store import triggers
from himdesk.store.errors import NotEmpty, NotHimdesk, WrongVersion

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from himdesk.store.engine import Database

HEAD: Final = "0009"
"""The newest migration; a test holds it to the folder of migrations."""

_VERSION_TABLE: Final = "alembic_version"
_ACTOR: Final = "himdesk"


def create(database: Database) -> None:
    """Make all tables in an empty database; the file of a SQLite one only its owner may read.

    Raises:
        NotEmpty: there is something already.
    """
    file = file_of(database)
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    with database.write(_ACTOR) as connection:
        if not is_empty(connection):
            raise NotEmpty
        make(connection)
        triggers.install(connection)


def make(connection: Connection) -> None:
    """Make all tables, without triggers: what fills them row by row installs these afterwards."""
    _upgrade(connection)


def migrate(database: Database) -> str:
    """Bring a database to this version, all of it or nothing; returns the version.

    Raises:
        NotHimdesk: it is empty or another program's.
        WrongVersion: a newer himdesk made it.
    """
    at = version(database)
    if at != HEAD:
        if not _known(at):
            raise WrongVersion(newer=True)
        with database.write(_ACTOR) as connection:
            _upgrade(connection)
            triggers.install(connection)
    return HEAD


def version(database: Database) -> str:
    """The migration that the database is at.

    Raises:
        NotHimdesk: it is empty or another program's.
    """
    file = file_of(database)
    if file is not None and not file.exists():  # opening it would make one
        raise NotHimdesk(empty=True)
    with database.read() as connection:
        names = set(inspect(connection).get_table_names())
        if not {_VERSION_TABLE, "change_set", "patient", "item"} <= names:
            raise NotHimdesk(empty=not names)
        query = text(f"SELECT version_num FROM {_VERSION_TABLE}")  # noqa: S608  a constant
        return str(connection.execute(query).scalar_one())


def check(database: Database) -> None:
    """Check that this himdesk can use the database as it is.

    Raises:
        NotHimdesk: it is empty or another program's.
        WrongVersion: it must be migrated, or a newer himdesk made it.
    """
    at = version(database)
    if at != HEAD:
        raise WrongVersion(newer=not _known(at))


def is_empty(connection: Connection) -> bool:
    """Whether there is no table at all."""
    return not inspect(connection).get_table_names()


def file_of(database: Database) -> Path | None:
    """The file of a SQLite database; None for a server's."""
    name = database.engine.url.database
    return Path(name) if database.dialect == "sqlite" and name else None


def _known(revision: str) -> bool:
    from alembic.script import ScriptDirectory  # noqa: PLC0415  only where migrations matter

    folder = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in folder.walk_revisions()}


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  as above

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config()
    config.set_main_option("script_location", "himdesk.store:migrations")
    config.set_main_option("path_separator", "os")
    return config
