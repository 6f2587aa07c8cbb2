# SPDX-License-Identifier: Apache-2.0
"""A correction that was saved is told, whatever becomes of the database right after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.services.corrections.outcomes import Mode
from himdesk.services.matching.settling import NOT_LOOKED_UP
from himdesk.store.errors import MAYBE_SAVED, DatabaseUnreachable
from himdesk.store.verify import verify
from services.gone import end_sessions, gone_after_saving
from services.hospital import Hospital
from services.importing import Intake, a_patient
from services.works import WHY, merge, ready
from store.failing import Statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.services.corrections.outcomes import Outcome
    from services.works import Ready


def merged(r: Ready) -> Outcome:
    return r.hospital.desk("clerk").corrections.merge("0012-A", ["0012-B"], reason=WHY)


def approved(r: Ready) -> Outcome:
    return r.hospital.desk("supervisor").approvals.approve(r.request)


@pytest.mark.parametrize("work", [merged, approved])
def test_a_correction_is_told_although_the_database_is_gone_right_after(
    made_database: str, work: Callable[[Ready], Outcome]
) -> None:
    hospital = Hospital.open(made_database)
    made = ready(hospital)
    with gone_after_saving(made_database):
        done = work(made)
        with pytest.raises(DatabaseUnreachable) as away:
            hospital.chart("A")
    assert "not saved" not in away.value.message(), "nothing was to be saved by looking"
    assert done.mode is Mode.APPLIED
    assert done.not_done == (NOT_LOOKED_UP,)
    assert done.applied is not None
    history = hospital.desk("clerk").charts.history_view("0012-A")["change_sets"]
    assert done.applied.id in {each["id"] for each in history}
    assert verify(hospital.database).first_broken is None
    hospital.database.close()


@pytest.mark.postgres
def test_where_the_answer_to_saving_is_lost_the_work_is_not_called_lost(made_postgres: str) -> None:
    hospital = Hospital.open(made_postgres)
    made, goes = ready(hospital), Statements(lambda: end_sessions(made_postgres))
    with goes.watched():
        merge(made)
        whole, told = goes.count, set[str]()
        made.hospital.desk("clerk").corrections.undo(last(hospital), reason=WHY)
        for number in range(whole):
            goes.arm(number)
            try:
                merge(made)
            except DatabaseUnreachable as error:
                told.add(error.saved)
            else:
                break
        goes.arm(None)
    assert MAYBE_SAVED in told
    hospital.database.close()


def last(hospital: Hospital) -> str:
    history = hospital.desk("clerk").charts.history_view("0012-A")["change_sets"]
    return str(history[0]["id"])


def test_an_undo_of_an_import_that_stops_says_how_much_is_undone_and_goes_on(
    made_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("himdesk.services.undoing.undobatches.MOST_ROWS", 1)
    intake = Intake(Hospital.open(made_database), tmp_path)
    file = intake.file("all.ndjson", *(a_patient(f"p{n}", f"{1000 + n}") for n in range(3)))
    brought = intake.take(file)["import"]
    corrections = intake.hospital.desk("clerk").corrections
    with gone_after_saving(made_database), pytest.raises(DatabaseUnreachable) as gone:
        corrections.undo_import(brought, reason=WHY)
    assert gone.value.undone == 1
    assert "1 change set of the import was undone; that stays" in gone.value.message()
    assert len(corrections.undo_import(brought, reason=WHY)) == 2
    assert verify(intake.hospital.database).first_broken is None
    intake.hospital.database.close()
