# SPDX-License-Identifier: Apache-2.0
"""Unfinished work, kept as one types, and found again after a crash, a lock or a restart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from himdesk.store.desk import work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft as it was last saved."""

    kind: str
    key: str
    saved_at: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drafts:
    """One person's own drafts; nobody else reads them."""

    context: Context

    def keep(self, kind: str, key: str, values: Mapping[str, Any]) -> str:
        """Keep a draft in place of the earlier one; answers when it was saved."""
        at = self.context.now()
        draft = work.Draft(
            id=self.context.new_id(),
            staff=self.context.staff.name,
            kind=kind,
            key=key,
            body=json.dumps(values, ensure_ascii=False),
            saved_at=at,
        )
        with self.context.writing() as session:
            work.keep_draft(session, draft)
        return at

    def find(self, kind: str, key: str) -> Kept | None:
        """The draft of this kind and key, if there is one."""
        return next((d for d in self.all() if (d.kind, d.key) == (kind, key)), None)

    def all(self) -> tuple[Kept, ...]:
        """All drafts, the last saved first."""
        with self.context.database.read() as session:
            found = work.drafts(session, self.context.staff.name)
        return tuple(
            Kept(kind=d.kind, key=d.key, saved_at=d.saved_at, values=json.loads(d.body))
            for d in found
        )

    def drop(self, kind: str, key: str) -> None:
        """Forget a draft."""
        with self.context.writing() as session:
            work.drop_draft(session, staff=self.context.staff.name, kind=kind, key=key)
