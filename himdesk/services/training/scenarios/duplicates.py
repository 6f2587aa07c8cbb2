# SPDX-License-Identifier: Apache-2.0
"""One person, several records: the scenarios that end in a merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.people.errors import PLACEHOLDER_BIRTH
from himdesk.services.training.people.person import FormerName
from himdesk.services.training.records import clinical
from himdesk.services.training.records.care import emergency, stay, telephone
from himdesk.services.training.records.fhir import CLINIC_MRN
from himdesk.services.training.records.notes import note
from himdesk.services.training.records.results import vital_signs
from himdesk.services.training.records.visits import open_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.records.chart import Chart
    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage


def duplicates(stage: Stage) -> Iterator[Case]:
    """Plain, three-way, a chain of four, changed names, an unknown patient, an overlap."""
    yield _plain(stage)
    yield _three_way(stage)
    yield _chain(stage)
    yield _changed_name(stage)
    yield _unknown(stage)
    yield _overlap(stage)


def _plain(stage: Stage) -> Case:
    """The second record has exactly 12 encounters, 31 documents, 2 allergies, 1 coverage."""
    maria = stage.person(
        "maria-garcia", "Garcia", "Maria L", "female", date(1968, 3, 14), culture="hispanic",
        language="es", marital="M", email="maria.garcia68@example.org",
    )  # fmt: skip
    penicillin, sulfonamide = stage.library.allergies[:2]
    survivor = stage.chart("110001", maria, allergies=(penicillin,))
    stage.office(survivor, "diabetes", 1340, 1010, 640, 300, 95)
    stage.office(survivor, "wellness", 820, 410)
    stay(survivor, stage.ago(1190), stage.problem("gallstones"))
    second = replace(maria, family="Garcia Lopez", given=("Maria",), ssn="", email="")
    duplicate = stage.chart(
        "110002", second, truth=maria, errors=("hisp_one", "middle_drop", "ssn_missing"),
        allergies=(penicillin, sulfonamide),
    )  # fmt: skip
    _twelve_visits(stage, duplicate)
    return stage.case("plain-duplicate", "Plain duplicate", "S1", (survivor, duplicate))


def _twelve_visits(stage: Stage, chart: Chart) -> None:
    cardiologists = stage.library.by_specialty["cardiology"]
    for number in range(12):
        day = stage.ago(1100 - number * 90)
        visit = open_visit(chart, day, "clinic", stage.problem("hypertension"))
        vital_signs(chart, visit)
        clinical.condition(chart, visit)
        clinical.allergies(chart, visit)
        note(chart, visit, "soap" if number % 2 else "progress")
        telephone(chart, visit, 4)
        if number < 7:
            note(chart, visit, "consult", author=cardiologists[number % 2])


def _three_way(stage: Stage) -> Case:
    kasia = stage.person(
        "katarzyna-kowalczyk", "Kowalczyk", "Katarzyna A", "female", date(1979, 9, 2),
        culture="polish", language="pl", marital="M",
    )  # fmt: skip
    charts = [stage.chart("110011", kasia)]
    second = replace(kasia, given=("Katherine",), mobile="", marital="")
    charts.append(stage.chart("110012", second, truth=kasia, errors=("nickname", "phone_missing")))
    third = replace(second, family="Kowalczik", ssn="", birth=date(1979, 9, 12))
    errors = ("typo_last", "nickname", "ssn_missing", "dob_typo")
    charts.append(stage.chart("110013", third, truth=kasia, errors=errors))
    for number, chart in enumerate(charts):
        stage.office(chart, "migraine", 700 - number * 60, 380 - number * 60)
    return stage.case(
        "three-way-duplicate", "Three-way duplicate", "S4", charts, contradictions=("birth-date",)
    )


def _chain(stage: Stage) -> Case:
    """Four records for a chain of merges: A into B, B into C, D into C."""
    otto = stage.person(
        "otto-bergstrom", "Bergstrom", "Otto W", "male", date(1951, 12, 30), marital="W"
    )
    variants = (
        (otto, ()),
        (replace(otto, given=("Otto",), home=""), ("middle_drop",)),
        (replace(otto, family="Bergstrøm", ssn=""), ("translit", "ssn_missing")),
        (replace(otto, ssn="999-99-9999", mobile="312-555-0177"), ("ssn_placeholder", "phone_new")),
    )
    charts = []
    for number, (typed, errors) in enumerate(variants):
        chart = stage.chart(f"11002{number + 1}", typed, truth=otto, errors=errors)
        stage.office(chart, "knee-arthrosis", 900 - number * 150, 860 - number * 150)
        charts.append(chart)
    return stage.case("chain", "Chain of merges, the middle one undone", "S5", charts)


def _changed_name(stage: Stage) -> Case:
    """Maiden name, hyphen, transposed birth date, swapped name parts."""
    wedding = stage.ago(2900)
    anne = stage.person(
        "anne-jones", "Smith-Jones", "Anne E", "female", date(1985, 4, 12), marital="M",
        former=(FormerName("Jones", "maiden", wedding),), named_since=wedding,
    )  # fmt: skip
    unmarried = replace(
        anne, family="Jones", given=("Anne",), former=(), named_since=None, marital="S",
        birth=date(1985, 12, 4),
    )  # fmt: skip
    swapped = replace(unmarried, family="Anne", given=("Jones",), birth=anne.birth, ssn="")
    charts = [
        stage.chart("110061", anne),
        stage.chart("110062", unmarried, truth=anne, errors=("maiden", "dob_swap", "middle_drop")),
        stage.chart("110063", swapped, truth=anne, errors=("maiden", "name_swap", "ssn_missing")),
    ]
    for number, chart in enumerate(charts):
        stage.office(chart, "throat", 1300 - number * 300)
        stage.office(chart, "back-pain", 1200 - number * 300)
    return stage.case(
        "changed-name", "Maiden name, hyphen, transposed birth date, swapped name parts", "S10",
        charts, contradictions=("birth-date",),
    )  # fmt: skip


def _unknown(stage: Stage) -> Case:
    """Brought in without papers, identified two days later under a new number."""
    dale = stage.person("dale-hutchins", "Hutchins", "Dale R", "male", date(1990, 7, 8))
    unknown = replace(
        dale, family="Unknown", given=("Doe",), birth=PLACEHOLDER_BIRTH, ssn="999-99-9999",
        home="", mobile="", addresses=(), marital="", language="",
    )  # fmt: skip
    errors = ("placeholder_name", "dob_default", "ssn_placeholder", "moved")
    charts = [
        stage.chart("110231", unknown, truth=dale, errors=errors),
        stage.chart("110232", dale),
    ]
    emergency(charts[0], stage.ago(41), stage.problem("concussion"))
    stage.office(charts[1], "back-pain", 30)
    return stage.case(
        "unknown-patient", "Unknown patient, identified later", "", charts,
        contradictions=("birth-date",),
    )  # fmt: skip


def _overlap(stage: Stage) -> Case:
    """One person at two facilities: linked, not merged."""
    helen = stage.person("helen-marsh", "Marsh", "Helen T", "female", date(1962, 6, 19))
    charts = [
        stage.chart("110241", helen),
        stage.chart(
            "240117",
            replace(helen, mobile=""),
            truth=helen,
            errors=("phone_missing",),
            system=CLINIC_MRN,
        ),
    ]
    for chart, days in zip(charts, (200, 170), strict=True):
        stage.office(chart, "thyroid", days, days + timedelta(days=365).days)
    return stage.case("overlap", "Overlap: one person at two facilities", "", charts)
