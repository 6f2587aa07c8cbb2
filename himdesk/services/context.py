# SPDX-License-Identifier: Apache-2.0
"""Who is at the desk, on which database, at what time: what every desk is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import NotPermitted
from himdesk.domain.roles import VERBS, Role, permitted
from himdesk.domain.times import earliest, utc_text
from himdesk.services.ids import ids_of_order
from himdesk.store.desk import access, settings
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from himdesk.store.engine import Database, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person with an account. `person` is the same for several accounts of one person."""

    id: str
    name: str
    display: str
    person: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The facts of the place that the database belongs to; letters are headed by them."""

    name: str
    address: tuple[str, ...]
    phone: str
    zone: ZoneInfo
    authority: str
    training: bool

    def time_shown(self, at: str) -> str:
        """A time of the store as the site's clock shows it, such as "2026-11-24 09:41"."""
        return earliest(at).astimezone(self.zone).isoformat(sep=" ")[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One signed-in person on one database; the clock and new ids are passed in."""

    database: Database
    staff: StaffMember
    site: Site
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def now(self) -> str:
        """The time as the store keeps it."""
        return utc_text(self.clock())

    def ids_of_order(self, session: Transaction, **order: object) -> Callable[[], str]:
        """Ids for what an order of this person makes; see `ids.ids_of_order`."""
        _, head = ledger.head(session)
        return ids_of_order(head, self.staff.name, order)

    def require(self, verb: str) -> None:
        """Check the right to a verb; a refused attempt is logged.

        Raises:
            NotPermitted: none of the person's roles allows it.
        """
        if permitted(verb, self.staff.roles):
            return
        with self.writing() as session:
            self.log(session, f"refused {verb}")
        raise NotPermitted(verb, tuple(sorted(VERBS[verb])))

    def writing(self) -> AbstractContextManager[Transaction]:
        """A unit of work of this person."""
        return self.database.write(self.staff.name)

    def writing_in_turn(self) -> AbstractContextManager[Transaction]:
        """The same for bulk work: whoever waits comes before."""
        return self.database.write_in_turn(self.staff.name)

    def policy(self, session: Transaction) -> dict[str, str]:
        """The site's approval policy: rules by kind of change set; the rest is as shipped."""
        prefix = "approval."
        found = settings.read(session)
        return {k.removeprefix(prefix): v for k, v in found.items() if k.startswith(prefix)}

    def log(
        self, session: Transaction, verb: str, patient: str | None = None, reason: str | None = None
    ) -> None:
        """Write one line of the chained access log."""
        access.append(
            session,
            at=self.now(),
            staff=self.staff.name,
            verb=verb,
            patient_id=patient,
            reason=reason,
        )
