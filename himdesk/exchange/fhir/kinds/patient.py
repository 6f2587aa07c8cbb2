# SPDX-License-Identifier: Apache-2.0
"""A Patient resource to assertions: names, identifiers, telecoms, addresses, statements, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import (
    About,
    Address,
    Identifier,
    Kind,
    Statement,
    Status,
    Telecom,
    person_name,
)
from himdesk.domain.charts.normal import sex_of
from himdesk.domain.charts.records import Draft
from himdesk.exchange.fhir.kinds.flags import flags_of
from himdesk.exchange.fhir.kinds.naming import identifier_type, name_of
from himdesk.exchange.fhir.parsing.dates import date, moment, period
from himdesk.exchange.fhir.parsing.values import (
    Json,
    WrongValue,
    child,
    children,
    short,
    text,
    texts,
    truth,
)
from himdesk.exchange.fhir.references import key_of
from himdesk.exchange.fhir.texts import code_of, concept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.fhir.references import Neighbours

_SCRIPT: Final = "iso21090-EN-representation"


def drafts_of(resource: Json) -> tuple[Draft, ...]:
    """All assertions of a Patient, each once, in the order of the resource."""
    meta = child(resource, "meta")
    recorded = moment(meta, "lastUpdated") if meta else None
    found = [
        *(_name(value, recorded) for value in children(resource, "name")),
        *(_identifier(value, recorded) for value in children(resource, "identifier")),
        *(_telecom(value, recorded) for value in children(resource, "telecom")),
        *(_address(value, recorded) for value in children(resource, "address")),
        *_statements(resource, recorded),
        *flags_of(resource, recorded),
    ]
    return tuple(dict.fromkeys(draft for draft in found if draft is not None))


def mrn_of(resource: Json) -> tuple[str | None, str] | None:
    """Authority and number of the identifier of type MR; one in use before an old one."""
    numbers = [v for v in children(resource, "identifier") if identifier_type(v) == "MR"]
    numbers = [v for v in numbers if short(v, "value")]
    current = [v for v in numbers if v.get("use") != "old" and not period(v, "period")[1]]
    for value in (*current, *numbers):
        number_ = short(value, "value")
        if number_:
            return short(value, "system"), number_
    return None


def replaced_by(resource: Json, near: Neighbours) -> str | None:
    """The key of the patient that this one was merged into, if the source says so."""
    for link in children(resource, "link"):
        if text(link, "type") == "replaced-by":
            other = child(link, "other")
            key = key_of(other, near, "Patient") if other else None
            if key is None:
                raise WrongValue(link, "other", "a reference to the patient that goes on")
            return key
    return None


def _status(use: str | None, until: str | None) -> str:
    return Status.PREVIOUS if use == "old" or until is not None else Status.CURRENT


def _name(value: Json, recorded: str | None) -> Draft | None:
    details = name_of(value)
    if details is None:
        return None
    at, until = period(value, "period")
    return Draft(
        kind=Kind.NAME,
        details=details,
        status=_status(details.use, until),
        at=at,
        until=until,
        recorded=recorded,
        type=_script(value),
        display=person_name(details),
    )


def _script(value: Json) -> str | None:
    """How a name is written: IDE (original script), SYL (syllabic) or ABC (alphabetic)."""
    for extension in children(value, "extension"):
        if (short(extension, "url") or "").endswith(_SCRIPT):
            return short(extension, "valueCode")
    return None


def _identifier(value: Json, recorded: str | None) -> Draft | None:
    number_ = short(value, "value")
    if number_ is None:
        return None
    use = short(value, "use")
    at, until = period(value, "period")
    details = Identifier(
        type=identifier_type(value), system=short(value, "system"), value=number_, use=use
    )
    return Draft(
        kind=Kind.IDENTIFIER,
        details=details,
        status=_status(use, until),
        at=at,
        until=until,
        recorded=recorded,
        display=number_,
    )


def _telecom(value: Json, recorded: str | None) -> Draft | None:
    number_ = short(value, "value")
    if number_ is None:
        return None
    use = short(value, "use")
    at, until = period(value, "period")
    return Draft(
        kind=Kind.TELECOM,
        details=Telecom(system=short(value, "system"), use=use, value=number_),
        status=_status(use, until),
        at=at,
        until=until,
        recorded=recorded,
        display=number_,
    )


def _address(value: Json, recorded: str | None) -> Draft | None:
    lines = texts(value, "line")
    use = short(value, "use")
    details = Address(
        use=use,
        line="\n".join(lines) or None,
        city=short(value, "city"),
        state=short(value, "state"),
        postal_code=short(value, "postalCode"),
        country=short(value, "country"),
    )
    words = short(value, "text")
    if details == Address(use=use):
        if words is None:
            return None
        details = Address(use=use, line=words)
    at, until = period(value, "period")
    return Draft(
        kind=Kind.ADDRESS,
        details=details,
        status=_status(use, until),
        at=at,
        until=until,
        recorded=recorded,
        display=words or one_line(details),
    )


def one_line(address: Address) -> str:
    """An address in one line."""
    parts = (
        address.line.replace("\n", ", ") if address.line else None,
        address.city,
        " ".join(p for p in (address.state, address.postal_code) if p),
        address.country,
    )
    return ", ".join(part for part in parts if part)


def _statements(resource: Json, recorded: str | None) -> Iterator[Draft]:
    said = short(resource, "gender")
    sex = sex_of(said) if said else None
    if said and sex is None:
        raise WrongValue(resource, "gender", "male, female, other or unknown")
    married = child(resource, "maritalStatus")
    stated = {
        About.BIRTH_DATE: (date(resource, "birthDate"), None),
        About.SEX: (sex, None),
        About.DECEASED: (_deceased(resource), None),
        About.LANGUAGE: _language(resource),
        About.MARITAL_STATUS: (code_of(married), concept(married)) if married else (None, None),
    }
    for about, (value, words) in stated.items():
        if (kept := value or words) is not None:
            yield Draft(
                kind=Kind.STATEMENT,
                details=Statement(about=about, value=kept),
                status=Status.CURRENT,
                recorded=recorded,
                display=words or kept,
            )


def _deceased(resource: Json) -> str | None:
    if (when := moment(resource, "deceasedDateTime")) is not None:
        return when
    dead = truth(resource, "deceasedBoolean")
    return None if dead is None else str(dead).lower()


def _language(resource: Json) -> tuple[str | None, str | None]:
    spoken = children(resource, "communication")
    if not spoken:
        return None, None
    preferred = next((v for v in spoken if truth(v, "preferred")), spoken[0])
    language = child(preferred, "language")
    return (code_of(language), concept(language)) if language else (None, None)
