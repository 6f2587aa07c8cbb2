# SPDX-License-Identifier: Apache-2.0
"""What a copy may cost: patients pay cost-based fees only (164.524(c)(4)); others the site's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import Basis
from himdesk.domain.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

CENT: Final = Decimal("0.01")

OWN: Final = frozenset({Basis.PATIENT, Basis.REPRESENTATIVE})
"""Those who ask for a copy of their own: they pay what it costs, and nothing for searching."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A fee schedule in dollars: a flat amount, by page up to a number and above, supplies.

    `labour` is that of copying; `retrieval` is a fee for searching and retrieving, which patients
    are never charged.
    """

    name: str
    flat: Decimal = Decimal(0)
    labour: Decimal = Decimal(0)
    by_page: Decimal = Decimal(0)
    first_pages: int = 0
    by_later_page: Decimal | None = None
    supplies: Decimal = Decimal(0)
    retrieval: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an invoice, in dollars."""

    text: str
    amount: Decimal


def invoice(schedule: Schedule, basis: Basis, pages: int, postage: Decimal) -> tuple[Line, ...]:
    """The lines of an invoice for a packet; those of nothing are left out.

    Raises:
        UsageError: the schedule would charge a patient for searching.
    """
    if basis in OWN and schedule.retrieval:
        text = "Patients are not charged for search and retrieval (164.524(c)(4))."
        raise UsageError(text, schedule.name)
    first = min(pages, schedule.first_pages) if schedule.first_pages else pages
    later = schedule.by_page if schedule.by_later_page is None else schedule.by_later_page
    lines: Mapping[str, Decimal] = {
        "Copying, flat fee": schedule.flat,
        "Labour for copying": schedule.labour,
        f"Copying, {counted(first, 'page')}": schedule.by_page * first,
        f"Copying, {counted(pages - first, 'further page')}": later * (pages - first),
        "Supplies": schedule.supplies,
        "Search and retrieval": schedule.retrieval,
        "Postage": postage,
    }
    return tuple(Line(text=text, amount=_cents(sum_)) for text, sum_ in lines.items() if sum_)


def total(lines: tuple[Line, ...]) -> Decimal:
    """The sum of an invoice, in dollars."""
    return _cents(sum((line.amount for line in lines), Decimal(0)))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
