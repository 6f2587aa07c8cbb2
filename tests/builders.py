# SPDX-License-Identifier: Apache-2.0
"""Synthetic people: small values with sensible defaults, each field to be set by name."""

from __future__ import annotations

from itertools import count
from typing import Any

import identifying
from himdesk.domain.charts.charts import Chart, Patient
from himdesk.domain.charts.items import (
    About,
    Address,
    Category,
    Clinical,
    Coverage,
    Details,
    Document,
    Encounter,
    Flag,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
)
from himdesk.domain.charts.survivorship import default_choices

AUTHORITY = "MAIN"
_numbers = count(1)


def a_patient(id: str = "A", **fields: Any) -> Patient:  # noqa: A002 - the field's name
    """A chart's own row; its number follows from its id unless given."""
    values = {"authority": AUTHORITY, "number": f"0012-{id}", **fields}
    identifying.mark(values["number"])
    return Patient(id=id, **values)


def an_item(kind: Kind, details: Details, home: str = "A", **fields: Any) -> Item:
    """Any item, at its home unless `patient_id` says otherwise."""
    values = {"id": f"{kind.value}-{next(_numbers):06d}", "patient_id": home, **fields}
    return Item(kind=kind, details=details, home_patient_id=home, **values)


def a_name(
    home: str = "A",
    family: str | None = "Okonkwo",
    given: str | None = "Adaeze",
    *,
    use: str | None = "official",
    middle: str | None = None,
    suffix: str | None = None,
    **fields: Any,
) -> Item:
    identifying.mark(*(part for part in (family, given) if part))
    details = Name(use=use, family=family, given=given, middle=middle, suffix=suffix)
    return an_item(Kind.NAME, details, home, **fields)


def a_statement(home: str, about: About, value: str | None, **fields: Any) -> Item:
    return an_item(Kind.STATEMENT, Statement(about=about, value=value), home, **fields)


def a_birth_date(home: str = "A", value: str = "1984-03-12", **fields: Any) -> Item:
    return a_statement(home, About.BIRTH_DATE, value, **fields)


def a_sex(home: str = "A", value: str = "female", **fields: Any) -> Item:
    return a_statement(home, About.SEX, value, **fields)


def a_death(home: str = "A", value: str = "2024-05-01", **fields: Any) -> Item:
    return a_statement(home, About.DECEASED, value, **fields)


def an_identifier(
    home: str = "A",
    value: str = "900-55-0147",
    type: str = "SS",  # noqa: A002 - the field's name
    **fields: Any,
) -> Item:
    identifying.mark(value)
    return an_item(Kind.IDENTIFIER, Identifier(type=type, value=value), home, **fields)


def a_phone(home: str = "A", value: str = "555 0100 222", use: str = "home", **fields: Any) -> Item:
    identifying.mark(value)
    return an_item(Kind.TELECOM, Telecom(system="phone", use=use, value=value), home, **fields)


def an_address(home: str = "A", line: str = "7 Larkspur Court", **fields: Any) -> Item:
    identifying.mark(line)
    return an_item(Kind.ADDRESS, Address(use="home", line=line, city="Springfield"), home, **fields)


def a_flag(home: str, flag: str, **fields: Any) -> Item:
    return an_item(Kind.FLAG, Flag(flag=flag), home, **fields)


_ENCOUNTER = frozenset(Encounter.__slots__)
_DOCUMENT = frozenset(Document.__slots__)


def _parted(fields: dict[str, Any], own: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that are details, and those of any item."""
    details = {key: value for key, value in fields.items() if key in own}
    return details, {key: value for key, value in fields.items() if key not in own}


def an_encounter(home: str = "A", **fields: Any) -> Item:
    """A visit; a stay in a bed with `encounter_class="IMP"`."""
    own, rest = _parted(fields, _ENCOUNTER)
    details = Encounter(**{"encounter_class": "AMB", **own})
    return an_item(Kind.ENCOUNTER, details, home, **{"status": "finished", **rest})


def a_stay(home: str, start: str, end: str | None, **fields: Any) -> Item:
    status = "finished" if end else "in-progress"
    values = {"encounter_class": "IMP", "status": status, **fields}
    return an_encounter(home, at=start, until=end, **values)


def a_document(home: str = "A", **fields: Any) -> Item:
    """A signed progress note."""
    own, rest = _parted(fields, _DOCUMENT)
    details = Document(
        **{"title": "Progress note", "doc_status": "final", "signature": "signed", **own}
    )
    return an_item(Kind.DOCUMENT, details, home, **{"status": "current", **rest})


def a_coverage(home: str = "A", payor: str = "Meridian Health", **fields: Any) -> Item:
    return an_item(Kind.COVERAGE, Coverage(payor=payor), home, **fields)


def a_clinical(
    home: str = "A",
    category: Category = Category.RESULT,
    *,
    value: str | None = None,
    negated: str | None = None,
    active: str | None = None,
    **fields: Any,
) -> Item:
    details = Clinical(category=category, value=value, negated=negated, active=active)
    return an_item(Kind.CLINICAL, details, home, **fields)


def an_allergy(home: str = "A", display: str = "Penicillin", **fields: Any) -> Item:
    return a_clinical(home, Category.ALLERGY, display=display, **fields)


def no_known_allergy(home: str = "A", **fields: Any) -> Item:
    return a_clinical(home, Category.ALLERGY, negated="yes", **fields)


def an_order(home: str = "A", **fields: Any) -> Item:
    return a_clinical(home, Category.ORDER, **{"active": "yes", **fields})


def a_blood_group(home: str = "A", value: str = "O+", **fields: Any) -> Item:
    return a_clinical(home, Category.BLOOD_GROUP, value=value, **fields)


def a_chart(id: str = "A", *items: Item, **fields: Any) -> Chart:  # noqa: A002
    """A chart with these items that shows what the rule of survivorship chooses."""
    choices = {**default_choices(items), **fields.pop("choices", {})}
    return Chart(a_patient(id, choices=choices, **fields), tuple(items))


def a_person(id: str = "A", *more: Item, **fields: Any) -> Chart:  # noqa: A002
    """A chart with a name, a birth date and a sex, and what else is given."""
    return a_chart(id, a_name(id), a_birth_date(id), a_sex(id), *more, **fields)


def a_registered_person(id: str, *more: Item) -> Chart:  # noqa: A002
    """A chart whose name, telephone and visit are named after it."""
    own = id.lower()
    return a_chart(
        id,
        a_name(id, f"Family{own}", "Ada", id=f"name-{own}"),
        a_phone(id, f"555 010{ord(own) % 10}", id=f"phone-{own}"),
        an_encounter(id, id=f"visit-{own}"),
        *more,
    )
