# SPDX-License-Identifier: Apache-2.0
"""The word lists and tables of the synthetic hospital, read once from the resources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from himdesk.resources import path
from himdesk.services.training.records.fhir import (
    ICD10,
    LOINC,
    RXNORM,
    SNOMED,
    Resource,
    concept,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of one language. A family of a language with several spellings holds them all."""

    families: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody who treats and signs."""

    key: str
    name: str
    specialty: str
    reference: Resource


@dataclass(frozen=True, slots=True)
class Unit:
    """A ward or a place without beds."""

    key: str
    name: str
    beds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analyte:
    """One value of a panel, with the range that most people stay in."""

    code: Resource
    unit: str
    low: float
    high: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A laboratory order and what it returns."""

    code: Resource
    name: str
    analytes: tuple[Analyte, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """An imaging order and how it is read."""

    code: Resource
    name: str
    findings: str
    impression: str


@dataclass(frozen=True, slots=True)
class Surgery:
    """A procedure and its description."""

    code: Resource
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Medication:
    """A prescription: substance with strength and form, and directions."""

    code: Resource
    text: str
    directions: str


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A vaccine and the ages at which it is given."""

    code: Resource
    first_age: int
    last_age: int


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy with its usual reaction."""

    code: Resource
    name: str
    category: str
    reaction: Resource
    severity: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason to come, with all that a note about it needs."""

    key: str
    code: Resource
    icd: str
    name: str
    where: tuple[str, ...]
    ages: tuple[int, int]
    sex: str
    weight: int
    chronic: bool
    specialty: str
    unit: str
    labels: tuple[str, ...]
    complaint: str
    history: tuple[str, ...]
    exam: str
    plan: str
    follow_up: str
    medications: tuple[Medication, ...]
    panels: tuple[Panel, ...]
    study: Study | None
    surgery: Surgery | None


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that is looked up while charts are written. Nothing of it changes."""

    hospital: str
    clinic: str
    registrars: tuple[str, ...]
    insurers: tuple[str, ...]
    public_insurers: dict[str, str]
    languages: dict[str, str]
    towns: tuple[tuple[str, str, str], ...]
    streets: tuple[str, ...]
    street_kinds: tuple[str, ...]
    names: dict[str, NameList]
    us_given: dict[str, dict[str, tuple[str, ...]]]
    nicknames: dict[str, tuple[str, ...]]
    units: dict[str, Unit]
    clinicians: dict[str, Clinician]
    by_specialty: dict[str, tuple[Clinician, ...]]
    problems: dict[str, Problem]
    panels: dict[str, Panel]
    studies: dict[str, Study]
    medications: dict[str, Medication]
    vaccines: tuple[Vaccine, ...]
    allergies: tuple[Allergy, ...]
    allergy_weights: tuple[int, ...]
    notes: dict[str, str]


def load() -> Library:
    """Read the tables from `resources/training`."""
    names = _toml("names.toml")
    hospital = _toml("hospital.toml")
    tests = _toml("tests.toml")
    panels = {row["key"]: _panel(row) for row in tests["panel"]}
    studies = {row["key"]: _study(row) for row in tests["study"]}
    surgeries = {row["key"]: _surgery(row) for row in tests["surgery"]}
    medications = {row[0]: _medication(*row) for row in tests["medications"]["rows"]}
    clinicians = {row[0]: _clinician(*row) for row in hospital["clinicians"]["rows"]}
    problems = [
        _problem(row, panels, studies, surgeries, medications)
        for row in _toml("problems.toml")["problem"]
    ]
    return Library(
        hospital=hospital["name"],
        clinic=hospital["clinic"],
        registrars=tuple(hospital["registrars"]),
        insurers=tuple(hospital["insurers"]),
        public_insurers=hospital["public_insurers"],
        languages=hospital["languages"],
        towns=tuple((town, state, code) for town, state, code in hospital["towns"]),
        streets=tuple(hospital["streets"].split()),
        street_kinds=tuple(hospital["street_kinds"]),
        names={key: _name_list(names[key]) for key in names if key != "nicknames"},
        us_given={
            sex: {era: tuple(words.split()) for era, words in names["us"][sex].items()}
            for sex in ("female", "male")
        },
        nicknames={name: tuple(short) for name, short in names["nicknames"].items()},
        units={row["key"]: _unit(row) for row in hospital["unit"]},
        clinicians=clinicians,
        by_specialty=_by_specialty(clinicians.values()),
        problems={problem.key: problem for problem in problems},
        panels=panels,
        studies=studies,
        medications=medications,
        vaccines=tuple(_vaccine(*row) for row in tests["vaccines"]["rows"]),
        allergies=tuple(_allergy(row) for row in tests["allergies"]["rows"]),
        allergy_weights=tuple(row[-1] for row in tests["allergies"]["rows"]),
        notes=_notes(),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(path("training", name).read_text(encoding="utf-8"))


def _notes() -> dict[str, str]:
    folder = path("training", "notes")
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))}


def _name_list(row: dict[str, Any]) -> NameList:
    def words(key: str) -> tuple[str, ...]:
        value = row[key]
        return tuple(value.split()) if isinstance(value, str) else ()

    return NameList(words("families"), words("female"), words("male"))


def _clinician(key: str, given: str, family: str, degree: str, specialty: str) -> Clinician:
    name = f"{given} {family}, {degree}"
    return Clinician(
        key, name, specialty, {"reference": f"Practitioner/prac-{key}", "display": name}
    )


def _by_specialty(clinicians: Iterable[Clinician]) -> dict[str, tuple[Clinician, ...]]:
    found: dict[str, tuple[Clinician, ...]] = {}
    for clinician in clinicians:
        found[clinician.specialty] = (*found.get(clinician.specialty, ()), clinician)
    return found


def _unit(row: dict[str, Any]) -> Unit:
    beds = tuple(f"{room:02d}{bed}" for room in range(1, row["rooms"] + 1) for bed in "AB")
    return Unit(row["key"], row["name"], beds)


def _panel(row: dict[str, Any]) -> Panel:
    analytes = tuple(
        Analyte(concept(LOINC, code, name), unit, low, high, decimals)
        for code, name, unit, low, high, decimals in row["analytes"]
    )
    return Panel(concept(LOINC, row["loinc"], row["name"]), row["name"], analytes)


def _study(row: dict[str, Any]) -> Study:
    code = concept(LOINC, row["loinc"], row["name"])
    return Study(code, row["name"], row["findings"], row["impression"])


def _surgery(row: dict[str, Any]) -> Surgery:
    return Surgery(concept(SNOMED, row["snomed"], row["name"]), row["name"], row["text"])


def _medication(_key: str, text: str, rxnorm: str, directions: str) -> Medication:
    code = concept(RXNORM, rxnorm, text) if rxnorm else {"text": text}
    return Medication(code, text, directions)


def _vaccine(cvx: str, name: str, first_age: int, last_age: int) -> Vaccine:
    return Vaccine(concept("http://hl7.org/fhir/sid/cvx", cvx, name), first_age, last_age)


def _allergy(row: list[Any]) -> Allergy:
    code, name, category, reaction, shown, severity, _weight = row
    return Allergy(
        concept(SNOMED, code, name), name, category, concept(SNOMED, reaction, shown), severity
    )


def _problem(
    row: dict[str, Any],
    panels: dict[str, Panel],
    studies: dict[str, Study],
    surgeries: dict[str, Surgery],
    medications: dict[str, Medication],
) -> Problem:
    code = concept(SNOMED, row["snomed"], row["name"])
    code["coding"].append({"system": ICD10, "code": row["icd"]})
    return Problem(
        key=row["key"],
        code=code,
        icd=row["icd"],
        name=row["name"],
        where=tuple(row["where"]),
        ages=(row["ages"][0], row["ages"][1]),
        sex=row.get("sex", ""),
        weight=row["weight"],
        chronic=row.get("chronic", False),
        specialty=row["specialty"],
        unit=row.get("unit", ""),
        labels=tuple(row.get("labels", ())),
        complaint=row["complaint"],
        history=tuple(row["history"]),
        exam=row["exam"],
        plan=row["plan"],
        follow_up=row.get("follow_up", ""),
        medications=tuple(medications[key] for key in row.get("medications", ())),
        panels=tuple(panels[key] for key in row.get("panels", ())),
        study=studies[row["study"]] if "study" in row else None,
        surgery=surgeries[row["surgery"]] if "surgery" in row else None,
    )
