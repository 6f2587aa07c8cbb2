# SPDX-License-Identifier: Apache-2.0
"""What the log and its accounting say, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.releases.disclosures import Disclosure, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A disclosure with what became of it: the change sets that corrected its records since."""

    disclosure: Disclosure
    mrn: str
    by: str
    how: str
    release: str | None
    corrected_since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """An accounting as it would be given today; `free` if none was in the last twelve months.

    `fee` is what it costs in dollars if it is not.
    The period asked for is cut to the years that the law goes back.
    """

    mrn: str
    since: date
    until: date
    free: bool
    entries: tuple[Entry, ...]
    fee: Decimal = Decimal(0)
