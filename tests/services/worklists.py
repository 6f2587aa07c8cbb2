# SPDX-License-Identifier: Apache-2.0
"""Cases of the work list for tests, written as the desks that find them write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import builders as b
from himdesk.domain.changes import pair_id
from himdesk.store.desk import work
from himdesk.store.matching import cases, pairs

if TYPE_CHECKING:
    from services.hospital import Hospital

OPENED = "2026-02-01T10:00:00Z"


def put(hospital: Hospital, name: str, kind: str, patient: str, **more: str) -> str:
    """A case of a kind about a chart."""
    case = work.Case(
        id=name, kind=kind, opened_at=OPENED, opened_by="himdesk", patient_id=patient,
        detail=more.pop("detail", "{}"), **more,
    )  # fmt: skip
    with hospital.database.write("himdesk") as session:
        work.put_case(session, case)
    return name


def an_overlay(hospital: Hospital, name: str, patient: str) -> str:
    """A chart that may hold two people's data."""
    detail = json.dumps({"changed": ["birth date", "sex"]})
    return put(hospital, name, cases.OVERLAY, patient, detail=detail)


def a_duplicate(
    hospital: Hospital, name: str, *charts: str, probability: float = 0.96, priority: int = 960
) -> str:
    """Two charts that may be one person."""
    left, right = sorted(charts)
    put(
        hospital, name, cases.DUPLICATE, left,
        detail=json.dumps({"charts": [left, right], "cut": False}),
    )  # fmt: skip
    pair = pairs.Pair(
        id=pair_id(left, right), left_patient_id=left, right_patient_id=right, state=pairs.OPEN,
        probability=probability, weight=9.0, model=0, opened_at=OPENED, case_id=name,
    )  # fmt: skip
    rank = cases.Rank(case_id=name, priority=priority, probability=probability, charts=2)
    with hospital.database.write("himdesk") as session:
        pairs.put(session, [pair])
        cases.rank(session, [rank])
    return name


def person(hospital: Hospital, chart: str, family: str, given: str, born: str) -> None:
    """A chart with a number, a visit and a result."""
    visit = b.an_encounter(chart, at="2025-01-05", number=f"V-{chart}")
    hospital.add(
        b.a_chart(
            chart,
            b.a_name(chart, family, given),
            b.a_birth_date(chart, born),
            b.a_sex(chart),
            b.an_identifier(chart, f"0012-{chart}", type="MR"),
            visit,
            b.a_clinical(chart, encounter_id=visit.id, display="Sodium"),
        )
    )


def two_pairs(hospital: Hospital) -> tuple[str, str]:
    """Four charts, two cases: one pair differs in the birth date, the other in nothing."""
    person(hospital, "A", "Quillfeather", "Maria", "1984-03-12")
    person(hospital, "B", "Quillfeather", "Mary", "1984-12-03")
    person(hospital, "C", "Thistlewood", "Ann", "1970-01-30")
    person(hospital, "D", "Thistlewood", "Ann", "1970-01-30")
    first = a_duplicate(hospital, "pair-1", "A", "B", priority=4960)
    return first, a_duplicate(hospital, "pair-2", "C", "D", probability=0.9, priority=900)
