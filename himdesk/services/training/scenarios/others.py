# SPDX-License-Identifier: Apache-2.0
"""Names that print badly, a patient who asks for amendments, a pair merged by mistake."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from himdesk.services.training.records.care import office_visit
from himdesk.services.training.records.chart import reference
from himdesk.services.training.records.notes import addendum, note
from himdesk.services.training.records.visits import open_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage


def others(stage: Stage) -> Iterator[Case]:
    """Long and foreign names, disputed notes, two people merged by error later."""
    yield _names(stage)
    yield _disputed(stage)
    yield _strangers(stage)


def _names(stage: Stage) -> Case:
    """A 60-character name, and names in Greek, Cyrillic and Vietnamese letters."""
    people = (
        stage.person(
            "long-name", "Featherstonehaugh-Wolfeschlegelstein", "Maximiliana Alexandrina",
            "female", date(1970, 1, 31),
        ),
        stage.person(
            "eleni-papadopoulou", "Papadopoulou", "Eleni", "female", date(1966, 8, 15),
            culture="greek", language="el", script="Ελένη Παπαδοπούλου",
        ),
        stage.person(
            "oleksandr-shevchenko", "Shevchenko", "Oleksandr", "male", date(1974, 2, 24),
            culture="cyrillic", language="uk", script="Олександр Шевченко",
        ),
        stage.person(
            "phuong-tran", "Trần", "Phượng Thị Ngọc", "female", date(1990, 9, 9),
            culture="vietnamese", language="vi",
        ),
    )  # fmt: skip
    charts = [stage.chart(f"11020{n}", person) for n, person in enumerate(people, start=1)]
    for number, chart in enumerate(charts):
        stage.office(chart, "wellness", 400 + number, 35 + number)
    return stage.case("names", "A 60-character name and names in other letters", "S24", charts)


def _disputed(stage: Stage) -> Case:
    """Three statements that the patient will ask to have amended, in three notes."""
    neil = stage.person("neil-corrigan", "Corrigan", "Neil P", "male", date(1977, 7, 7))
    chart = stage.chart("110211", neil, smoking="current smoker, half a pack a day")
    marks = {}
    for name, ago, problem in (
        ("smoker-note", 330, "hypertension"),
        ("history-note", 240, "back-pain"),
        ("dose-note", 120, "lipids"),
    ):
        visit = open_visit(chart, stage.ago(ago), "clinic", stage.problem(problem))
        written = note(chart, visit, "progress")
        marks[name] = reference(written)["reference"]
    added = addendum(chart, visit, written, "The patient reports that he takes 10 mg, not 20 mg.")
    marks["addendum"] = reference(added)["reference"]
    return stage.case(
        "disputed-notes", "Notes that the patient disputes", "S12-S14", (chart,), marks=marks
    )


def _strangers(stage: Stage) -> Case:
    """Alike enough to be merged by error; `feed_updates` brings what happens afterwards."""
    carol = stage.person("carol-jensen", "Jensen", "Carol A", "female", date(1957, 3, 23))
    carla = stage.person("carla-jensen", "Jensen", "Carla A", "female", date(1957, 3, 28), ssn="")
    charts = [stage.chart("110221", carol), stage.chart("110222", carla)]
    stage.office(charts[0], "hypertension", 600, 260)
    stage.office(charts[1], "thyroid", 520)
    visit = office_visit(charts[1], stage.ago(190), stage.problem("thyroid"))
    return stage.case(
        "merged-by-error", "Two people to be merged by error, then undone", "S6", charts,
        contradictions=("birth-date",), marks={"old-visit": visit.encounter["reference"]},
    )  # fmt: skip
