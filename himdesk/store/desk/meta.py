# SPDX-License-Identifier: Apache-2.0
"""The facts of a database itself: its id, its site, whether it is for training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store.desk.settings import put_all, read_all
from himdesk.store.tables import META

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


def read(connection: Connection) -> dict[str, str]:
    """All facts."""
    return read_all(connection, META)


def put(connection: Connection, values: Mapping[str, str]) -> None:
    """Set facts."""
    put_all(connection, META, values)
