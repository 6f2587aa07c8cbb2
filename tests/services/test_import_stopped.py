# SPDX-License-Identifier: Apache-2.0
"""An import that the database stops half way says what was filed, and goes on when repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from himdesk.services.intake import run
from himdesk.store.errors import DiskFull
from himdesk.store.verify import verify
from services.hospital import Hospital
from services.importing import Intake, a_patient, a_result, totals

if TYPE_CHECKING:
    from pathlib import Path

    Json = dict[str, Any]

PATIENTS = 60


def lives() -> list[Json]:
    """Patients, each with a note of some size."""
    note = {"note": [{"text": "x" * 4000}]}
    made = [a_patient(f"p{n}", f"{1000 + n}") for n in range(PATIENTS)]
    return made + [a_result(f"r{n}", f"p{n}", **note) for n in range(PATIENTS)]


@pytest.fixture
def intake(made_sqlite: str, tmp_path: Path) -> Intake:
    (tmp_path / "files").mkdir()
    return Intake(Hospital.open(made_sqlite), tmp_path / "files")


def limit(hospital: Hospital, more: int) -> None:
    """Let the database grow by some pages only: beyond them SQLite says that the disk is full."""
    engine = hospital.database.engine
    engine.dispose()

    def grow(raw: Any, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages + more}").close()

    with engine.connect() as plain:
        pages = plain.exec_driver_sql("PRAGMA page_count").scalar_one()
    engine.dispose()
    event.listen(engine, "connect", grow)


@pytest.mark.parametrize("room", [0, 60, 120])
def test_a_full_disk_says_what_was_filed_and_the_same_import_goes_on(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(run, "CHUNK", 10)
    file = intake.file("all.ndjson", *lives())
    limit(intake.hospital, room)
    with pytest.raises(DiskFull) as caught:
        intake.take(file)
    filed = caught.value.filed
    text = caught.value.message()
    assert ("Nothing was changed" in text) == (filed == 0)
    assert (f"Before that {filed} records of this import were filed" in text) == (filed > 0)
    assert (filed > 0) == (room >= 60)
    limit(intake.hospital, 100_000)
    assert verify(intake.hospital.database).ok
    assert totals(intake.take(file)) == (2 * PATIENTS - filed, 0, filed, 0)
    assert verify(intake.hospital.database).ok
