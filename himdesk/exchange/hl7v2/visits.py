# SPDX-License-Identifier: Apache-2.0
"""PV1 to an encounter with its registration data; AL1, DG1 and IN1 to what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Category, Clinical, Coverage, Encounter, Kind, person_name
from himdesk.domain.charts.records import Draft
from himdesk.exchange.clinicalwords import says_none_known
from himdesk.exchange.hl7v2 import fields as hl7

if TYPE_CHECKING:
    from himdesk.exchange.hl7v2.er7 import Component, Message, Segment
    from himdesk.exchange.hl7v2.people import Person

_CLASSES: Final = {
    "I": "IMP",
    "O": "AMB",
    "E": "EMER",
    "P": "PRENC",
    "R": "AMB",
    "B": "IMP",
}
_STATUSES: Final = {
    "A03": "finished",
    "A05": "planned",
    "A14": "planned",
    "A11": "entered-in-error",
    "A38": "cancelled",
}
_SEVERE: Final = {"SV": "high", "MO": "low", "MI": "low", "U": "unable-to-assess"}


def number_of(message: Message) -> str | None:
    """The id of the visit's record: PV1-19, else the account in PID-18."""
    for segment, field in (("PV1", 19), ("PID", 18)):
        found = message.one(segment)
        value = found.first(field) if found else None
        if value and value.at(1):
            return f"{hl7.authority(value, 4) or ''}|{value.at(1)}"
    return None


def encounter_of(message: Message, person: Person) -> Draft | None:
    """The encounter of a message; None if it has no visit with a number."""
    pv1, pid = message.one("PV1"), message.one("PID")
    if pv1 is None or pid is None or number_of(message) is None:
        return None
    event = message.event.partition("^")[2]
    ended = hl7.moment(pv1, 45)
    bed, location = _places(pv1)
    lead = next((p for f in (7, 17, 9, 8) if (p := hl7.person(pv1.first(f)))), None)
    kind = (pv1.text(2) or "").upper()
    details = Encounter(
        number=hl7.short(pv1, 19, pv1.text(19) or pid.text(18)),
        encounter_class=_CLASSES.get(kind, kind or None),
        bed=None if ended or event == "A03" else bed,
        location=location,
        provider=lead,
        reason=_reason(message),
        **_registered(message, pid, person),
    )
    return Draft(
        kind=Kind.ENCOUNTER,
        details=details,
        status=_STATUSES.get(event, "finished" if ended else "in-progress"),
        at=hl7.moment(pv1, 44),
        until=ended,
        type="Encounter",
        display=hl7.said(pv1.first(4)) or details.encounter_class or "Encounter",
        author=lead,
    )


def _places(pv1: Segment) -> tuple[str | None, str | None]:
    """Bed and place of PV1-3: point of care, room, bed, facility."""
    place: Component = pv1.first(3)
    care, room, bed, house = (place.at(n) for n in (1, 2, 3, 4))
    named = ", ".join(part for part in (care, room, house) if part) or None
    full = " ".join(part for part in (care, room, bed) if part)
    return (full if bed else None), named


def _reason(message: Message) -> str | None:
    pv2 = message.one("PV2")
    return hl7.said(pv2.first(3)) if pv2 else None


def _registered(message: Message, pid: Segment, person: Person) -> dict[str, str | None]:
    """What the registrar wrote down about the person, in this very message."""
    name, address = hl7.name(pid.first(5)), hl7.address(pid.first(11))
    phone = hl7.telecom(pid.first(13), "home")
    evn = message.one("EVN")
    lines = (address.line, address.city, address.state, address.postal_code) if address else ()
    return {
        "registered_name": person_name(name) if name else None,
        "registered_birth_date": hl7.date(pid, 7),
        "registered_sex": pid.text(8),
        "registered_address": ", ".join(p.replace("\n", ", ") for p in lines if p) or None,
        "registered_phone": phone.value if phone else None,
        "registered_mrn": person.main.value,
        "registrar": hl7.person(evn.first(5)) if evn else None,
    }


def allergy_of(al1: Segment) -> Draft:
    """What an AL1 states: an allergy, or that none is known."""
    said = hl7.said(al1.first(3)) or "Allergy"
    reactions = "; ".join(r for r in (hl7.said(value) for value in al1.all(5)) if r)
    return Draft(
        kind=Kind.CLINICAL,
        details=Clinical(
            category=Category.ALLERGY,
            value=reactions or None,
            negated="yes" if says_none_known(al1.text(3), said) else None,
            criticality=_SEVERE.get(al1.text(4) or ""),
        ),
        status="active",
        at=hl7.date(al1, 6),
        type="AllergyIntolerance",
        code=al1.text(3),
        display=said,
    )


def diagnosis_of(dg1: Segment, encounter: str | None) -> Draft:
    """The condition of a DG1."""
    return Draft(
        kind=Kind.CLINICAL,
        details=Clinical(category=Category.CONDITION),
        status="active",
        at=hl7.moment(dg1, 5),
        type="Condition",
        code=dg1.text(3),
        display=hl7.said(dg1.first(3)) or dg1.text(4) or "Diagnosis",
        author=hl7.person(dg1.first(16)),
        encounter=encounter,
    )


def coverage_of(in1: Segment) -> Draft:
    """The coverage of an IN1."""
    name = hl7.name(in1.first(16))
    details = Coverage(
        payor=in1.text(4) or in1.text(3),
        subscriber=person_name(name) if name else None,
        member=hl7.short(in1, 36, in1.text(36) or in1.text(49)),
        plan=hl7.said(in1.first(2)) or in1.text(9),
        relationship=hl7.said(in1.first(17)),
    )
    return Draft(
        kind=Kind.COVERAGE,
        details=details,
        status="active",
        at=hl7.moment(in1, 12),
        until=hl7.moment(in1, 13),
        type="Coverage",
        display=", ".join(p for p in (details.payor, details.plan) if p) or "Coverage",
    )
