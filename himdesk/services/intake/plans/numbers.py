# SPDX-License-Identifier: Apache-2.0
"""Which number a patient's record is filed under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Identifier
from himdesk.store.reading import arriving, patients

if TYPE_CHECKING:
    from himdesk.domain.charts.records import Record
    from himdesk.store.engine import Transaction

DIGITS: Final = 8
"""Numbers that himdesk assigns have so many digits, so that their order is that of their text."""


@dataclass(slots=True)
class Numbers:
    """The numbers of one import: `system` is the configured one, `authority` the site's own.

    A number without a system is one of the source's own: two sources that both say "1001" don't
    mean one person.
    """

    source: str
    system: str | None
    authority: str
    last: int = 0

    def stated(self, record: Record) -> tuple[str, str] | None:
        """Authority and number that a record states; None if himdesk must assign them."""
        if record.mrn is not None:
            system, number = record.mrn
            return system or self.system or self.source, number
        for draft in record.drafts:
            details = draft.details
            if (
                self.system is not None
                and isinstance(details, Identifier)
                and details.system == self.system
                and details.value is not None
            ):
                return self.system, details.value
        return None

    def assign(self, session: Transaction) -> tuple[str, str]:
        """The next free number of the site."""
        if self.last == 0:
            self.last = arriving.last_number(session, self.authority, DIGITS)
        while True:
            self.last += 1
            number = f"{self.last:0{DIGITS}d}"
            if not patients.find(session, self.authority, number):
                return self.authority, number
