# SPDX-License-Identifier: Apache-2.0
"""Clinical items of every resource kind: what the rules and the screens need of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Category, Clinical, Kind, Status, person_name
from himdesk.domain.charts.records import Draft
from himdesk.exchange.clinicalwords import says_none_known
from himdesk.exchange.fhir.kinds.blood import blood_group, is_blood_group
from himdesk.exchange.fhir.kinds.common import author_of, recorded_of, span_of
from himdesk.exchange.fhir.kinds.measured import value_of
from himdesk.exchange.fhir.kinds.naming import identifier_type, name_of
from himdesk.exchange.fhir.kinds.sensitivity import sensitivity
from himdesk.exchange.fhir.parsing.values import Json, child, children, objects, short
from himdesk.exchange.fhir.subject import encounter_of, parent_of
from himdesk.exchange.fhir.texts import code_of, codes, concept, labelled
from himdesk.exchange.fhir.types.every import ORDERS

if TYPE_CHECKING:
    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Shape

_ALLERGY_LISTS: Final = frozenset({"48765-2", "52472-8"})
_RUNNING: Final = frozenset({"active", "on-hold"})
_ORDERING: Final = frozenset(
    {"order", "original-order", "reflex-order", "filler-order", "instance-order"}
)
_STATUSES: Final = ("status", "lifecycleStatus", "participantStatus")
_MOTHERS: Final = frozenset({"MTH", "NMTH", "NMTHF", "GESTM", "MTHA"})


def draft_of(resource: Json, shape: Shape, near: Neighbours, own: str) -> Draft:
    """The item of any resource that is neither person, encounter, document nor coverage."""
    at, until = span_of(resource, shape)
    code = child(resource, "code")
    return Draft(
        kind=Kind.CLINICAL,
        details=_details(resource, shape, code, near),
        status=_status(resource),
        at=at,
        until=until,
        recorded=recorded_of(resource, shape),
        type=shape.type,
        code=code_of(code) or _other_code(resource, shape),
        display=labelled(resource, shape.display_paths, near) or _otherwise_called(resource, shape),
        author=author_of(resource, shape, near),
        sensitivity=sensitivity(resource),
        parent=parent_of(resource, shape, near, own),
        encounter=encounter_of(resource, shape, near),
    )


def _details(resource: Json, shape: Shape, code: Json | None, near: Neighbours) -> Clinical:
    if shape.type == "RelatedPerson":
        return _relation(resource)
    if shape.type == "Observation" and is_blood_group(code):
        return Clinical(category=Category.BLOOD_GROUP, value=blood_group(resource))
    return Clinical(
        category=_category(resource, shape),
        value=value_of(resource, shape.type, near),
        negated="yes" if _negated(resource, shape, code) else None,
        active="yes" if shape.type in ORDERS and _runs(resource) else None,
        criticality=short(resource, "criticality") if shape.type == "AllergyIntolerance" else None,
    )


def _category(resource: Json, shape: Shape) -> Category:
    """A list of allergies that says "none known" speaks of allergies."""
    if shape.type == "List" and _is_allergy_list(resource) and child(resource, "emptyReason"):
        return Category.ALLERGY
    return shape.category


def _is_allergy_list(resource: Json) -> bool:
    return any(code in _ALLERGY_LISTS for _, code in codes(child(resource, "code")))


def _negated(resource: Json, shape: Shape, code: Json | None) -> bool:
    if shape.category in (Category.ALLERGY, Category.CONDITION):
        if code_of(child(resource, "verificationStatus")) == "refuted":
            return True
        if code is None:
            return False
        return any(says_none_known(given, None) for _, given in codes(code)) or says_none_known(
            None, concept(code)
        )
    if shape.type == "List":
        return code_of(child(resource, "emptyReason")) == "nilknown"
    return False


def _runs(resource: Json) -> bool:
    """Whether an order still asks for something; types without an intent are orders."""
    intent = short(resource, "intent")
    return short(resource, "status") in _RUNNING and (intent is None or intent in _ORDERING)


def _status(resource: Json) -> str | None:
    """The status, else the clinical one; what was entered in error says so before all."""
    if code_of(child(resource, "verificationStatus")) == Status.ENTERED_IN_ERROR:
        return Status.ENTERED_IN_ERROR
    for key in _STATUSES:
        if (status := short(resource, key)) is not None:
            return status
    return code_of(child(resource, "clinicalStatus"))


def _relation(resource: Json) -> Clinical:
    """A related person; a mother with her number, or with her name where there is none."""
    related = {code for entry in children(resource, "relationship") for _, code in codes(entry)}
    identifiers = [v for v in children(resource, "identifier") if short(v, "value")]
    identifiers.sort(key=lambda v: identifier_type(v) != "MR")
    names = [name for name in map(name_of, children(resource, "name")) if name is not None]
    known = short(identifiers[0], "value") if identifiers else None
    called = person_name(names[0]) if names else None
    if related & _MOTHERS and (known or called):
        return Clinical(category=Category.MOTHER, value=known or called)
    return Clinical(category=Category.OTHER, value=called or known)


def _other_code(resource: Json, shape: Shape) -> str | None:
    """The code at the place that the type uses for what it is about."""
    for path in shape.display_paths:
        value = resource.get(path[0])
        if len(path) > 1 or type(value) not in (dict, list):
            continue
        for entry in objects(resource, path[0]):
            if "coding" in entry and (code := code_of(entry)):
                return code
    return None


def _otherwise_called(resource: Json, shape: Shape) -> str:
    """What to call a resource that has none of the usual names: category or type."""
    category = resource.get("category")
    if type(category) is dict or type(category) is list:
        for entry in objects(resource, "category"):
            if said := concept(entry):
                return said
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", shape.type)
