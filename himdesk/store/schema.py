# SPDX-License-Identifier: Apache-2.0
"""Making a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store import triggers
from himdesk.store.tables import METADATA

if TYPE_CHECKING:
    from himdesk.store.engine import Database


def create(database: Database) -> None:
    """Make all tables in an empty database."""
    with database.write("himdesk") as connection:
        METADATA.create_all(connection)
        triggers.install(connection)
