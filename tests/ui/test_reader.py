# SPDX-License-Identifier: Apache-2.0
"""Charts are looked through and documents read in real windows, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from sqlalchemy import select

import builders as b
from himdesk.store.tables import ACCESS_LOG
from himdesk.ui.tour.hands import CONTROL, Hands
from services.hospital import Hospital
from services.papers import a_paper, a_pdf, a_picture, an_encrypted_pdf
from ui import reach
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

SAID = "Social history: current smoker.\nPlan: return in 3 months, smoker or not."
PDF = "application/pdf"


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    papers = (
        a_paper(made, "note", SAID.encode(), content_type="text/plain"),
        a_paper(made, "scan", a_pdf(*(f"sheet {n} of many" for n in range(40))), content_type=PDF),
        a_paper(made, "photo", a_picture(), content_type=PDF),
        a_paper(made, "locked", an_encrypted_pdf(), content_type=PDF),
        a_paper(made, "torn", a_pdf()[:300], content_type=PDF),
        a_paper(made, "void", b"", content_type=PDF),
    )
    made.add(
        b.a_chart(
            "A",
            b.a_name("A", "Okonkwo", "Grace"),
            b.an_identifier("A", "0012-A", type="MR"),
            b.a_birth_date("A"),
            b.a_flag("A", "legal-hold"),
            b.an_allergy("A", "Penicillin", id="allergy", author="Dr. Ode"),
            b.an_encounter("A", id="visit", registered_name="OKONKWO, Grace"),
            *papers,
        )
    )
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def station(hospital: Hospital, look: Look, tasks: Tasks, hands: Hands) -> Workstation:
    """The chart is open in a window."""
    made = at_work(hospital.desk("clerk"), look, tasks)
    made.window.activateWindow()
    open_chart(made, hands, "0012-A")
    return made


def read(station: Workstation, hands: Hands, item: str) -> None:
    """From the chart's kinds to a document in the reader, by Enter."""
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, item)
    hands.key(station.chart.entries, Qt.Key.Key_Return)
    hands.wait("read", station.documents.reader.isVisible)
    hands.wait("shown", lambda: said(station) != "Reading the document…")


def said(station: Workstation) -> str:
    state = station.documents.reader.state
    return state.accessibleName() if state.isVisible() else ""


def finds(station: Workstation) -> str:
    found = station.documents.reader.findChild(QLabel, "reader-finds")
    assert isinstance(found, QLabel)
    return found.text()


def verbs(hospital: Hospital) -> list[str]:
    with hospital.database.read() as session:
        return list(session.execute(select(ACCESS_LOG.c.verb).order_by(ACCESS_LOG.c.seq)).scalars())


def test_a_note_opens_by_enter_and_its_reading_is_logged(
    station: Workstation, hands: Hands, hospital: Hospital
) -> None:
    read(station, hands, "note")
    assert "current smoker" in station.documents.reader.words.toPlainText()
    assert verbs(hospital)[-2:] == ["show document", "read document"]
    hands.click(button(station, hands, "reader-back"))
    assert station.chart.isVisible()


def test_a_double_click_opens_a_scan_and_only_pages_in_sight_are_drawn(
    station: Workstation, hands: Hands
) -> None:
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, "scan")
    table = station.chart.entries
    place = table.visualRect(table.currentIndex()).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    pages = station.documents.reader.pages
    hands.wait("shown", pages.isVisible)
    assert pages.page_count == 40
    hands.key(pages, Qt.Key.Key_End)
    hands.wait("turned", lambda: pages.pageNavigator().currentPage() == 39)
    before = pages.verticalScrollBar().maximum()
    hands.click(button(station, hands, "reader-larger"))
    hands.wait("larger", lambda: pages.verticalScrollBar().maximum() > before)


def test_words_are_found_in_a_note_from_find_to_find(station: Workstation, hands: Hands) -> None:
    read(station, hands, "note")
    field = hands.find(station.window, QLineEdit, "reader-find-text")
    hands.key(station.documents.reader.words, Qt.Key.Key_F, CONTROL)
    hands.wait("the field has the keys", field.hasFocus)
    hands.add(field, "smoker")
    hands.key(field, Qt.Key.Key_Return)
    assert finds(station) == "1 of 2"
    hands.key(field, Qt.Key.Key_Return)
    assert finds(station) == "2 of 2"
    hands.type(field, "penicillin")
    hands.key(field, Qt.Key.Key_Return)
    assert finds(station) == "not found"


def test_words_are_found_on_the_pages_of_a_scan(station: Workstation, hands: Hands) -> None:
    read(station, hands, "scan")
    field = hands.find(station.window, QLineEdit, "reader-find-text")
    hands.type(field, "sheet 33")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("found", lambda: finds(station) == "1 of 1")
    pages = station.documents.reader.pages
    hands.wait("turned", lambda: pages.pageNavigator().currentPage() == 33)


def test_a_very_long_note_is_laid_out_bit_by_bit_and_found_in_to_its_end(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    text = "The patient was seen.\n" * 20_000 + "Discharged home."
    hospital.arrive(a_paper(hospital, "long", text.encode(), content_type="text/plain"))
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    read(station, hands, "long")
    field = hands.find(station.window, QLineEdit, "reader-find-text")
    hands.type(field, "discharged home")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("found at the end", lambda: finds(station) == "1 of 1")
    assert station.documents.reader.words.toPlainText() == text


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("locked", "The attachment is encrypted."),
        ("torn", "The attachment is a broken PDF."),
        ("void", "The attachment is empty (0 bytes)."),
    ],
)
def test_what_can_not_be_read_says_why(
    station: Workstation, hands: Hands, item: str, words: str
) -> None:
    read(station, hands, item)
    assert words in said(station)
    assert not station.documents.reader.sought.isEnabled()


def test_a_picture_that_is_called_a_pdf_is_shown_and_said(
    station: Workstation, hands: Hands
) -> None:
    read(station, hands, "photo")
    reader = station.documents.reader
    assert reader.pages.page_count == 1
    assert "it is a picture" in reader.message.accessibleName()


def test_a_correction_strikes_the_original_and_says_who_when_and_why(
    station: Workstation, hands: Hands, hospital: Hospital
) -> None:
    clerk, supervisor = hospital.desk("clerk"), hospital.desk("supervisor")
    clerk.corrections.amend(
        "note", kind="correction", text=SAID.replace("current smoker", "never smoked"),
        author="Dr. Lee", reason="patient's word",
    )  # fmt: skip
    for request in supervisor.approvals.requests():
        supervisor.approvals.approve(request.id)
    read(station, hands, "note")
    reader = station.documents.reader
    shown = reader.words.toPlainText()
    assert "Dr. Lee: patient's word. The original stays readable." in shown
    assert "currentnever" in shown  # struck, and what stands for it
    original = reader.rail.rows.row_of("note")
    hands.click_cell(reader.rail, original, 0)
    hands.wait("as written", lambda: "never" not in reader.words.toPlainText())
    assert "current smoker" in reader.words.toPlainText()


def test_every_kind_of_item_is_listed_and_says_everything(
    station: Workstation, hands: Hands
) -> None:
    rows = station.chart.kinds.rows
    keys = [rows.key(row) for row in range(rows.rowCount())]
    for key in ("encounter", "document", "clinical_item/allergy", "name", "identifier", "flag"):
        assert key in keys
    hands.click_row(station.chart.kinds, "clinical_item/allergy")
    hands.click_row(station.chart.entries, "allergy")
    assert "Author Dr. Ode" in station.chart.detail.accessibleDescription()


def test_words_are_found_in_the_whole_chart(station: Workstation, hands: Hands) -> None:
    hands.key(station.chart.entries, Qt.Key.Key_F, CONTROL)
    field = hands.find(station.window, QLineEdit, "chart-words")
    hands.wait("the field has the keys", field.hasFocus)
    hands.add(field, "PENICILLIN")
    rows = station.chart.entries.rows
    hands.wait("found", lambda: rows.rowCount() == 1 and rows.key(0) == "allergy")
    hands.type(field, "return in 3 months")
    hands.wait("found in a note", lambda: rows.rowCount() == 1 and rows.key(0) == "note")
    hands.key(field, Qt.Key.Key_A, CONTROL)
    hands.key(field, Qt.Key.Key_Delete)
    hands.wait("the kind again", lambda: rows.rowCount() == 1 and rows.key(0) == "visit")


def test_everything_of_the_reader_has_a_name_and_is_reached_by_tab(
    station: Workstation, hands: Hands, qtbot: QtBot
) -> None:
    read(station, hands, "note")
    reach.assert_reachable(qtbot, station.documents.reader)
    hands.click(button(station, hands, "reader-back"))
    reach.assert_reachable(qtbot, station.chart)
