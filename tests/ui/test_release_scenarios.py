# SPDX-License-Identifier: Apache-2.0
"""S13, S16 and S18 at the release desk in the window, by keys and mouse only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

import builders as b
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from services.test_s18 import ADULT, MOTHER, SECRET, a_minor
from ui.releasing import (
    FORM,
    a_request,
    a_walsh,
    at_work,
    choose,
    fill,
    go_to,
    letter,
    open_request,
    press,
    release,
    sheet,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def take_down(station: Workstation, hands: Hands, basis: str, **texts: str) -> None:
    """A request by the form of the window."""
    before = station.releases.room.presenter.current
    press(hands, station.window, "release-new")
    form = sheet(station, hands, "release-intake")
    choose(form, hands, "release-intake-basis", basis)
    for name, text in texts.items():
        fill(form, hands, f"release-intake-{name}", text)
    press(hands, form, "release-intake-go")
    presenter = station.releases.room.presenter
    hands.wait("it is open", lambda: presenter.view and presenter.view.release.id != before)


def checklist(station: Workstation) -> str:
    """All that the first part of the request shown says."""
    rows = station.releases.room.panel.check.elements.rows.rows
    return " ".join(cell.words for row in rows for cell in row.cells)


def test_s13_a_later_packet_has_the_amendment_and_the_log_flags_the_earlier_one(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    a_walsh(hospital)
    first, second = a_request(hospital, FORM), a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, first)
    assert "AMENDED" not in release(station, hands, tmp_path / "first.pdf")
    asked = hospital.desk("clerk").corrections.amend(
        "clinic", kind="correction", text="Seen for the hip.", author="Dr. Lee", reason="which"
    )
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    open_request(station, hands, second)
    going = release(station, hands, tmp_path / "second.pdf")
    for words in ("AMENDED", "Seen in clinic for the knee.", "Seen for the hip."):
        assert words in going
    go_to(station, hands, "disclosures")
    panel = station.releases.log.panel
    hands.wait("both are logged", lambda: panel.table.rows.rowCount() == 2)
    marks = [row.cells[-1].words for row in panel.table.rows.rows]
    assert sorted("corrected since" in mark for mark in marks) == [False, True]
    assert all("not accountable" in mark for mark in marks)
    hands.click_cell(panel.table, ["corrected since" in mark for mark in marks].index(True), 2)
    hands.wait("it says so", lambda: "the recipient has the earlier record" in words_of(panel))
    hands.type(panel.mrn, "0012-A")
    press(hands, panel, "disclosures-account")
    hands.wait("by authorization: none of it", lambda: panel.table.rows.rowCount() == 0)
    assert "There is nothing to account for" in words_of(panel)


def test_s16_a_daughter_of_the_dead_is_asked_for_letters_testamentary_first(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    hospital.add(b.a_chart("A", b.a_name("A", "Quill", "Maria"), b.a_death("A", "2024-05-01")))
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "release")
    take_down(
        station, hands, "personal-representative", mrn="0012-A", requester="Ana Quill",
        purpose="own use", address="PO Box 1", identity_check="licence seen",
        whole_chart_because="the estate asks for all",
    )  # fmt: skip
    said = checklist(station)
    for words in (
        "authority has not been shown",
        "protected until 2074-05-01, 50 years after (164.502(f)).",
        "Only an executor or administrator acts for the deceased",
    ):
        assert words in said
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    assert "authority has not been shown" in words_of(station.releases.room.panel.packet)
    text = letter(station, hands, tmp_path / "proof.pdf")
    for words in ("executor", "50", "Ana Quill", "PO Box 1"):
        assert words in text
    assert "2024" not in text, "the day of death is told to nobody unverified"
    hands.key(station.releases.room.panel.steps, Qt.Key.Key_1)
    press(hands, station.window, "release-completing")
    form = sheet(station, hands, "release-complete")
    fill(form, hands, "release-complete-authority", "letters testamentary")
    press(hands, form, "release-complete-go")
    hands.wait("nothing is missing", lambda: "has not been shown" not in checklist(station))
    assert "50 years after" in checklist(station)


def test_s18_the_visit_is_kept_from_the_mother_who_is_flagged_at_the_eighteenth_birthday(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    visit, note, knee = a_minor(hospital)
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "release")
    asked = {name: text for name, text in MOTHER.items() if name != "basis"}
    take_down(station, hands, MOTHER["basis"], mrn="0012-A", **asked)
    assert f"A minor until {ADULT}" in checklist(station)
    press(hands, station.window, "release-next")
    rows = {row.key: row.cells for row in station.releases.room.panel.choose.items.rows.rows}
    for secret in (visit.id, note.id):
        assert "sensitive (restricted): no consent covers it" in rows[secret][-1].words
    assert not rows[knee.id][-1].words
    told = letter(station, hands, tmp_path / "acceptance.pdf")
    told += release(station, hands, tmp_path / "packet.pdf")
    assert "Left knee." in told
    assert not [word for word in SECRET if word.lower() in told.lower()]
    hospital.time += ADULT - date(2026, 3, 2)
    take_down(station, hands, MOTHER["basis"], mrn="0012-A", **asked)
    assert f"Of age since {ADULT} a parent's authority ended then" in checklist(station)
