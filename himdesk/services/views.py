# SPDX-License-Identifier: Apache-2.0
"""Values as plain JSON documents: the outputs that DESIGN 4 promises, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from himdesk.domain.changes import AppliedChangeSet, ChangeSet
from himdesk.domain.charts.items import (
    ASSERTIONS,
    Address,
    Document,
    Flag,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
    person_name,
)
from himdesk.domain.corrections.hold import held_since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.plans import Contradiction, Undecided
    from himdesk.services.corrections.outcomes import Outcome, Request

Plain = dict[str, Any]


def change_set_view(
    change_set: AppliedChangeSet | ChangeSet, *, content: str | None = None
) -> Plain:
    """A change set; what a proposal or a dry run does not have yet is null.

    `content` is its content hash where it is shown with something masked.
    """
    applied = change_set if isinstance(change_set, AppliedChangeSet) else None
    said = change_set.change_set if isinstance(change_set, AppliedChangeSet) else change_set
    return {
        "id": applied and applied.id,
        "seq": applied and applied.seq,
        "kind": said.kind.value,
        "requester": said.requester,
        "applied_by": applied and applied.applied_by,
        "approved_by": applied and applied.approved_by,
        "approved_at": applied and applied.approved_at,
        "reason": said.reason,
        "at": applied and applied.at,
        "reverses": said.reverses,
        "content": content or said.content,
        "digest": applied and applied.digest,
        "previous": applied and applied.previous,
        "changes": [
            {"entity": c.entity, "id": c.id, "field": c.field, "before": c.before, "after": c.after}
            for c in said.changes
        ],
    }


def request_view(request: Request) -> Plain:
    """A request, with who decided it and how."""
    return {f.name: getattr(request, f.name) for f in fields(request)} | {
        "state": request.state.value,
        "charts": list(request.charts),
    }


def outcome_view(outcome: Outcome, numbers: Mapping[str, str]) -> Plain:
    """The answer of a writing verb; `numbers` maps charts' ids to their MRNs."""
    view: Plain = {
        "outcome": outcome.mode.value,
        "warnings": [_warning(c, numbers) for c in outcome.warnings],
        "undecided": [_undecided(u, numbers) for u in outcome.undecided],
        "not_done": list(outcome.not_done),
    }
    if outcome.request is not None:
        view["request"] = request_view(outcome.request)
    else:
        view["change_set"] = change_set_view(outcome.applied or outcome.change_set)
    if outcome.applied is None and outcome.request is None:
        view["needs_approval"] = outcome.needs_approval
    return view


def _warning(found: Contradiction, numbers: Mapping[str, str]) -> Plain:
    return {
        "grade": found.grade.value,
        "code": found.code,
        "text": found.text,
        "charts": [numbers.get(c, c) for c in found.charts],
        "items": list(found.items),
    }


def _undecided(open_: Undecided, numbers: Mapping[str, str]) -> Plain:
    return {
        "item": open_.item,
        "kind": open_.kind,
        "suggest": numbers.get(open_.suggest, open_.suggest) if open_.suggest else None,
        "because": open_.because,
    }


def chart_view(
    chart: Chart, numbers: Mapping[str, str], *, asked_for: str, as_of: str | None
) -> Plain:
    """A chart as `show` prints it: the same for equal charts, but for what was asked."""
    patient, held = chart.patient, held_since(chart.items)

    def listed(*kinds: Kind) -> list[Plain]:
        chosen = [item for item in chart.items if item.kind in kinds]
        return [
            {**item_view(item, numbers), "held_since": held.get(item.id)}
            for item in sorted(chosen, key=_by_time)
        ]

    return {
        "patient": {
            "mrn": patient.number,
            "authority": patient.authority,
            "id": patient.id,
            "status": str(patient.status),
            "replaced_by": patient.replaced_by and numbers[patient.replaced_by],
            "name": chart.name(),
            "birth_date": chart.value("birth_date"),
            "sex": chart.value("sex"),
            "deceased": chart.value("deceased"),
            "choices": {name: chart.value(name) for name in sorted(patient.choices)},
            "identifiers": listed(Kind.IDENTIFIER),
            "names": listed(Kind.NAME),
            "telecoms": listed(Kind.TELECOM),
            "addresses": listed(Kind.ADDRESS),
            "statements": listed(Kind.STATEMENT),
        },
        "encounters": listed(Kind.ENCOUNTER),
        "documents": listed(Kind.DOCUMENT),
        "clinical_items": listed(Kind.CLINICAL),
        "coverages": listed(Kind.COVERAGE),
        "flags": listed(Kind.FLAG),
        "asked_for": asked_for,
        "as_of": as_of,
    }


def _by_time(item: Item) -> tuple[str, str]:
    return (item.at or "", item.id)


def item_view(item: Item, numbers: Mapping[str, str]) -> Plain:
    """One item: where it is, where it came from, and what it is."""
    view: Plain = {
        "id": item.id,
        "kind": item.kind.value,
        "home_mrn": numbers[item.home_patient_id],
        "mrn": numbers[item.patient_id],
        "status": item.status,
        "parent": item.parent_id or item.encounter_id,
        "encounter": item.encounter_id,
        "display": display(item),
        "at": item.at,
        "until": item.until,
        "type": item.type,
        "code": item.code,
        "author": item.author,
        "sensitivity": item.sensitivity,
        "derived_from": item.derived_from,
    }
    view |= {f.name: getattr(item.details, f.name) for f in fields(item.details)}
    return view


def display(item: Item) -> str:
    """One line that says what the item is."""
    if item.display and item.kind not in ASSERTIONS:
        return item.display
    said = _said(item)
    return said if said is not None else item.display or item.type or item.kind.value


def _said(item: Item) -> str | None:
    """The same from what the details say, if they do."""
    match item.details:
        case Name():
            return person_name(item.details)
        case Identifier() | Telecom() | Statement():
            return item.details.value or ""
        case Address(line=line, city=city, state=state, postal_code=code):
            parts = (
                (line or "").replace("\n", ", "),
                city,
                " ".join(p for p in (state, code) if p),
            )
            return ", ".join(p for p in parts if p)
        case Flag(text=text, flag=flag):
            return text or flag
        case Document(title=title):
            return title
    return None
