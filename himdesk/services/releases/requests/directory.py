# SPDX-License-Identifier: Apache-2.0
"""The directory of requesters and recipients whose address and fax number were verified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.services.releases.forms.fields import form_values, text_at
from himdesk.store.desk import releases as kept

if TYPE_CHECKING:
    from himdesk.domain.releases.request import Release
    from himdesk.services.context import Context
    from himdesk.store.desk.releases import Recipient
    from himdesk.store.engine import Transaction

_ENTRY: Final = frozenset({"name", "kind", "address", "fax", "phone", "verified_how"})


@dataclass(frozen=True, slots=True)
class Directory:
    """Who records are sent to, as someone of the desk verified it."""

    context: Context

    def all(self) -> tuple[Recipient, ...]:
        """The directory by name."""
        self.context.require("release-read")
        with self.context.database.read() as session:
            return kept.recipients(session)

    def put(self, form: object) -> Recipient:
        """Write an entry from a filled-in form, in place of the one of that name.

        Raises:
            UsageError: it has no name, neither address nor fax, or says not how it was verified.
        """
        self.context.require("release")
        given = form_values(form, "the recipient", _ENTRY)
        said = {name: text_at(given, name) for name in _ENTRY}
        for name in ("name", "kind", "verified_how"):
            if not said[name]:
                raise UsageError(f"An entry of the directory says its {name}.", name)
        if not (said["address"] or said["fax"]):
            raise UsageError("An entry of the directory has an address or a fax number.", "address")
        today = self.context.clock().astimezone(self.context.site.zone).date()
        with self.context.writing() as session:
            there = {each.name: each.id for each in kept.recipients(session)}
            entry = kept.Recipient(
                id=there.get(said["name"]) or self.context.new_id(),
                verified_on=today.isoformat(),
                verified_by=self.context.staff.name,
                **said,
            )
            kept.put_recipient(session, entry)
        return entry


def addressed(session: Transaction, release: Release) -> Release:
    """A request with the verified address and fax number of its recipient, where it says none."""
    for entry in kept.recipients(session):
        if entry.name == release.recipient:
            return replace(
                release, address=release.address or entry.address, fax=release.fax or entry.fax
            )
    return release
