# SPDX-License-Identifier: Apache-2.0
"""Pairs that look alike and whose merge must stop: each shows one contradiction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from himdesk.services.training.records.care import active_order, emergency, office_visit, stay
from himdesk.services.training.records.results import blood_group
from himdesk.services.training.records.visits import open_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage


def contradictions(stage: Stage) -> Iterator[Case]:
    """Death, visit number, blood group, allergy, stays, orders, sex."""
    yield _deceased(stage)
    yield _visit_number(stage)
    yield _blood_group(stage)
    yield _allergy(stage)
    yield _stays(stage)
    yield _orders(stage)
    yield _sex(stage)


def _deceased(stage: Stage) -> Case:
    """Died two years ago in May; the duplicate has an office visit in the year after."""
    died = date(stage.today.year - 2, 5, 1)
    walter = stage.person("walter-hobbs", "Hobbs", "Walter E", "male", date(1938, 11, 3))
    dead = replace(walter, died=died)
    charts = [
        stage.chart("110081", dead, truth=dead),
        stage.chart("110082", replace(walter, ssn=""), truth=dead, errors=("ssn_missing",)),
    ]
    before = (stage.today - died).days
    stay(charts[0], stage.ago(before + 9), stage.problem("heart-failure"), nights=9)
    stage.office(charts[0], "fibrillation", before + 300)
    later = date(stage.today.year - 1, 3, 18)
    visit = office_visit(charts[1], later, stage.problem("fibrillation"))
    stage.office(charts[1], "fibrillation", before + 120)
    return stage.case(
        "deceased", "Deceased, with a later visit on the duplicate", "S16", charts,
        contradictions=("deceased-one", "activity-after-death"),
        marks={"late-visit": visit.encounter["reference"]},
    )  # fmt: skip


def _visit_number(stage: Stage) -> Case:
    paula = stage.person("paula-renner", "Renner", "Paula J", "female", date(1971, 8, 25))
    typed = replace(paula, given=("Paula",))
    charts = [
        stage.chart("110131", paula),
        stage.chart("110132", typed, truth=paula, errors=("middle_drop",)),
    ]
    day, number = stage.ago(210), "V9000131"
    for chart in charts:
        office_visit(chart, day, stage.problem("anemia"), number=number)
        stage.office(chart, "wellness", 500 if chart is charts[0] else 90)
    return stage.case(
        "visit-number", "The same encounter number twice", "", charts,
        contradictions=("encounter-number",), marks={"number": number},
    )  # fmt: skip


def _blood_group(stage: Stage) -> Case:
    """Two strangers of one name and birth date; only the blood group tells."""
    born = date(1983, 2, 27)
    one = stage.person("daniel-price-1", "Price", "Daniel", "male", born, marital="M")
    two = stage.person("daniel-price-2", "Price", "Daniel", "male", born, ssn="", marital="M")
    charts = [
        stage.chart("110141", one, blood="O", rhesus=True),
        stage.chart("110142", two, blood="A", rhesus=True),
    ]
    stay(charts[0], stage.ago(640), stage.problem("appendicitis"))
    stay(charts[1], stage.ago(220), stage.problem("gallstones"))
    return stage.case(
        "blood-group", "Blood groups that contradict each other", "", charts,
        contradictions=("blood-group",),
    )  # fmt: skip


def _allergy(stage: Stage) -> Case:
    nora = stage.person("nora-whitlock", "Whitlock", "Nora B", "female", date(1959, 10, 9))
    typed = replace(nora, family="Witlock")
    severe = replace(stage.library.allergies[0], severity="severe")
    charts = [
        stage.chart("110151", nora, allergies=(severe,)),
        stage.chart("110152", typed, truth=nora, errors=("typo_last",), allergies=()),
    ]
    stage.office(charts[0], "hypertension", 700, 350)
    stage.office(charts[1], "hypertension", 120)
    return stage.case(
        "allergy", "An allergy against none known", "", charts,
        contradictions=("allergy-none-known",),
    )  # fmt: skip


def _stays(stage: Stage) -> Case:
    """Two people in two beds on the same days."""
    born = date(1947, 4, 4)
    one = stage.person("george-lambert-1", "Lambert", "George", "male", born)
    two = stage.person("george-lambert-2", "Lambert", "George", "male", born, ssn="")
    charts = [stage.chart("110161", one), stage.chart("110162", two)]
    stay(charts[0], stage.ago(152), stage.problem("pneumonia"), nights=6)
    stay(charts[1], stage.ago(149), stage.problem("copd"), nights=5)
    stage.office(charts[0], "hypertension", 60)
    return stage.case(
        "overlapping-stays", "Overlapping inpatient stays", "", charts,
        contradictions=("inpatient-overlap",),
    )  # fmt: skip


def _orders(stage: Stage) -> Case:
    """Boarding in the emergency department under one number, admitted under the other."""
    irma = stage.person("irma-castell", "Castell", "Irma D", "female", date(1955, 6, 30))
    typed = replace(irma, given=("Irma",), mobile="")
    errors = ("middle_drop", "phone_missing")
    charts = [
        stage.chart("110171", irma),
        stage.chart("110172", typed, truth=irma, errors=errors),
    ]
    boarding = emergency(charts[0], stage.ago(1), stage.problem("pneumonia"), status="in-progress")
    active_order(charts[0], boarding)
    admitted = stay(charts[1], stage.ago(1), stage.problem("pneumonia"), status="in-progress")
    active_order(charts[1], admitted)
    stage.office(charts[0], "hypertension", 130)
    return stage.case(
        "active-orders", "Active orders and a bed on both, in house now", "", charts,
        contradictions=("orders-both", "bed-both"),
        marks={
            "boarding": boarding.encounter["reference"],
            "admitted": admitted.encounter["reference"],
        },
    )  # fmt: skip


def _sex(stage: Stage) -> Case:
    robin = stage.person("robin-teague", "Teague", "Robin", "female", date(1992, 1, 13))
    charts = [
        stage.chart("110191", robin, blood="B"),
        stage.chart(
            "110192", replace(robin, sex="male"), truth=robin, errors=("sex_wrong",), blood="B"
        ),
    ]
    for number, chart in enumerate(charts):
        stage.office(chart, "migraine", 420 - 200 * number)
        visit = open_visit(
            chart, stage.ago(300 - 200 * number), "emergency", stage.problem("migraine")
        )
        blood_group(chart, visit)
    return stage.case("sex", "Sex differs", "", charts, contradictions=("sex",))
