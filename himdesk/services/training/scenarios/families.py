# SPDX-License-Identifier: Apache-2.0
"""People who look like one person and are several: twins, father and son, newborns, a minor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from himdesk.services.training.people.person import years_before
from himdesk.services.training.records import clinical
from himdesk.services.training.records.care import emergency, stay
from himdesk.services.training.records.chart import Registered, reference
from himdesk.services.training.records.fhir import MRN, TERMINOLOGY, coding, identifier
from himdesk.services.training.records.notes import note
from himdesk.services.training.records.visits import open_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.services.training.people.person import Person
    from himdesk.services.training.records.chart import Chart
    from himdesk.services.training.scenarios.case import Case
    from himdesk.services.training.scenarios.stage import Stage

_BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"


def families(stage: Stage) -> Iterator[Case]:
    """Twins, Sr and Jr with an overlay, newborns with their mother, multiple birth, a minor."""
    yield _twins(stage)
    yield _father_and_son(stage)
    yield _newborns(stage)
    yield _multiple_birth(stage)
    yield _minor(stage)


def _twins(stage: Stage) -> Case:
    mia = stage.person(
        "mia-anderson", "Anderson", "Mia Grace", "female", years_before(stage.today, 6, 40),
        mobile="", ssn="947-21-6203", birth_order=1,
    )  # fmt: skip
    mila = replace(
        mia, key="mila-anderson", given=("Mila", "Grace"), ssn="947-21-6204", birth_order=2
    )
    charts = [stage.chart("110031", mia), stage.chart("110032", mila)]
    for number, chart in enumerate(charts):
        assert mia.birth is not None
        clinical.flag(chart, "multiple-birth", mia.birth)
        stage.office(chart, "well-child", 730 + number, 365 + number, 5 + number)
        stage.office(chart, "otitis", 480 - number * 100)
    return stage.case(
        "twins", "Twins of one household", "S7", charts, contradictions=("multiple-birth",)
    )


def _father_and_son(stage: Stage) -> Case:
    """Jr's emergency visit stands on Sr's chart: encounter, order, report, note, account."""
    senior = stage.person(
        "john-smith-sr", "Smith", "John R", "male", date(1949, 2, 11), suffix="Sr", marital="M",
    )  # fmt: skip
    junior = replace(
        senior, key="john-smith-jr", suffix="Jr", birth=date(1976, 8, 30), marital="S",
        ssn="951-18-4470", mobile="708-555-0136",
    )  # fmt: skip
    father, son = stage.chart("110041", senior), stage.chart("110042", junior)
    stage.office(father, "hypertension", 900, 540, 180)
    stay(father, stage.ago(760), stage.problem("heart-failure"))
    stage.office(son, "back-pain", 610, 250)
    own, father.profile = father.profile, son.profile
    visit = emergency(
        father, stage.ago(68), stage.problem("forearm"), registered=_without_suffix(junior)
    )
    father.profile = own
    stage.office(father, "hypertension", 20)
    return stage.case(
        "father-and-son", "Jr/Sr with Jr's emergency visit on Sr's chart (overlay)", "S8",
        (father, son), contradictions=("birth-date",), owners=father.owners,
        marks={"wrong-visit": visit.encounter["reference"]},
    )  # fmt: skip


def _without_suffix(person: Person) -> Registered:
    return Registered(
        name=replace(person, suffix="").shown,
        birth=person.birth,
        sex=person.sex,
        address=str(person.addresses[-1]),
        phone=person.mobile,
        registrar="nightdesk2",
    )


def _newborns(stage: Stage) -> Case:
    """BABY BOY twice, their mother, and one of them again under his name."""
    birth = stage.ago(24)
    lan = stage.person(
        "lan-nguyen", "Nguyen", "Lan Thi", "female", date(1994, 5, 3), culture="vietnamese",
        language="vi", marital="M",
    )  # fmt: skip
    mother = stage.chart("110051", lan)
    stay(mother, birth, stage.problem("delivery"), nights=2)
    charts = [mother]
    for number, key in enumerate(("minh-nguyen", "bao-nguyen")):
        baby = stage.person(
            key, "Nguyen", f"Baby Boy {'AB'[number]}", "male", birth, addresses=lan.addresses,
            home=lan.home, mobile="", ssn="", language="vi", birth_order=number + 1,
        )  # fmt: skip
        charts.append(_baby(stage, f"11005{number + 2}", baby, lan, minute=12 + 9 * number))
    minh = replace(
        charts[1].registration.truth, given=("Minh",), birth_order=None, mobile=lan.mobile
    )
    charts.append(
        stage.chart("110054", minh, truth=charts[1].registration.truth, errors=("newborn",))
    )
    stage.office(charts[-1], "well-child", 6)
    return stage.case(
        "newborns", "Newborns BABY BOY A and B, their mother, and A under his name", "S9",
        charts, contradictions=("mother-newborn", "multiple-birth"),
    )  # fmt: skip


def _baby(stage: Stage, mrn: str, baby: Person, mother: Person, *, minute: int) -> Chart:
    chart = stage.chart(mrn, baby)
    born = baby.birth
    assert born is not None
    resource = chart.resources()[0]
    at = f"{born.isoformat()}T05:{minute}:00-06:00"
    resource["_birthDate"] = {"extension": [{"url": _BIRTH_TIME, "valueDateTime": at}]}
    related = chart.new("RelatedPerson", "rel")
    related |= {
        "identifier": [identifier("MR", MRN, "110051")],
        "active": True,
        "patient": chart.subject,
        "relationship": [coding(TERMINOLOGY + "v3-RoleCode", "MTH")],
        "name": [{"family": mother.family, "given": list(mother.given)}],
    }
    clinical.flag(chart, "multiple-birth", born)
    stay(chart, born, stage.problem("newborn"), nights=2)
    return chart


def _multiple_birth(stage: Stage) -> Case:
    """Grown brothers; only one record says that he was born second."""
    darnell = stage.person(
        "darnell-washington", "Washington", "Darnell", "male", date(1988, 10, 21), birth_order=2
    )
    darrell = replace(
        darnell, key="darrell-washington", given=("Darrell",), birth_order=None,
        ssn="938-07-5512", mobile="773-555-0182",
    )  # fmt: skip
    charts = [stage.chart("110181", darnell), stage.chart("110182", darrell)]
    clinical.flag(charts[0], "multiple-birth", stage.ago(800))
    for number, chart in enumerate(charts):
        stage.office(chart, "asthma", 500 - number * 45, 140 - number * 45)
    return stage.case(
        "multiple-birth", "Grown twins, marked on one record only", "S7", charts,
        contradictions=("multiple-birth",),
    )  # fmt: skip


def _minor(stage: Stage) -> Case:
    """A visit that a 15-year-old consented to alone; her mother holds the proxy."""
    claire = stage.person("claire-donahue", "Donahue", "Claire", "female", date(1981, 1, 17))
    tess = stage.person(
        "tess-donahue", "Donahue", "Tess M", "female", years_before(stage.today, 15, 100),
        addresses=claire.addresses, home=claire.home,
    )  # fmt: skip
    daughter, mother = stage.chart("110121", tess), stage.chart("110122", claire)
    stage.office(daughter, "well-child", 400, 45)
    stage.office(mother, "reflux", 300)
    contraception = stage.problem("contraception")
    visit = open_visit(daughter, stage.ago(33), "clinic", contraception)
    written = note(daughter, visit, "progress")
    related = daughter.new("RelatedPerson", "rel")
    related |= {
        "identifier": [identifier("MR", MRN, "110122")],
        "active": True,
        "patient": daughter.subject,
        "relationship": [coding(TERMINOLOGY + "v3-RoleCode", "MTH")],
        "name": [{"family": claire.family, "given": list(claire.given)}],
        "period": {"end": (years_before(tess.birth or stage.today, -18)).isoformat()},
    }
    return stage.case(
        "minor", "Minor with a self-consented visit, and her mother", "S18", (daughter, mother),
        contradictions=("mother-newborn",),
        marks={
            "self-consented": visit.encounter["reference"],
            "note": reference(written)["reference"],
        },
    )  # fmt: skip
