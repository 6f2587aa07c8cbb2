# SPDX-License-Identifier: Apache-2.0
"""Amendment requests for tests of the console: a patient's notes, and verbs of a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pypdfium2

from cli import records as r

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from console import Console

MARIA = r.Person("71001", "Santos", "Maria", "1949-06-30")
HOME = {"line": ["12 Pier Road"], "city": "Springfield", "postalCode": "55001", "use": "home"}
SISTER = {"line": ["9 Fennel Row"], "city": "Oakdale", "postalCode": "55002"}


class Requests:
    """A console whose clock is set, and verbs of an amendment request."""

    def __init__(self, console: Console, patch: pytest.MonkeyPatch) -> None:
        self.console, self.patch = console, patch

    def on(self, day: str) -> None:
        self.patch.setenv("HIMDESK_NOW", f"{day}T15:00:00+00:00")

    def bring(self, *, confidential: bool = False) -> list[str]:
        patient = MARIA.patient("p")
        sister = {**SISTER, "use": "confidential"}
        patient["address"] = [HOME, sister] if confidential else [HOME]
        self.console.bring(
            patient,
            r.visit("v", "p", "2025-02-01", MARIA),
            r.note("n1", "p", "v", "Smokes a pack a day.", title="Clinic note"),
            r.note("n2", "p", "v", "Takes 10 mg.", title="Medication list"),
            r.note("n3", "p", "v", "Refused surgery.", title="Consultation"),
        )
        notes = self.console.json("show", MARIA.number)["documents"]
        return [next(n["id"] for n in notes if name in n["display"])
                for name in ("Clinic note", "Medication list", "Consultation")]  # fmt: skip

    def open(
        self,
        notes: list[str],
        received: str,
        status: int = 0,
        files: Sequence[Path] = (),
        **more: Any,
    ) -> Any:
        form = {
            "how": "letter",
            "reason": "It is wrong.",
            "requester": {"name": "Maria Santos", "identity_check": "licence seen"},
            "items": [
                {"item": note, "element": f"Entry {number}", "wrong": "wrong", "wanted": "right"}
                for number, note in enumerate(notes, 1)
            ],
            **more,
        }
        file = self.console.folder / "form.json"
        file.write_text(json.dumps(form), encoding="utf-8")
        words = ("case", "open", "--mrn", MARIA.number, "--received", received)
        came = [word for each in files for word in ("--file", str(each))]
        made = self.console.json(*words, "--json-file", str(file), *came, status=status)
        return made["case"] if status == 0 else made["error"]

    def case(self, action: str, case: str, *words: str, status: int = 0) -> Any:
        made = self.console.json("case", action, case, *words, status=status)
        return made["case"] if status == 0 else made["error"]

    def letter(self, kind: str, case: str, *words: str, status: int = 0) -> Any:
        file = self.console.folder / f"{kind}.pdf"
        made = self.console.json(
            "letter", "issue", kind, "--for", case, "--out", str(file), *words, status=status
        )
        return read(file) if status == 0 else made["error"]

    def text(self, words: str) -> str:
        file = self.console.folder / "text.txt"
        file.write_text(words, encoding="utf-8")
        return str(file)

    def corrected(self, case: str, item: int, text: str) -> None:
        words = ("--item", str(item), "--text", self.text(text), "--author", "Dr. Abara")
        asked = self.console.json("case", "correct", case, *words)
        self.console.json("approve", asked["request"]["id"], user="supervisor")

    def released(self, note: str, day: str) -> None:
        """An insurer got a note, for the payment of a claim."""
        form = {
            "on": day, "recipient": "Zenith Insurance", "address": "PO Box 77",
            "description": "Clinic note", "purpose": "claim 4711", "basis": "payment",
            "how": "post", "items": [note],
        }  # fmt: skip
        file = self.console.folder / "disclosure.json"
        file.write_text(json.dumps(form), encoding="utf-8")
        words = ("release", "record", "--mrn", MARIA.number, "--json-file", str(file))
        self.console.json(*words, user="roi")

    def packet(self, left_out: list[str]) -> str:
        """The packet of a release for treatment, as it would go."""
        form = {
            "basis": "treatment", "requester": "Dr. Fox", "recipient": "Dr. Fox",
            "address": "1 Elm St", "purpose": "care", "delivery": "paper",
            "identity_check": "known to us",
        }  # fmt: skip
        file = self.console.folder / "release.json"
        file.write_text(json.dumps(form), encoding="utf-8")
        words = ("release", "open", "--mrn", MARIA.number, "--received", "2026-02-10")
        opened = self.console.json(*words, "--json-file", str(file), user="roi")["release"]
        chosen = {"wanted": {}, "left_out": dict.fromkeys(left_out, "not asked for")}
        file.write_text(json.dumps(chosen), encoding="utf-8")
        words = ("release", "choose", opened["id"], "--json-file", str(file))
        self.console.json(*words, user="roi")
        out = self.console.folder / "packet.pdf"
        self.console.json(
            "release", "build", opened["id"], "--preview", "--out", str(out), user="roi"
        )
        return read(out)


def read(file: Path) -> str:
    pages = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(p.get_textpage().get_text_range() for p in pages).split())
