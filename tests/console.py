# SPDX-License-Identifier: Apache-2.0
"""A console for tests: a database with all roles, verbs typed as a person does, FHIR to import."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "quiet-harbour-7"
SYSTEM = "urn:oid:1.2.3"


def a_patient(name: str, number: str, family: str, born: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": name,
        "identifier": [{"type": {"coding": [{"code": "MR"}]}, "system": SYSTEM, "value": number}],
        "name": [{"family": family, "given": ["Maria"]}],
        "birthDate": born,
        "gender": "female",
        **more,
    }


def a_visit(name: str, patient: str, at: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "id": name,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": f"Patient/{patient}"},
        "period": {"start": at, "end": at},
        **more,
    }


@dataclass
class Console:
    """A database with all roles, and verbs given as a person types them."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    url: str = ""

    def run(self, *words: str, user: str = "clerk") -> tuple[int, str, str]:
        self.capture.readouterr()
        status = main(["--db", self.url or str(self.folder / "desk.db"), "--user", user, *words])
        out, err = self.capture.readouterr()
        return status, out, err

    def json(self, *words: str, user: str = "clerk", status: int = 0) -> dict[str, Any]:
        got, out, err = self.run(*words, "--json", user=user)
        assert got == status, (words, out, err)
        document: dict[str, Any] = json.loads(out)
        return document

    def bring(self, *resources: dict[str, Any], name: str = "in.ndjson", status: int = 0) -> Any:
        file = self.folder / name
        file.write_text("\n".join(json.dumps(r) for r in resources), encoding="utf-8")
        return self.json("import", str(file), "--source", "ehr", user="boss", status=status)


ACCOUNTS = ("clerk", "supervisor", "supervisor2", "roi", "auditor")


def make_database(place: Path | str) -> None:
    """A training database with an account of each role; its administrator is boss."""
    common = ("--db", str(place), "--user", "boss")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIMDESK_NEW_PASSWORD", PASSWORD)
        patch.setenv("HIMDESK_PASSWORD", PASSWORD)
        assert main([*common, "init", "--admin", "boss", "--training"]) == 0
        for account in ACCOUNTS:
            words = ("staff", "add", account, "--role", account.rstrip("2"))
            assert main([*common, *words]) == 0
