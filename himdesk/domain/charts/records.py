# SPDX-License-Identifier: Apache-2.0
"""What a reader of foreign files hands over: records of a source, with drafts of items.

A record's identity is (source, type, id). `Record.subject` and the references of a draft are
keys of other records of the same source: "Patient/123", or "Patient?identifier=SYSTEM|VALUE"
where the source only gave an identifier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Details, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item as a source states it, before it has an id and a home.

    `parent` and `encounter` are record keys; `content` the bytes of a document; the other fields
    mean what they mean in `Item`.
    """

    kind: Kind
    details: Details
    status: str | None = None
    at: str | None = None
    until: str | None = None
    recorded: str | None = None
    type: str | None = None
    code: str | None = None
    display: str | None = None
    author: str | None = None
    sensitivity: str | None = None
    parent: str | None = None
    encounter: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a source, with its own bytes kept as they came.

    A patient's record has `mrn` (authority or None, number), if it states one, and its
    assertions as drafts; a record of care has one draft; a directory entry (a practitioner, an
    organization) has none and no subject. `where` is the file and line or path, for messages.
    """

    type: str
    id: str
    body: bytes
    where: str
    subject: str | None = None
    mrn: tuple[str | None, str] | None = None
    replaced_by: str | None = None
    drafts: tuple[Draft, ...] = ()

    @property
    def key(self) -> str:
        """The key by which other records of the source refer to this one."""
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that can't be taken, where it is, and why, in one sentence."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Records that stand or fall together: one bundle or message, or one patient of a bulk file.

    `atomic` groups are applied whole or not at all.
    """

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...] = ()
    atomic: bool = False
