# SPDX-License-Identifier: Apache-2.0
"""PID, MRG, NK1 and PV1-16 to patients: their numbers, their assertions, their mothers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Address,
    Category,
    Clinical,
    Flag,
    FlagCode,
    Identifier,
    Kind,
    Name,
    Statement,
    Status,
    Telecom,
    person_name,
)
from himdesk.domain.charts.normal import sex_of
from himdesk.domain.charts.records import Draft
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7v2 import fields as hl7

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.charts.items import Details
    from himdesk.exchange.hl7v2.er7 import Segment

SSN_SYSTEM: Final = "http://hl7.org/fhir/sid/us-ssn"
_MAIN_TYPES: Final = ("MR", "MRN", "PI", "PT", None)
_SECRET: Final = frozenset({"VIP", "V", "R", "Y", "1"})
_YES: Final = frozenset({"Y", "1", "TRUE", "YES"})
_MOTHERS: Final = frozenset({"MTH", "MO", "MOTHER"})
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Who a PID or MRG is about: the numbers, and the one by which records are known."""

    numbers: tuple[Identifier, ...]
    main: Identifier

    @property
    def id(self) -> str:
        """The id of the patient's record."""
        return f"{self.main.system or ''}|{self.main.value}"

    @property
    def key(self) -> str:
        """The key of the patient's record."""
        return f"Patient/{self.id}"

    @property
    def mrn(self) -> tuple[str | None, str]:
        """Authority and number."""
        return self.main.system, str(self.main.value)


def surviving(pid: Segment) -> Person:
    """The person of a PID: PID-3, else the older PID-2 or PID-4.

    Raises:
        Unacceptable: it has no number.
    """
    for field in (3, 2, 4):
        numbers = _numbers(pid, field)
        if numbers:
            return Person(numbers, _main(numbers, None))
    raise Unacceptable("PID-3: expected at least one number of the patient.")


def retired(mrg: Segment, survivor: Person) -> Person:
    """The person of an MRG: MRG-1, else MRG-4; of several numbers the one like the survivor's.

    Raises:
        Unacceptable: it has no number, or the survivor's own.
    """
    numbers = _numbers(mrg, 1) or _numbers(mrg, 4)
    if not numbers:
        raise Unacceptable("MRG-1: expected the number of the record that ends.")
    person = Person(numbers, _main(numbers, survivor.main.system))
    if person.id == survivor.id:
        raise Unacceptable("MRG-1 is the number in PID-3; expected two different patients.")
    return person


def _numbers(segment: Segment, field: int) -> tuple[Identifier, ...]:
    found = [number for value in segment.all(field) if (number := hl7.identifier(value))]
    for number in found:
        _within(segment, field, number)
    return tuple(found)


def _main(numbers: tuple[Identifier, ...], system: str | None) -> Identifier:
    """The medical record number; one of the wanted authority before others."""
    for kind in _MAIN_TYPES:
        fitting = [n for n in numbers if n.type == kind]
        if fitting:
            return next((n for n in fitting if n.system == system), fitting[0])
    return numbers[0]


def drafts_of(pid: Segment, person: Person, pv1: Segment | None) -> tuple[Draft, ...]:
    """All assertions of a PID, each once."""
    found: list[tuple[int, Kind, Details | None, str | None]] = [
        *((5, Kind.NAME, hl7.name(value), None) for value in pid.all(5)),
        *((9, Kind.NAME, _alias(hl7.name(value)), None) for value in pid.all(9)),
        *((3, Kind.IDENTIFIER, _typed(n, person), n.value) for n in person.numbers),
        (19, Kind.IDENTIFIER, _plain(pid, 19, "SS", SSN_SYSTEM), None),
        (20, Kind.IDENTIFIER, _plain(pid, 20, "DL", None), None),
        *((13, Kind.TELECOM, hl7.telecom(value, "home"), None) for value in pid.all(13)),
        *((14, Kind.TELECOM, hl7.telecom(value, "work"), None) for value in pid.all(14)),
        *((11, Kind.ADDRESS, hl7.address(value), None) for value in pid.all(11)),
        *_statements(pid),
        *_flags(pid, pv1),
    ]
    drafts = []
    for field, kind, details, display in found:
        if details is not None:
            _within(pid, field, details)
            drafts.append(
                Draft(
                    kind=kind,
                    details=details,
                    status=_status(details),
                    display=display or _display(details),
                )
            )
    return tuple(dict.fromkeys(drafts))


def _within(segment: Segment, field: int, details: Details) -> None:
    for part in fields(details):
        hl7.short(segment, field, getattr(details, part.name))


def _status(details: Details) -> str:
    return Status.PREVIOUS if getattr(details, "use", None) == "old" else Status.CURRENT


def _display(details: Details) -> str:
    match details:
        case Name():
            return person_name(details)
        case Address():
            parts = (details.line, details.city, details.state, details.postal_code)
            return ", ".join(p.replace("\n", ", ") for p in parts if p)
        case Telecom() | Statement() | Identifier():
            return details.value or ""
        case Flag():
            return details.text or details.flag
    return ""


def _alias(name: Name | None) -> Name | None:
    return replace(name, use=name.use or "nickname") if name else None


def _typed(number: Identifier, person: Person) -> Identifier:
    """The number by which the record is known is its medical record number."""
    if number is person.main and number.type in (None, "MRN"):
        return Identifier(type="MR", system=number.system, value=number.value)
    return number


def _plain(pid: Segment, field: int, kind: str, system: str | None) -> Identifier | None:
    number = pid.text(field)
    return Identifier(type=kind, system=system, value=number) if number else None


def _statements(pid: Segment) -> Iterator[tuple[int, Kind, Details | None, str | None]]:
    written = pid.text(8)
    sex = sex_of(written) if written else None
    if written and sex is None:
        raise Unacceptable("PID-8: expected a sex of table 0001: F, M, O, U, A or N.")
    died = hl7.moment(pid, 29)
    if died is None and pid.text(30):
        died = "true" if (pid.text(30) or "").upper() in _YES else "false"
    stated = (
        (7, About.BIRTH_DATE, hl7.date(pid, 7), None),
        (8, About.SEX, sex, None),
        (29, About.DECEASED, died, None),
        (15, About.LANGUAGE, pid.text(15), hl7.said(pid.first(15))),
        (16, About.MARITAL_STATUS, pid.text(16), hl7.said(pid.first(16))),
    )
    for field, about, value, words in stated:
        if value is not None:
            yield field, Kind.STATEMENT, Statement(about=about, value=value), words


def _flags(
    pid: Segment, pv1: Segment | None
) -> Iterator[tuple[int, Kind, Details | None, str | None]]:
    order = pid.text(25)
    if order or (pid.text(24) or "").upper() in _YES:
        words = f"multiple birth, number {order}" if order else "multiple birth"
        yield 25, Kind.FLAG, Flag(flag=FlagCode.MULTIPLE_BIRTH, text=words), None
    if pv1 is not None and (pv1.text(16) or "").upper() in _SECRET:
        yield 16, Kind.FLAG, Flag(flag=FlagCode.VIP, text="VIP"), None


def mother_of(pid: Segment, kin: list[Segment]) -> Clinical | None:
    """The mother: her number from PID-21 or NK1-33, else her name from NK1-2."""
    number = pid.text(21)
    called = None
    for nk1 in kin:
        role = {(nk1.text(3, part) or "").upper() for part in (1, 2)}
        if role & _MOTHERS:
            number = number or nk1.text(33)
            name = hl7.name(nk1.first(2))
            called = called or (person_name(name) if name else None)
    value = hl7.short(pid, 21, number or called)
    return Clinical(category=Category.MOTHER, value=value) if value else None
