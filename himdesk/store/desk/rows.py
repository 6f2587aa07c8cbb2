# SPDX-License-Identifier: Apache-2.0
"""Values whose fields are the columns of a table."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance
    from sqlalchemy import Connection, Table


def values_of(value: DataclassInstance) -> dict[str, Any]:
    """The fields of a value by name."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def save(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Write a row under its `id`, in place of the one that is there."""
    there = connection.execute(update(table).where(table.c.id == values["id"]).values(**values))
    if there.rowcount == 0:
        connection.execute(insert(table).values(**values))
