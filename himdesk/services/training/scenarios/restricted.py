# SPDX-License-Identifier: Apache-2.0
"""Charts that not everybody may open or change: VIP, employee, Part 2, legal hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from himdesk.services.training.records import clinical
from himdesk.services.training.records.care import stay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage


def restricted(stage: Stage) -> Iterator[Case]:
    """Each with a plain duplicate, except the employee."""
    yield _vip(stage)
    yield _employee(stage)
    yield _part2(stage)
    yield _legal_hold(stage)


def _vip(stage: Stage) -> Case:
    senator = stage.person("vivian-ashcroft", "Ashcroft", "Vivian C", "female", date(1964, 9, 29))
    typed = replace(senator, given=("Vivian",), ssn="")
    errors = ("middle_drop", "ssn_missing")
    charts = [
        stage.chart("110091", senator, security=("CEL", "V")),
        stage.chart("110092", typed, truth=senator, errors=errors),
    ]
    clinical.flag(charts[0], "vip", stage.ago(900))
    stay(charts[0], stage.ago(430), stage.problem("gallstones"))
    stage.office(charts[1], "reflux", 77)
    return stage.case(
        "vip",
        "VIP, with a duplicate that is none",
        "S17",
        charts,
    )


def _employee(stage: Stage) -> Case:
    dana = stage.person("dana-whitfield", "Whitfield", "Dana", "female", date(1989, 5, 22))
    chart = stage.chart("110095", dana, security=("EMP", "R"))
    stage.office(chart, "throat", 640, 50)
    return stage.case("employee", "An employee's own chart", "S17", (chart,))


def _part2(stage: Stage) -> Case:
    luke = stage.person("luke-farrow", "Farrow", "Luke A", "male", date(1987, 12, 1))
    typed = replace(luke, mobile="815-555-0149", ssn="")
    errors = ("phone_new", "ssn_missing")
    charts = [
        stage.chart("110101", luke),
        stage.chart("110102", typed, truth=luke, errors=errors),
    ]
    clinical.flag(charts[0], "part2", stage.ago(200))
    clinical.consent(charts[0], stage.ago(200), "Coordination of substance use disorder treatment")
    stage.office(charts[0], "opioid", 195, 150, 110, 60, 25)
    stage.office(charts[0], "trauma-therapy", 40)
    stage.office(charts[1], "back-pain", 15)
    return stage.case(
        "part2", "Part 2 program records, with a plain duplicate", "S17", charts,
    )  # fmt: skip


def _legal_hold(stage: Stage) -> Case:
    ray = stage.person("ray-ostrander", "Ostrander", "Ray T", "male", date(1960, 3, 5))
    typed = replace(ray, given=("Raymond",))
    charts = [
        stage.chart("110111", ray),
        stage.chart("110112", typed, truth=ray, errors=("nickname",)),
    ]
    clinical.flag(charts[0], "legal-hold", stage.ago(70))
    stay(charts[0], stage.ago(380), stage.problem("appendicitis"))
    stage.office(charts[1], "lipids", 240)
    return stage.case(
        "legal-hold", "Legal hold, with a duplicate", "", charts, contradictions=("legal-hold",)
    )
