# SPDX-License-Identifier: Apache-2.0
"""Small FHIR files of a synthetic source, and what the tests of the import ask of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from himdesk.store.desk import work
from himdesk.store.reading import charts, patients
from himdesk.store.writing.ledger import head

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from services.hospital import Hospital

Json = dict[str, Any]
SYSTEM = "urn:oid:2.999.1"


def a_patient(id_: str = "p1", mrn: str | None = "1001", **more: Any) -> Json:
    resource: Json = {"resourceType": "Patient", "id": id_}
    if mrn is not None:
        kind = {"coding": [{"code": "MR"}]}
        resource["identifier"] = [{"type": kind, "system": SYSTEM, "value": mrn}]
    resource |= {"name": [{"family": "Quillfeather", "given": ["Maud"]}], "birthDate": "1961-07-03"}
    return resource | more


def an_encounter(id_: str = "e1", patient: str = "p1", **more: Any) -> Json:
    return {
        "resourceType": "Encounter",
        "id": id_,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": "2026-01-10T09:00:00Z"},
    } | more


def a_result(id_: str = "o1", patient: str = "p1", **more: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": id_,
        "status": "final",
        "code": {"text": "Glucose"},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": "2026-01-10",
        "valueString": "5.4",
    } | more


def a_report(id_: str = "r1", patient: str = "p1", *results: str) -> Json:
    return {
        "resourceType": "DiagnosticReport",
        "id": id_,
        "status": "final",
        "code": {"text": "Panel"},
        "subject": {"reference": f"Patient/{patient}"},
        "result": [{"reference": f"Observation/{name}"} for name in results],
    }


def bundle(kind: str, *resources: Json) -> Json:
    entries = [{"resource": r, "request": {"method": "POST", "url": "x"}} for r in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


@dataclass
class Intake:
    """The import desk of a hospital, with a folder for files."""

    hospital: Hospital
    folder: Path
    names: list[str] = field(default_factory=list)

    def file(self, name: str, *resources: Json) -> Path:
        """One resource or bundle as JSON, several as NDJSON."""
        path = self.folder / name
        lines = [json.dumps(resource, ensure_ascii=False) for resource in resources]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def take(self, *paths: Path, source: str = "main", **more: Any) -> Json:
        """Import files."""
        return self.hospital.desk("admin").exchange.import_files(paths, source, **more)

    def send(self, *resources: Json, source: str = "main") -> Json:
        """Import resources as one file of NDJSON."""
        name = f"f{len(self.names)}.ndjson"
        self.names.append(name)
        return self.take(self.file(name, *resources), source=source)

    def chart(self, mrn: str) -> Chart:
        with self.hospital.database.read() as session:
            (found,) = patients.find(session, None, mrn)
            return charts.chart(session, found.id)

    def item(self, mrn: str, display: str) -> Item:
        """The item of a chart that is called so."""
        (found,) = [i for i in self.chart(mrn).items if i.display == display and not i.in_error]
        return found

    def cases(self, kind: str = "source-conflict") -> list[Json]:
        with self.hospital.database.read() as session:
            return [json.loads(case.detail) for case in work.cases(session, kind=kind)]

    def head(self) -> tuple[int, str]:
        with self.hospital.database.read() as session:
            return head(session)

    def verified(self) -> bool:
        return bool(self.hospital.desk("auditor").audit.verify()["ok"])


def totals(report: Json) -> tuple[int, int, int, int]:
    """New, changed, unchanged and rejected records of an import."""
    files = report["files"]
    counts = [sum(file[name] for file in files) for name in ("new", "changed", "unchanged")]
    return counts[0], counts[1], counts[2], sum(len(file["rejected"]) for file in files)
