# SPDX-License-Identifier: Apache-2.0
"""Which fee schedule a release is charged by: cost-based for patients, the site's for others.

A patient, or a personal representative, pays for the labour of copying, supplies and postage
only, or for a file one flat fee (164.524(c)(4)); nobody else pays unless the site has a schedule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.fees import OWN, Schedule, invoice
from himdesk.domain.releases.request import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.releases.basis import Basis
    from himdesk.domain.releases.fees import Line

FLAT_MOST: Final = Decimal("6.50")
"""The most that a flat fee for an electronic copy of electronic records may be."""

WAIVED: Final = "waived"
"""What a request says instead of a schedule where no fee is asked for."""

_MONEY: Final = re.compile(r"\$?(\d{1,5}(?:\.\d{1,2})?)", re.ASCII)
_PARTS: Final = {
    "flat": "flat", "labour": "labour", "page": "by_page", "later": "by_later_page",
    "supplies": "supplies", "search": "retrieval",
}  # fmt: skip
_FIRST: Final = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What a packet is charged by; the number of its pages is known once it is printed."""

    schedule: Schedule
    basis: Basis
    postage: Decimal = Decimal(0)

    def lines(self, pages: int) -> tuple[Line, ...]:
        """The lines of the invoice for so many pages of records."""
        return invoice(self.schedule, self.basis, pages, self.postage)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFees:
    """What a site asks for, in dollars; as shipped it asks for nothing.

    Of patients: `labour` for copying a request, `page` for paper and toner, `medium` for what a
    file goes out on, and `flat` in place of all of them where the copy is a file. `others` are
    the schedules for everybody else; one named like a basis is that basis's.
    """

    labour: Decimal = Decimal(0)
    page: Decimal = Decimal(0)
    medium: Decimal = Decimal(0)
    flat: Decimal = Decimal(0)
    others: tuple[Schedule, ...] = ()

    def charge(
        self, basis: Basis, delivery: Delivery, *, fee: str = "", postage: Decimal = Decimal(0)
    ) -> Charge | None:
        """What a release is charged by, None if nothing; `fee` names a schedule or waives it.

        Raises:
            UsageError: there is no such schedule, or a patient would be charged by it.
        """
        if fee == WAIVED:
            return None
        if basis in OWN:
            return self._own(basis, delivery, fee, postage)
        schedule = self._other(fee or basis.value)
        if schedule is None and fee:
            named = ", ".join([WAIVED, *(each.name for each in self.others)])
            raise UsageError(f"There is no fee schedule {fee}; there are: {named}.", "fee")
        if schedule is None:
            return None
        return Charge(schedule=schedule, basis=basis, postage=postage)

    def _own(self, basis: Basis, delivery: Delivery, fee: str, postage: Decimal) -> Charge | None:
        if fee:
            text = "Patients pay the cost of their copy only (164.524(c)(4)), or nothing: waived."
            raise UsageError(text, "fee")
        if delivery is Delivery.FILE and self.flat:
            return Charge(schedule=Schedule(name="flat", flat=self.flat), basis=basis)
        schedule = Schedule(
            name="cost",
            labour=self.labour,
            by_page=self.page if delivery is Delivery.PAPER else Decimal(0),
            supplies=self.medium if delivery is Delivery.FILE else Decimal(0),
        )
        posted = Decimal(0) if delivery is Delivery.FAX else postage
        return Charge(schedule=schedule, basis=basis, postage=posted)

    def _other(self, name: str) -> Schedule | None:
        return next((each for each in self.others if each.name == name), None)


def money(text: str, name: str, most: Decimal | None = None) -> Decimal:
    """An amount of dollars as it is written: 6.50, $6.50, 7; empty is nothing.

    Raises:
        UsageError: it is none, or more than it may be.
    """
    if not text.strip():
        return Decimal(0)
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{name} is an amount of dollars such as 6.50, not {text}.", name)
    amount = Decimal(found.group(1))
    if most is not None and amount > most:
        raise UsageError(f"{name} is at most ${most}.", name)
    return amount


def read_schedules(lines: Sequence[str]) -> tuple[Schedule, ...]:
    """Schedules as a site writes them, one a line: `subpoena: search 20.00, page 0.75, first 25`.

    The parts are amounts (flat, labour, page, later, supplies, search) and `first`, the number
    of pages from which on those cost what `later` says.

    Raises:
        UsageError: a line is none, or two have one name.
    """
    found = tuple(_schedule(line) for line in lines if line.strip())
    names = [schedule.name for schedule in found]
    for name in names:
        if names.count(name) > 1 or name == WAIVED:
            raise UsageError(f"The name {name} is taken.", name)
    return found


def _schedule(line: str) -> Schedule:
    name, colon, rest = (part.strip() for part in line.partition(":"))
    if not (name and colon and rest):
        text = "A fee schedule is a name, a colon and amounts: subpoena: search 20.00, page 0.75"
        raise UsageError(f"{text}, not {line.strip()}.", line.strip())
    if name in {basis.value for basis in OWN}:
        raise UsageError("Patients pay the cost of their copy only (164.524(c)(4)).", name)
    given: dict[str, Decimal | int] = {}
    for part in rest.split(","):
        what, _, amount = part.strip().partition(" ")
        if what == _FIRST and amount.strip().isdecimal():
            given["first_pages"] = int(amount)
        elif what in _PARTS:
            given[_PARTS[what]] = money(amount, what)
        else:
            known = ", ".join([*_PARTS, _FIRST])
            raise UsageError(f"In {name}, {part.strip()} is none of: {known}.", name)
    return Schedule(name=name, **given)  # type: ignore[arg-type] # by the names of its parts
