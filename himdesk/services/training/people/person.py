# SPDX-License-Identifier: Apache-2.0
"""A person, and a registration: the same values as somebody typed them under a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or lived; `until` is None for the present address."""

    line: str
    town: str
    state: str
    code: str
    since: date
    until: date | None = None

    def __str__(self) -> str:
        return f"{self.line}, {self.town}, {self.state} {self.code}"


@dataclass(frozen=True, slots=True)
class FormerName:
    """A family name borne until a day: `use` is maiden, old or nickname."""

    family: str
    use: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as they are or as they were typed. `key` is the truth: equal for equal people."""

    key: str
    family: str
    given: tuple[str, ...]
    sex: str
    birth: date | None
    culture: str = "us"
    suffix: str = ""
    former: tuple[FormerName, ...] = ()
    named_since: date | None = None
    script: str = ""
    addresses: tuple[Address, ...] = ()
    home: str = ""
    mobile: str = ""
    email: str = ""
    ssn: str = ""
    language: str = "en"
    marital: str = ""
    died: date | None = None
    birth_order: int | None = None

    @property
    def shown(self) -> str:
        """The name as a registration desk prints it: SMITH, JOHN R JR."""
        given = " ".join(part if len(part) > 1 else part[:1] for part in self.given)
        return f"{self.family}, {given} {self.suffix}".upper().strip(" ,")

    def shown_on(self, day: date) -> str:
        """The name as it was on a day: the maiden name before the wedding."""
        for name in self.former:
            if name.use != "nickname" and name.until and day < name.until:
                return f"{name.family}, {' '.join(self.given)} {self.suffix}".upper().strip(" ,")
        return self.shown

    def address_on(self, day: date) -> Address | None:
        """The address of a day, else the earliest known."""
        for address in reversed(self.addresses):
            if address.since <= day:
                return address
        return self.addresses[0] if self.addresses else None

    def age_on(self, day: date) -> int:
        """Full years; 0 where the birth date is unknown."""
        if self.birth is None:
            return 0
        return (
            day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One record of the index: a number, the person as typed, and what was typed wrong.

    The person's visits are dealt to their records in turn: this one takes `part` of `parts`.
    """

    mrn: str
    typed: Person
    truth: Person
    errors: tuple[str, ...] = ()
    part: int = 0
    parts: int = 1

    @property
    def patient(self) -> str:
        """The id of the Patient resource."""
        return f"pat-{self.mrn}"


def years_before(day: date, years: int, days: int = 0) -> date:
    """A day some years and days earlier; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year - years) - timedelta(days=days)
