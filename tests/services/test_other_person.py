# SPDX-License-Identifier: Apache-2.0
"""Once a chart of two persons is divided, nothing about the one tells who the other is.

The divided chart's visits were registered as its person, and every reason that is typed names
that person. All desks are asked about the other one: of what moved, of a scan divided by pages, of
a note documented anew and of an allergy recorded anew, also after the undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.errors import HimdeskError
from himdesk.domain.roles import Role
from himdesk.services.corrections.splitplan import PlannedAgain, PlannedPart
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.training.records.pdf import pdf
from himdesk.store import content
from services.desk_calls import BESIDE, LOOKING
from services.hospital import Hospital
from services.told import Somebody, approved, paperwork, said_by, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from himdesk.services.desk import Desk
    from services.desk_calls import Call
    from services.told import Subject

SENIOR = Somebody("A", "Thistlewood", "Barnaby", "1949-06-30", "555 0142 119", "-")
JUNIOR = Somebody("B", "Underhay", "Crispin", "1976-02-11", "555 0133 665", "Fell off the pier")
STREET, SSN = "9 Fennel Row", "900-77-0142"
TRACES = (
    SENIOR.mrn, SENIOR.family, SENIOR.given, SENIOR.born, "06/30/1949", "19490630", "June 30, 1949",
    SENIOR.phone, STREET, SSN,
)  # fmt: skip
WHY = f"{SENIOR.full} ({SENIOR.mrn}, born {SENIOR.born}, {SENIOR.phone}) was not the one"
LETTERS = ("overlay-clinicians", "overlay-patient", "signature-request", "split-certificate")


@dataclass(frozen=True)
class Person(Somebody):
    """Somebody whose chart has a number of its own."""

    number: str = ""

    @property
    def mrn(self) -> str:
        return self.number


def furnish(hospital: Hospital) -> None:
    """Senior's chart, which is confidential and has what is Junior's; and perhaps Junior's own."""
    scan, note = pdf([["Sheet one"], ["Sheet two"]]), JUNIOR.note.encode()
    with hospital.database.write("admin") as session:
        content.put(session, [scan, note])
    visit = b.an_encounter(
        "A",
        id="visit",
        at="2025-05-01",
        registered_mrn=SENIOR.mrn,
        registered_name=SENIOR.full,
        registered_birth_date=SENIOR.born,
        registered_address=STREET,
        registered_phone=SENIOR.phone,
    )
    written = {"author": "Dr. Abara", "at": "2025-05-01T10:00:00Z"}
    items = (
        visit,
        b.a_document("A", id="note", encounter_id="visit", content=sha256(note), **written),
        b.a_clinical("A", id="sodium", encounter_id="visit", display="Sodium", value="140"),
        b.a_document(
            "A", id="scan", content=sha256(scan), content_type="application/pdf", **written
        ),
        b.a_document("A", id="both", content=sha256(note), **written),
        b.an_allergy("A", id="allergy"),
        b.an_address("A", STREET),
        b.an_identifier("A", SSN),
        b.a_flag("A", "vip"),
    )
    for who, more in ((SENIOR, items), (JUNIOR, ())):
        stated = (
            b.a_name(who.chart, who.family, who.given),
            b.a_birth_date(who.chart, who.born),
            b.a_phone(who.chart, who.phone),
            b.an_identifier(who.chart, who.mrn, type="MR"),
        )
        hospital.add(b.a_chart(who.chart, *stated, *more))


def divided(hospital: Hospital, *, new: bool) -> tuple[Person, str]:
    """What is Junior's goes to another chart or a new one; whose that is, and the change set."""
    to = "new:son" if new else JUNIOR.mrn
    stated = {"family": JUNIOR.family, "given": JUNIOR.given, "birth_date": JUNIOR.born}
    asked = hospital.desk("clerk2").corrections.split(
        SENIOR.mrn,
        moves={"visit": to},
        new={"son": stated} if new else {},
        parts=[
            PlannedPart(document="scan", to=SENIOR.mrn, pages=(1,)),
            PlannedPart(document="scan", to=to, pages=(2,)),
            PlannedPart(document="both", to=SENIOR.mrn, text="The elder one was seen."),
            PlannedPart(document="both", to=to, text="The younger one was seen."),
        ],
        again=[PlannedAgain(item="allergy", to=to, reason=WHY)],
        reason=WHY,
    )
    done = approved(hospital, asked)
    charts = asked.change_set.charts() - {SENIOR.chart}
    chart = hospital.chart(next(iter(charts))).patient
    known = (JUNIOR.family, JUNIOR.given, JUNIOR.born, JUNIOR.phone, JUNIOR.note)
    return Person(chart.id, *known, number=chart.number), done


def about_junior(hospital: Hospital, folder: Path, *, new: bool) -> Subject:
    furnish(hospital)
    for name in ("clerk2", "supervisor2", "roi2"):
        hospital.desk(name).charts.break_glass(SENIOR.mrn, reason=WHY)
    who, done = divided(hospital, new=new)
    asked = hospital.desk("clerk2").corrections.amend(
        "note", kind="correction", text="Slipped.", author="Dr. Abara", reason="told"
    )
    letter = Wanted(kind="split-certificate", about=done, patient=who.mrn)
    return paperwork(
        hospital, who, who, folder, note="note", asked=asked, letter=letter, why="hers"
    )


def answers(
    desk: Desk, about: Subject, calls: Iterable[tuple[str, Call]]
) -> Iterator[tuple[str, str]]:
    for name, call in calls:
        try:
            yield name, said_by(call(desk, about))
        except HimdeskError as refused:
            yield name, f"{refused.message()} {refused.where()}"


def leaks(desk: Desk, about: Subject, calls: Iterable[tuple[str, Call]]) -> dict[str, list[str]]:
    """What each call tells of Senior."""
    found = [(name, told(text, TRACES)) for name, text in answers(desk, about, calls)]
    return {name: traces for name, traces in found if traces}


BOTH = frozenset({
    "charts.numbers", "corrections.legend", "corrections.preview_undo", "approvals.requests",
    "charts.before_after", "downstream.find", "downstream.show", "worklist.top",
    "accesses.lines", "accesses.openings",
})  # fmt: skip
"""What is asked about the correction itself, or about who opened a chart, is about both.

Whoever may open the other chart reads its number there."""
BOARD = frozenset({"separating.preview_split", "separating.chart_to_move_to"})
"""Where a chart is divided, whom each visit was registered as is what one decides by."""


@pytest.mark.parametrize("new", [False, True])
def test_the_other_person_is_named_nowhere(made_sqlite: str, tmp_path: Path, new: bool) -> None:
    hospital = Hospital.open(made_sqlite)
    about = about_junior(hospital, tmp_path, new=new)
    reader = hospital.desk("everybody", Role.SUPERVISOR, Role.ROI, Role.PRIVACY)
    reader.charts.break_glass(SENIOR.mrn, reason="asked by the ward")
    calls = {n: c for n, c in {**LOOKING, **BESIDE}.items() if n not in BOTH | BOARD}
    assert leaks(reader, about, calls.items()) == {}
