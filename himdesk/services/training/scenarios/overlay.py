# SPDX-License-Identifier: Apache-2.0
"""Two strangers of one name in one chart: 40 items over three years, encounters interleaved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from himdesk.services.training.people.person import Address
from himdesk.services.training.records import clinical
from himdesk.services.training.records.chart import Registered, reference
from himdesk.services.training.records.notes import document, note
from himdesk.services.training.records.pdf import pdf
from himdesk.services.training.records.results import abo, imaging
from himdesk.services.training.records.visits import open_visit, registered_as

if TYPE_CHECKING:
    from himdesk.services.training.people.person import Person
    from himdesk.services.training.records.chart import Visit
    from himdesk.services.training.records.fhir import Resource
    from himdesk.services.training.records.profile import Profile
    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage

_BOTH = "both"
_AWAY = 1090
_CONSENT = (
    "I agree to the examination and the treatment that",
    "were explained to me. I could ask questions, and I",
    "may take back this consent at any time before the",
    "treatment begins.",
)
_PAYMENT = (
    "I authorize the payment of benefits to the hospital",
    "and the release of what the insurer needs to know",
    "to pay this bill.",
)


class _Overlay:
    """The chart being mixed: `a` owns the number, `b` was registered under it by mistake."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        a, b = _strangers(stage)
        self.chart = stage.chart("110071", a, blood="O", smoking="never smoker", insurer="Medicare")
        self.a: Profile = self.chart.profile
        self.b = stage.profile(
            b, blood="A", smoking="current smoker, a pack a day", insurer="Midland PPO"
        )
        self.marks: dict[str, str] = {}

    def visit(self, who: Profile, where: str, ago: int, problem: str, doctor: str) -> Visit:
        """An encounter registered correctly for one of the two."""
        self.chart.profile = who
        return open_visit(
            self.chart, self.stage.ago(ago), where, self.stage.problem(problem),
            clinician=self.stage.library.clinicians[doctor],
        )  # fmt: skip

    def mark(self, name: str, resource: Resource) -> None:
        """Name a resource that the story turns on."""
        self.marks[name] = reference(resource)["reference"]


def overlay(stage: Stage) -> Case:
    """23 items of A, 12 of B, one scan of both, 4 that the registration data do not decide."""
    mixed = _Overlay(stage)
    _a_before(mixed)
    _b_knee(mixed)
    _a_after(mixed)
    _doubtful(mixed)
    return stage.case(
        "overlay", "Overlay with interleaved encounters: two strangers of one name", "S11",
        (mixed.chart,), owners=mixed.chart.owners, marks=mixed.marks,
    )  # fmt: skip


def _strangers(stage: Stage) -> tuple[Person, Person]:
    since = stage.ago(4000)
    a = stage.person(
        "james-harper-1958", "Harper", "James", "male", date(1958, 5, 21), marital="M", home="",
        mobile="312-555-0118",
        addresses=(Address("2210 W Ohio St", "Riverbend", "IL", "60990", since),),
    )  # fmt: skip
    b = stage.person(
        "james-harper-1986", "Harper", "James", "male", date(1986, 11, 2), home="",
        mobile="312-555-0164",
        addresses=(Address("918 N Larrabee St", "Lakeside", "IL", "60994", since),),
    )  # fmt: skip
    return a, b


def _a_before(mixed: _Overlay) -> None:
    """Cardiology: coverage is there already; 14 more items."""
    chart, a = mixed.chart, mixed.a
    visit = mixed.visit(a, "clinic", _AWAY, "fibrillation", "osei")
    note(chart, visit, "progress")
    clinical.condition(chart, visit)
    visit = mixed.visit(a, "clinic", 1020, "fibrillation", "osei")
    note(chart, visit, "soap")
    echo = visit.problem.study
    assert echo is not None
    imaging(chart, visit, echo)
    visit = mixed.visit(a, "clinic", 894, "fibrillation", "osei")
    _prescribe(mixed, visit, "metoprolol")
    visit = mixed.visit(a, "clinic", 735, "fibrillation", "osei")
    _prescribe(mixed, visit, "apixaban")


def _prescribe(mixed: _Overlay, visit: Visit, drug: str) -> None:
    medication = mixed.stage.library.medications[drug]
    words = f"{medication.text}, {medication.directions}"
    note(mixed.chart, visit, "progress", medications=words)
    clinical.prescription(mixed.chart, visit, medication)


def _b_knee(mixed: _Overlay) -> None:
    """A knee: emergency, operation, and a visit whose note calls him a smoker."""
    chart, b = mixed.chart, mixed.b
    chart.profile = b
    own = chart.coverage
    clinical.coverage(chart, mixed.stage.ago(950))
    visit = mixed.visit(b, "emergency", 947, "ligament", "rourke")
    note(chart, visit, "emergency")
    knee = visit.problem.study
    assert knee is not None
    imaging(chart, visit, knee)
    _scan(mixed, visit)
    visit = mixed.visit(b, "inpatient", 810, "ligament", "lindqvist")
    note(chart, visit, "operation")
    abo(chart, visit)
    visit = mixed.visit(b, "clinic", 505, "back-pain", "patel")
    mixed.mark("smoker-note", note(chart, visit, "progress"))
    chart.coverage = own


def _a_after(mixed: _Overlay) -> None:
    chart, a = mixed.chart, mixed.a
    visit = mixed.visit(a, "inpatient", 450, "fibrillation", "brandt")
    abo(chart, visit)
    note(chart, visit, "discharge")
    visit = mixed.visit(a, "clinic", 300, "fibrillation", "osei")
    note(chart, visit, "progress")
    clinical.immunization(chart, visit, mixed.stage.library.vaccines[6])
    visit = mixed.visit(a, "clinic", 14, "fibrillation", "osei")
    note(chart, visit, "soap")


def _doubtful(mixed: _Overlay) -> None:
    """B's, all four; but one visit has A's birth date, and two items have no visit at all."""
    chart, b = mixed.chart, mixed.b
    chart.profile = mixed.a
    as_a = registered_as(chart, mixed.stage.ago(676))
    chart.profile = b
    visit = open_visit(
        chart, mixed.stage.ago(676), "clinic", mixed.stage.problem("lipids"),
        clinician=mixed.stage.library.clinicians["patel"],
        registered=Registered(
            name=as_a.name, birth=as_a.birth, sex=as_a.sex, address=as_a.address,
            phone=b.person.mobile, registrar="nightdesk1",
        ),
    )  # fmt: skip
    mixed.marks["mixed-visit"] = visit.encounter["reference"]
    mixed.mark("mixed-note", note(chart, visit, "soap"))
    allergy = clinical.one_allergy(chart, visit, mixed.stage.library.allergies[0])
    ibuprofen = clinical.prescription(chart, visit, mixed.stage.library.medications["ibuprofen"])
    for name, resource, ago in (("allergy", allergy, 934), ("ibuprofen", ibuprofen, 845)):
        del resource["encounter"]
        day = mixed.stage.ago(ago).isoformat()
        resource["recordedDate" if name == "allergy" else "authoredOn"] = day
        mixed.mark(name, resource)


def _scan(mixed: _Overlay, visit: Visit) -> None:
    """One paper stack, scanned in one go: pages 1 to 3 are A's, 4 to 6 are B's."""
    pages = [*_pages(mixed.a.person), *_pages(mixed.b.person)]
    at = datetime.combine(visit.start.date() + timedelta(days=3), time(11, 5))
    scan = document(
        mixed.chart, visit, "scan", pdf(pages), author=visit.clinician, at=at,
        content_type="application/pdf",
    )  # fmt: skip
    scan["description"] = "Consent and history, scan of 6 pages"
    mixed.mark("scan", scan)
    mixed.chart.owners[mixed.marks["scan"]] = _BOTH


def _pages(person: Person) -> list[list[str]]:
    head = ["RIVERBEND GENERAL HOSPITAL", "", person.shown, f"born {person.birth}", ""]
    old = person.birth is not None and person.birth.year < 1970
    signed = ["", "", f"signed   {person.given[0]} {person.family}", "witness  front desk"]
    return [
        [*head, "CONSENT TO EXAMINATION AND TREATMENT", "", *_CONSENT, *signed],
        [*head, "MEDICAL HISTORY QUESTIONNAIRE", "",
         f"Reason for today     [x] {'heart rhythm' if old else 'left knee'}",
         f"Blood thinner        [{'x' if old else ' '}] yes  [{' ' if old else 'x'}] no",
         f"Smoker               [{' ' if old else 'x'}] yes  [{'x' if old else ' '}] no",
         "Operations           none", f"Telephone            {person.mobile}", *signed],
        [*head, "INSURANCE AND CONTACT", "", f"Address   {person.addresses[-1]}",
         f"Insurer   {'Medicare' if old else 'Midland PPO'}", "", *_PAYMENT, *signed],
    ]  # fmt: skip
