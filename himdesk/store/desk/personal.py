# SPDX-License-Identifier: Apache-2.0
"""What each account set for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from himdesk.store.tables import STAFF_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_C = STAFF_SETTINGS.c


def read(connection: Connection, staff: str) -> dict[str, str]:
    """What an account set, by key."""
    rows = connection.execute(select(_C.key, _C.value).where(_C.staff == staff).order_by(_C.key))
    return dict(rows.all())


def put(connection: Connection, staff: str, values: Mapping[str, str]) -> None:
    """Set some of it; an empty value is taken away."""
    for key, value in sorted(values.items()):
        connection.execute(delete(STAFF_SETTINGS).where(_C.staff == staff, _C.key == key))
        if value:
            row = {"staff": staff, "key": key, "value": value}
            connection.execute(insert(STAFF_SETTINGS).values(**row))
