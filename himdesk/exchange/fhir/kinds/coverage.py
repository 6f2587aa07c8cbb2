# SPDX-License-Identifier: Apache-2.0
"""A Coverage: who pays, for whom, under which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.charts.items import Coverage, Kind
from himdesk.domain.charts.records import Draft
from himdesk.exchange.fhir.kinds.sensitivity import sensitivity
from himdesk.exchange.fhir.parsing.dates import period
from himdesk.exchange.fhir.parsing.values import Json, child, children, short, text
from himdesk.exchange.fhir.texts import code_of, concept, labelled

if TYPE_CHECKING:
    from himdesk.exchange.fhir.references import Neighbours


def draft_of(resource: Json, near: Neighbours) -> Draft:
    """The item of a Coverage."""
    at, until = period(resource, "period")
    kind = child(resource, "type")
    relation = child(resource, "relationship")
    payor = labelled(resource, (("payor",),), near)
    plan = _plan(resource)
    said = concept(kind) if kind else None
    return Draft(
        kind=Kind.COVERAGE,
        details=Coverage(
            payor=payor,
            subscriber=_subscriber(resource, near),
            member=short(resource, "subscriberId") or _first_identifier(resource),
            plan=plan,
            relationship=concept(relation) if relation else None,
        ),
        status=short(resource, "status"),
        at=at,
        until=until,
        type="Coverage",
        code=code_of(kind),
        display=", ".join(p for p in (payor, plan, said) if p) or "Coverage",
        sensitivity=sensitivity(resource),
    )


def _subscriber(resource: Json, near: Neighbours) -> str | None:
    """Who signed for it, by name; a mere key of a patient would tell nobody anything."""
    said = labelled(resource, (("subscriber",), ("policyHolder",)), near)
    return None if said and said.startswith("Patient/") else said


def _plan(resource: Json) -> str | None:
    """The plan's name, else the group's, of the classes that the payor parts its clients in."""
    named: dict[str, str] = {}
    for entry in children(resource, "class"):
        said = text(entry, "name") or text(entry, "value")
        if said:
            named.setdefault(code_of(child(entry, "type")) or "", said)
    return named.get("plan") or named.get("group") or next(iter(named.values()), None)


def _first_identifier(resource: Json) -> str | None:
    values = (short(value, "value") for value in children(resource, "identifier"))
    return next((value for value in values if value), None)
