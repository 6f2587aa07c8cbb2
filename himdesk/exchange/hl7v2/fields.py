# SPDX-License-Identifier: Apache-2.0
"""The data types of HL7 v2 to the words of FHIR: times, numbers, names, addresses, codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Address, Identifier, Name, Telecom
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7time import fhir_time

if TYPE_CHECKING:
    from himdesk.exchange.hl7v2.er7 import Component, Segment

_NAME_USES: Final = {
    "L": "official",
    "D": "usual",
    "M": "maiden",
    "B": "old",
    "A": "nickname",
    "N": "nickname",
    "S": "anonymous",
    "T": "temp",
}
_PLACE_USES: Final = {
    "H": "home",
    "P": "home",
    "B": "work",
    "O": "work",
    "C": "temp",
    "BA": "old",
    "M": "home",
}
_PHONE_USES: Final = {"PRN": "home", "ORN": "home", "WPN": "work", "VHN": "home", "PRS": "mobile"}
_MOBILES: Final = frozenset({"CP", "MOBILE", "CELL"})
_MAILS: Final = frozenset({"INTERNET", "X.400"})
_LONGEST: Final = 500


def moment(segment: Segment, field: int) -> str | None:
    """A time as FHIR writes it; without an offset from UTC only its day is known, and kept.

    Raises:
        Unacceptable: it is no time that exists.
    """
    said = segment.text(field)
    if said is None or not said.strip("0"):
        return None
    when = fhir_time(said)
    if when is None:
        raise Unacceptable(
            f"{segment.name}-{field}: expected a time that exists, as YYYYMMDD[HHMM[SS]][+ZZZZ]."
        )
    return when


def date(segment: Segment, field: int) -> str | None:
    """The day of a time."""
    when = moment(segment, field)
    return when[:10] if when else None


def authority(value: Component, component: int) -> str | None:
    """A hierarchic designator (HD) as FHIR's system: an OID as urn:oid:, else id or name."""
    name, id_, kind = (value.at(component, sub) for sub in (1, 2, 3))
    if id_ is None:
        return name
    return f"urn:oid:{id_}" if (kind or "").upper() == "ISO" else id_


def identifier(value: Component) -> Identifier | None:
    """An extended composite id (CX)."""
    number = value.at(1)
    if number is None:
        return None
    return Identifier(type=value.at(5), system=authority(value, 4), value=number)


def name(value: Component) -> Name | None:
    """A person's name (XPN); the family name may be in parts."""
    made = Name(
        use=_NAME_USES.get(value.at(7) or ""),
        family=value.at(1),
        given=value.at(2),
        middle=value.at(3),
        suffix=value.at(4),
        prefix=value.at(5),
    )
    return made if made.family or made.given else None


def person(value: Component) -> str | None:
    """A caregiver (XCN) in one line: prefix, given, middle, family, suffix; else the number."""
    parts = (value.at(6), value.at(3), value.at(4), value.at(2), value.at(5))
    return " ".join(part for part in parts if part) or value.at(1)


def address(value: Component) -> Address | None:
    """An extended address (XAD)."""
    lines = [part for part in (value.at(1), value.at(2)) if part]
    kind = value.at(7) or ""
    made = Address(
        use=_PLACE_USES.get(kind),
        line="\n".join(lines) or None,
        city=value.at(3),
        state=value.at(4),
        postal_code=value.at(5),
        country=value.at(6),
    )
    return made if made != Address(use=made.use) else None


def telecom(value: Component, use: str) -> Telecom | None:
    """A telecommunication number (XTN), of old and of new form."""
    kind = (value.at(3) or "").upper()
    mail = value.at(4)
    if mail and (kind in _MAILS or value.at(2) == "NET" or "@" in mail):
        return Telecom(system="email", use=_PHONE_USES.get(value.at(2) or "", use), value=mail)
    number = value.at(1) or value.at(12) or _put_together(value)
    if number is None:
        return None
    if "@" in number:
        return Telecom(system="email", use=use, value=number)
    system = "fax" if kind == "FX" else "phone"
    place = "mobile" if kind in _MOBILES else _PHONE_USES.get(value.at(2) or "", use)
    return Telecom(system=system, use=place, value=number)


def _put_together(value: Component) -> str | None:
    parts = (value.at(5), value.at(6), value.at(7))
    number = " ".join(part for part in parts if part) or None
    return f"{number} x{value.at(8)}" if number and value.at(8) else number


def said(value: Component) -> str | None:
    """What a coded element (CE, CWE) says: its text, the other text, or its code."""
    return value.at(2) or value.at(9) or value.at(5) or value.at(1)


def short(segment: Segment, field: int, text: str | None) -> str | None:
    """A text that is searched for, in its limit.

    Raises:
        Unacceptable: it is longer.
    """
    if text is not None and len(text) > _LONGEST:
        raise Unacceptable(f"{segment.name}-{field}: expected at most {_LONGEST} characters.")
    return text
