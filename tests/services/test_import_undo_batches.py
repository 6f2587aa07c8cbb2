# SPDX-License-Identifier: Apache-2.0
"""Change sets that are undone together end as if each had been undone alone, also after a stop."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.errors import AlreadyUndone
from himdesk.services.intake.run import CHUNK
from himdesk.services.undoing import undobatches
from himdesk.store.reading import arriving, history
from services.hospital import Hospital
from services.importing import Intake, a_patient, a_report, a_result, an_encounter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from himdesk.domain.charts.charts import Chart

REASON = "wrong file"
PEOPLE = 6
TESTS = Path(__file__).resolve().parents[1]

WORKER = """
import sys
sys.path.insert(0, sys.argv[1])
import secrets
from himdesk.store.engine import connect
from services.hospital import Hospital
hospital = Hospital(connect(sys.argv[2]))
hospital.new_id = lambda: secrets.token_hex(8)
desk = hospital.desk("supervisor").corrections
desk.undo_import(sys.argv[3], reason="x", progress=lambda done: print(done, flush=True))
"""


class Stopped(Exception):
    """The program ended here."""


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    folder = tmp_path / "files"
    folder.mkdir()
    return Intake(hospital, folder)


@pytest.fixture
def twin(intake: Intake, tmp_path: Path) -> Iterator[Intake]:
    """Another hospital in which all happens as in the first one."""
    hospital = Hospital.make(f"sqlite:///{(tmp_path / 'twin.db').as_posix()}")
    yield Intake(hospital, intake.folder)
    hospital.database.close()


def fill(intake: Intake) -> str:
    """An import that brings charts, and changes ones that a merge connected."""
    people = [a_patient(f"p{n}", f"100{n}", birthDate=f"196{n}-01-0{n + 1}") for n in range(PEOPLE)]
    intake.send(*people[:4], a_result("o1", "p0"), a_result("o2", "p1"))
    corrections = intake.hospital.desk("supervisor").corrections
    corrections.merge("1000", ["1001"], reason="one person", acknowledged=_warned(intake))
    report = intake.send(
        *({**person, "birthDate": f"197{n}-03-03"} for n, person in enumerate(people)),
        *(an_encounter(f"e{n}", f"p{n}") for n in range(PEOPLE)),
        *(a_report(f"r{n}", f"p{n}", f"x{n}") for n in range(PEOPLE)),
        *(a_result(f"x{n}", f"p{n}") for n in range(PEOPLE)),
        a_result("o1", "p0", valueString="9.9"),
    )
    return str(report["import"])


def _warned(intake: Intake) -> dict[str, str]:
    shown = intake.hospital.desk("supervisor").corrections.merge(
        "1000", ["1001"], reason="one person", dry_run=True
    )
    return {warning.code: "looked at" for warning in shown.warnings}


def undo_alone(intake: Intake, import_id: str) -> None:
    """Each change set in a unit of work of its own, the last one first."""
    desk = intake.hospital.desk("supervisor").corrections
    with intake.hospital.database.read() as session:
        targets = arriving.sets_of_import(session, import_id)
    for target in targets:
        desk.undo(target, reason=REASON)


def undo_together(
    intake: Intake, import_id: str, progress: Callable[[int], None] | None = None
) -> None:
    desk = intake.hospital.desk("supervisor").corrections
    desk.undo_import(import_id, reason=REASON, progress=progress)


def undone(intake: Intake) -> list[tuple[str | None, str]]:
    """What the ledger says was undone, and the hash of all that each undo changed."""
    with intake.hospital.database.read() as session:
        found = history.by_seq(session, range(1, intake.head()[0] + 1))
    return [
        (each.change_set.reverses, each.change_set.content)
        for each in found
        if each.change_set.reverses is not None
    ]


def all_charts(intake: Intake) -> list[Chart]:
    return [intake.chart(f"100{n}") for n in range(PEOPLE)]


def test_together_is_as_each_alone(intake: Intake, twin: Intake) -> None:
    done: list[int] = []
    undo_together(intake, fill(intake), done.append)
    undo_alone(twin, fill(twin))
    assert undone(intake) == undone(twin)
    assert all_charts(intake) == all_charts(twin)
    assert 1 < len(done) < len(undone(intake)) == done[-1]
    assert intake.verified()


def test_a_stopped_undo_goes_on_where_it_was(intake: Intake, twin: Intake) -> None:
    def stop(_: int) -> None:
        raise Stopped

    import_id = fill(intake)
    with pytest.raises(Stopped):
        undo_together(intake, import_id, stop)
    assert undone(intake)
    undo_together(intake, import_id)
    undo_alone(twin, fill(twin))
    assert undone(intake) == undone(twin)
    assert all_charts(intake) == all_charts(twin)
    with pytest.raises(AlreadyUndone):
        undo_together(intake, import_id)


def test_what_is_undone_is_not_planned_again(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, planned = undobatches.undo_bases, []

    def noting(session: Any, targets: Any) -> Any:
        planned.extend(target.id for target in targets)
        return read(session, targets)

    def stop(_: int) -> None:
        raise Stopped

    import_id = fill(intake)
    with pytest.raises(Stopped):
        undo_together(intake, import_id, stop)
    before = {target for target, _ in undone(intake)}
    monkeypatch.setattr(undobatches, "undo_bases", noting)
    done: list[int] = []
    undo_together(intake, import_id, done.append)
    assert planned
    assert before.isdisjoint(planned)
    assert done[-1] == len(undone(intake)) - len(before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_undo_is_repeated_and_goes_on(sqlite_database: str, tmp_path: Path) -> None:
    intake = Intake(Hospital.make(sqlite_database), tmp_path)
    people = [a_patient(f"p{n}", f"100{n}") for n in range(PEOPLE)]
    results = [a_result(f"o{n}", f"p{n % PEOPLE}") for n in range(3 * CHUNK)]
    import_id = intake.send(*people, *results)["import"]
    begun = intake.head()[0]
    intake.hospital.desk("supervisor")
    command = [sys.executable, "-c", WORKER, str(TESTS), sqlite_database, import_id]
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline()
            worker.send_signal(signal.SIGKILL)
        assert intake.verified()
    stopped = len(undone(intake))
    assert 1 < stopped < begun
    undo_together(intake, import_id)
    assert len({target for target, _ in undone(intake)}) == len(undone(intake)) == begun
    assert {chart.patient.status for chart in all_charts(intake)} == {"entered-in-error"}
    assert intake.verified()
    intake.hospital.database.close()


def test_few_rows_are_written_at_once(
    intake: Intake, twin: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undobatches, "MOST_ROWS", 1)
    done: list[int] = []
    undo_together(intake, fill(intake), done.append)
    assert done == list(range(1, len(undone(intake)) + 1))
    undo_alone(twin, fill(twin))
    assert undone(intake) == undone(twin)


def test_what_others_touch_meanwhile_is_planned_again(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = fill(intake)
    gather, planned = undobatches._gather, []

    def interrupted(*args: Any) -> undobatches.Batch:
        batch = gather(*args)
        planned.append(len(batch.outcomes))
        if len(planned) == 1:
            intake.send(a_result("y", "p3", valueString="7"), source="main")
        return batch

    monkeypatch.setattr(undobatches, "_gather", interrupted)
    done: list[int] = []
    undo_together(intake, import_id, done.append)
    assert len(planned) == len(done) + 1
    assert not intake.item("1003", "Glucose").in_error
    assert intake.verified()
