# SPDX-License-Identifier: Apache-2.0
"""Versions of the model; which one is in use is a setting, and each change of it is chained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select

from himdesk.domain.changes import canonical, sha256
from himdesk.domain.errors import NotFound
from himdesk.store.desk import settings, staff
from himdesk.store.desk.rows import values_of
from himdesk.store.tables import MATCH_MODELS, SETTINGS

if TYPE_CHECKING:
    from sqlalchemy import Connection

IN_USE: Final = "matching.model"
"""The setting that holds the version in use; without it that is 0, what is believed beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """A version of the model as a JSON document; `digest` is the document's sha256."""

    version: int
    at: str
    by: str
    reason: str
    digest: str
    document: str


def add(connection: Connection, document: str, *, at: str, by: str, reason: str) -> int:
    """Keep a document as a new version and use it from now on; returns the version."""
    last = connection.execute(select(func.max(MATCH_MODELS.c.version))).scalar_one()
    new = ModelVersion(
        version=(last or 0) + 1,
        at=at,
        by=by,
        reason=reason,
        digest=sha256(document.encode()),
        document=document,
    )
    connection.execute(insert(MATCH_MODELS).values(**values_of(new)))
    use(connection, new.version, at=at, by=by, reason=reason)
    return new.version


def use(connection: Connection, version: int, *, at: str, by: str, reason: str) -> None:
    """Use a version from now on; 0 is what is believed before any training.

    Raises:
        NotFound: there is no such version.
    """
    digest = get(connection, version).digest if version else None
    settings.put(connection, {IN_USE: str(version) if version else None})
    detail = canonical({"digest": digest, "reason": reason, "v": 1}).decode()
    staff.record(
        connection, at=at, by=by, verb="model", subject=f"version {version}", detail=detail
    )


def in_use(connection: Connection) -> int:
    """The version in use."""
    query = select(SETTINGS.c.value).where(SETTINGS.c.key == IN_USE)
    return int(connection.execute(query).scalar() or 0)


def get(connection: Connection, version: int) -> ModelVersion:
    """A version.

    Raises:
        NotFound: there is none.
    """
    query = select(MATCH_MODELS).where(MATCH_MODELS.c.version == version)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("version of the model", str(version))
    return ModelVersion(**row)


def versions(connection: Connection) -> tuple[ModelVersion, ...]:
    """All versions, the newest first."""
    query = select(MATCH_MODELS).order_by(MATCH_MODELS.c.version.desc())
    return tuple(ModelVersion(**row) for row in connection.execute(query).mappings())
