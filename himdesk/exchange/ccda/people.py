# SPDX-License-Identifier: Apache-2.0
"""The recordTarget of a C-CDA header to a patient's numbers and assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Address,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.domain.charts.items import Details
    from himdesk.exchange.ccda.elements import Element

_SSN_ROOT: Final = "2.16.840.1.113883.4.1"
_SSN_SYSTEM: Final = "http://hl7.org/fhir/sid/us-ssn"
_LICENSES: Final = "2.16.840.1.113883.4.3."
_NAME_USES: Final = {"L": "official", "P": "nickname", "A": "nickname", "ASGN": "temp"}
_PLACE_USES: Final = {
    "HP": "home",
    "H": "home",
    "HV": "home",
    "WP": "work",
    "TMP": "temp",
    "BAD": "old",
}
_PHONE_USES: Final = {"HP": "home", "H": "home", "HV": "home", "WP": "work", "MC": "mobile"}
_SCHEMES: Final = {"tel": "phone", "fax": "fax", "mailto": "email", "sms": "sms"}
_SEXES: Final = {"UN": "other", "UNK": "unknown"}


def numbers_of(role: Element) -> tuple[Identifier, ...]:
    """The numbers of a patientRole; the first that is neither SSN nor licence counts as the MRN."""
    found: list[Identifier] = []
    for each in role.all("id"):
        root, value = each.attributes.get("root", ""), each.attributes.get("extension", "").strip()
        if "nullFlavor" in each.attributes or not root:
            continue
        kind = "SS" if root == _SSN_ROOT else "DL" if root.startswith(_LICENSES) else None
        if kind is None and not any(number.type == "MR" for number in found):
            kind = "MR"
        system = _SSN_SYSTEM if kind == "SS" else f"urn:oid:{root}"
        found.append(Identifier(type=kind, system=system, value=value or root))
    return tuple(found)


def drafts_of(role: Element) -> tuple[Draft, ...]:
    """All assertions of a patientRole, each once."""
    person = role.one("patient")
    drafts = [
        *(_name(each) for each in (person.all("name") if person else ())),
        *(_draft(Kind.IDENTIFIER, number, number.value or "") for number in numbers_of(role)),
        *(_telecom(each) for each in role.all("telecom")),
        *(_address(each) for each in role.all("addr")),
        *(_statements(person) if person else ()),
    ]
    return tuple(dict.fromkeys(draft for draft in drafts if draft is not None))


def _draft(
    kind: Kind, details: Details, display: str, at: str | None = None, until: str | None = None
) -> Draft:
    status = Status.PREVIOUS if until else Status.CURRENT
    return Draft(kind=kind, details=details, status=status, display=display, at=at, until=until)


def _name(element: Element) -> Draft | None:
    """A name; one whose family name is qualified as of birth is the maiden name."""
    given = _parts(element, "given")
    families = [e for e in element.all("family") if e.said()]
    born = any("BR" in e.attributes.get("qualifier", "").split() for e in families)
    if not given and not families:
        return None
    use = element.attributes.get("use", "").partition(" ")[0]
    details = Name(
        use="maiden" if born else _NAME_USES.get(use),
        family=" ".join(e.said() or "" for e in families) or None,
        given=given[0] if given else None,
        middle=" ".join(given[1:]) or None,
        prefix=" ".join(_parts(element, "prefix")) or None,
        suffix=" ".join(_parts(element, "suffix")) or None,
    )
    at, until = element.time("validTime/low"), element.time("validTime/high")
    return _draft(Kind.NAME, details, person_name(details), at, until)


def _parts(element: Element, name: str) -> list[str]:
    return [said for each in element.all(name) if (said := each.said())]


def _telecom(element: Element) -> Draft | None:
    scheme, colon, rest = element.attributes.get("value", "").partition(":")
    number = (rest if colon else scheme).strip()
    if not number or "nullFlavor" in element.attributes:
        return None
    if len(number) > 500:  # noqa: PLR2004 the length of what is searched for
        raise Unacceptable("telecom: expected at most 500 characters.")
    use = _PHONE_USES.get(element.attributes.get("use", "").partition(" ")[0])
    system = _SCHEMES.get(scheme.lower(), "url") if colon else "phone"
    details = Telecom(system=system, use=use, value=number)
    at, until = element.time("useablePeriod/low"), element.time("useablePeriod/high")
    return _draft(Kind.TELECOM, details, number, at, until)


def _address(element: Element) -> Draft | None:
    details = Address(
        line="\n".join(_parts(element, "streetAddressLine")) or None,
        city=_first(element, "city"),
        state=_first(element, "state"),
        postal_code=_first(element, "postalCode"),
        country=_first(element, "country"),
    )
    if details == Address() or "nullFlavor" in element.attributes:
        return None
    parts = (details.line, details.city, details.state, details.postal_code, details.country)
    display = ", ".join(part.replace("\n", ", ") for part in parts if part)
    use = _PLACE_USES.get(element.attributes.get("use", "").partition(" ")[0])
    placed = Address(
        use=use,
        line=details.line,
        city=details.city,
        state=details.state,
        postal_code=details.postal_code,
        country=details.country,
    )
    at, until = element.time("useablePeriod/low"), element.time("useablePeriod/high")
    return _draft(Kind.ADDRESS, placed, display, at, until)


def _first(element: Element, name: str) -> str | None:
    return next(iter(_parts(element, name)), None)


def _statements(person: Element) -> Iterator[Draft]:
    born = person.time("birthTime")
    stated = {
        About.BIRTH_DATE: (born[:10] if born else None, None),
        About.SEX: (_sex(person), None),
        About.DECEASED: (_deceased(person), None),
        About.LANGUAGE: (_language(person), None),
        About.MARITAL_STATUS: (
            person.get("maritalStatusCode", "code"),
            person.get("maritalStatusCode", "displayName"),
        ),
    }
    for about, (value, words) in stated.items():
        if value is not None:
            yield _draft(Kind.STATEMENT, Statement(about=about, value=value), words or value)
    order = person.get("multipleBirthOrderNumber", "value")
    if order or person.get("multipleBirthInd", "value") == "true":
        text = f"multiple birth, number {order}" if order else "multiple birth"
        yield _draft(Kind.FLAG, Flag(flag=FlagCode.MULTIPLE_BIRTH, text=text), text)


def _sex(person: Element) -> str | None:
    code = person.get("administrativeGenderCode", "code")
    if code is None:
        return None
    sex = _SEXES.get(code) or sex_of(code)
    if sex is None:
        raise Unacceptable("administrativeGenderCode: expected M, F or UN.")
    return sex


def _deceased(person: Element) -> str | None:
    return person.time("deceasedTime") or person.get("deceasedInd", "value")


def _language(person: Element) -> str | None:
    spoken = list(person.all("languageCommunication"))
    preferred = [e for e in spoken if e.get("preferenceInd", "value") == "true"]
    return next((c for e in (*preferred, *spoken) if (c := e.get("languageCode", "code"))), None)
