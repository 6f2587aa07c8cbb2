# SPDX-License-Identifier: Apache-2.0
"""The log of disclosures in the window: accounting, misdirected ones, what was corrected since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

import builders as b
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.releasing import a_request, a_walsh, at_work, choose, fill, go_to, press, sheet, why

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    a_walsh(made)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def disclosed(hospital: Hospital, on: date, to: str, basis: Basis, *items: str) -> str:
    made = Disclosure(
        id="", patient="", on=on, recipient=to, address="1 Main St", description="Two notes",
        purpose="surveillance", basis=basis, items=items,
    )  # fmt: skip
    return hospital.desk("roi").disclosures.record("0012-A", made, how="letter").disclosure.id


def test_s23_the_accounting_of_a_patient_is_one_click_and_saved_as_it_is_given(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    for month in range(1, 13):
        disclosed(hospital, date(2025, month, 3), "Polk County", Basis.PUBLIC_HEALTH)
    disclosed(hospital, date(2025, 6, 1), "Midland Mutual", Basis.AUTHORIZATION)
    disclosed(hospital, date(2025, 7, 1), "State Board", Basis.OVERSIGHT)
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "disclosures")
    panel = station.releases.log.panel
    hands.wait("the log is shown", lambda: panel.table.rows.rowCount() == 14)
    hands.type(panel.mrn, "0012-A")
    press(hands, station.window, "disclosures-suspend")
    form = sheet(station, hands, "disclosure-suspend")
    for name, text in (("mrn", "0012-A"), ("recipient", "State Board"), ("until", "2026-05-31"),
                       ("statement", "It would impede the audit.")):  # fmt: skip
        fill(form, hands, f"disclosure-suspend-{name}", text)
    press(hands, form, "disclosure-suspend-go")
    press(hands, station.window, "disclosures-account")
    hands.wait("it is made", lambda: panel.table.rows.rowCount() == 1)
    words = [cell.words for cell in panel.table.rows.rows[0].cells]
    assert "Polk County surveillance" in words
    assert "12 times, the last on 2025-12-03" in words
    for name in ("accounting.csv", "accounting.pdf"):
        hands.type(panel.path, str(tmp_path / name))
        press(hands, panel, "disclosures-save")
        hands.wait("it is saved", (tmp_path / name).exists)
    assert b"Polk County" in (tmp_path / "accounting.csv").read_bytes()
    assert (tmp_path / "accounting.pdf").read_bytes().startswith(b"%PDF")
    today = hospital.desk("roi").disclosures.today()
    assert not hospital.desk("roi").disclosures.accounting("0012-A", date(2025, 1, 1), today).free


def test_a_misdirected_disclosure_is_logged_and_handed_to_the_privacy_officer(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    disclosed(hospital, date(2026, 2, 3), "Wrong Clinic", Basis.TREATMENT)
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "disclosures")
    panel = station.releases.log.panel
    hands.wait("the log is shown", lambda: panel.table.rows.rowCount() == 1)
    hands.click_cell(panel.table, 0, 2)
    press(hands, station.window, "disclosures-wrong")
    form = sheet(station, hands, "disclosure-misdirected")
    fill(form, hands, "disclosure-misdirected-purpose", "wrong fax number")
    press(hands, form, "disclosure-misdirected-go")
    hands.wait("the letter is shown", lambda: station.letter.pages > 0)
    hands.type(station.letter.path, str(tmp_path / "handoff.pdf"))
    press(hands, station.window, "issue-letter")
    hands.wait("it is kept", (tmp_path / "handoff.pdf").exists)
    newest = hospital.desk("roi").disclosures.log("0012-A")[0].disclosure
    assert (newest.basis, newest.recipient) == (Basis.MISDIRECTED, "Wrong Clinic")
    assert newest.accountable
    press(hands, station.window, "letter-back")
    hands.wait("back in the log", panel.isVisible)


def test_what_was_corrected_since_says_so(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    disclosed(hospital, date(2026, 2, 3), "Polk County", Basis.PUBLIC_HEALTH, "clinic")
    asked = hospital.desk("clerk").corrections.amend(
        "clinic", kind="correction", text="The other knee.", author="Dr. Lee", reason="side"
    )
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "disclosures")
    table = station.releases.log.panel.table
    hands.wait("the log is shown", lambda: table.rows.rowCount() == 1)
    assert "corrected since" in table.rows.rows[0].cells[-1].words


def test_a_disclosure_by_telephone_is_logged_from_a_form(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "disclosures")
    press(hands, station.window, "disclosures-record")
    form = sheet(station, hands, "disclosure-record")
    choose(form, hands, "disclosure-record-basis", "public-health")
    for name, text in (("mrn", "0012-A"), ("recipient", "Polk County"), ("purpose", "report"),
                       ("description", "A result")):  # fmt: skip
        fill(form, hands, f"disclosure-record-{name}", text)
    press(hands, form, "disclosure-record-go")
    hands.wait("it says how it went", lambda: "and how" in why(form, "how"))
    fill(form, hands, "disclosure-record-how", "telephone")
    press(hands, form, "disclosure-record-go")
    hands.wait("logged", lambda: hospital.desk("roi").disclosures.log("0012-A"))


def test_the_work_list_opens_the_request(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    a_request(hospital)
    request = a_request(hospital, basis="patient-access")
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "worklist")
    table = station.worklist.panel.table
    hands.wait("both are listed", lambda: table.model().rowCount() == 2)
    hands.click_cell(table, 0, 2)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("it is in front", station.releases.room.panel.isVisible)
    assert station.releases.room.presenter.current == request


def test_the_undo_leads_to_the_hand_off_of_what_went_to_the_wrong_place(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.add(b.a_chart("B", b.an_encounter("B")))
    clerk = hospital.desk("clerk")
    merged = clerk.corrections.merge("0012-A", ["0012-B"], reason="one person")
    assert merged.applied is not None
    disclosed(hospital, date(2026, 3, 2), "Midland Mutual", Basis.AUTHORIZATION)
    station = at_work(clerk, look, tasks)
    go_to(station, hands, "search")
    hands.type(station.search.text, "walsh")
    hands.key(station.search.text, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-A")
    hands.key(station.search.hits, Qt.Key.Key_Return)
    press(hands, station.window, "chart-history")
    hands.click_row(station.history.sets, merged.applied.id)
    press(hands, station.window, "undo-change-set")
    hands.wait("the undo is shown", lambda: station.undoing.preview)
    press(hands, station.window, "undo-handoff")
    hands.wait("the letter is shown", lambda: station.letter.pages > 0)
    assert station.letter.kinds.current() == "privacy-handoff"
    press(hands, station.window, "letter-back")
    hands.wait("back at the undo", station.undo.isVisible)
    assert station.window.findChild(QAbstractButton, "rail-disclosures") is None
