# SPDX-License-Identifier: Apache-2.0
"""What every letter is told: the site, the recipient, the signer, and how people are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The sender: what stands in the letterhead, and the zone that its days are counted in."""

    name: str
    department: str
    address: tuple[str, ...]
    phone: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who answers for the letter."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets the letter; the lines are the address to be used, confidential ones included."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One letter on its way: reference, day, people, enclosures and the ledger's head then."""

    reference: str
    on: date
    recipient: Recipient
    signer: Signer
    ledger_head: str
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A patient as a letter names one."""

    name: str
    mrn: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something a department has to do."""

    system: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How many items of a kind were where, before and after."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One value before and after a correction."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """One amended document: what it said and says; `received_on` is when the reader got it."""

    document: str
    document_on: date
    was: str
    now: str
    effective_on: date
    pages: str
    received_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A chart entry that was taken out of a chart or put into it; some bear no day."""

    title: str
    on: date | None
    change: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to tick."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Another person who must not be recognisable from the letter; never printed."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    birth_date: date | None = None


Value = str | int | bool | date | datetime | None
"""The scalars that a letter can print."""
