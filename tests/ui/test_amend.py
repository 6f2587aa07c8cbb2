# SPDX-License-Identifier: Apache-2.0
"""Documents are amended in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QRadioButton

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Document, Kind
from himdesk.store import content
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui import reach
from ui.splitting import approve, at_work, button, open_chart, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

SAID = "Social history: current smoker.\nPlan: return in 3 months."
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    with made.database.write("admin") as session:
        content.put(session, [SAID.encode()])
    note = b.a_document(
        "A",
        id="note",
        title="Progress note",
        at="2026-01-10T09:00:00Z",
        author="Dr. Lee",
        content=sha256(SAID.encode()),
        content_type="text/plain",
    )
    name, number = b.a_name("A", "Okonkwo", "Grace"), b.an_identifier("A", "0012-A", type="MR")
    made.add(b.a_chart("A", name, number, b.a_birth_date("A"), note))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def open_note(station: Workstation, hands: Hands) -> None:
    """From the search to the note in the amend screen."""
    open_chart(station, hands, "0012-A")
    hands.click_row(station.chart.kinds, Kind.DOCUMENT.value)
    hands.wait("documents", lambda: station.chart.entries.rows.row_of("note") >= 0)
    hands.click_row(station.chart.entries, "note")
    hands.click(button(station, hands, "chart-amend"))
    hands.wait("read", lambda: station.amending.document is not None)
    hands.wait("shown", station.amend.text.isVisible)


def editor(station: Workstation, hands: Hands) -> QPlainTextEdit:
    return hands.find(station.window, QPlainTextEdit, "amend-text")


def choose(station: Workstation, hands: Hands, kind: str) -> None:
    hands.click(hands.find(station.window, QRadioButton, f"amend-{kind}"))


def filed(hospital: Hospital) -> list[Document]:
    chart = hospital.chart("A")
    found = [i.details for i in chart.items if i.parent_id == "note"]
    return [details for details in found if isinstance(details, Document)]


def test_an_addendum_is_filed_at_once_and_stands_under_the_note(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    assert not button(station, hands, "amend-review").isEnabled()
    hands.type(editor(station, hands), "Echo of January: unchanged.")
    assert "Echo of January" in station.amend.redline.toPlainText()
    hands.click(button(station, hands, "amend-review"))
    send(station, hands)
    hands.wait("filed", lambda: filed(hospital))
    assert [details.revision for details in filed(hospital)] == ["addendum"]
    assert station.window.screen_in_front() == "chart"
    assert station.chart.entries.current() == "note"
    assert station.chart.entries.rows.rowCount() == 2  # the addendum is listed, too
    assert station.window.focusWidget() is station.chart.entries
    hands.click(button(station, hands, "chart-message-link"))
    button(station, hands, "undo-review")


def test_a_correction_begins_with_the_text_shows_its_redline_and_waits_for_approval(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    choose(station, hands, "correction")
    text = editor(station, hands)
    assert text.toPlainText() == SAID
    assert not button(station, hands, "amend-review").isEnabled()  # nothing is corrected yet
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_A, CTRL)
    hands.type(text, "Social history: never smoked. Plan: return in 3 months.")
    shown = station.amend.redline.toPlainText()
    assert "CORRECTED" in shown
    assert "current" in shown
    assert "never" in shown
    hands.shoot(station.window, "amend-correction")
    hands.click(button(station, hands, "amend-review"))
    send(station, hands)
    hands.wait("sent", hospital.desk("supervisor").approvals.requests)
    assert filed(hospital) == []
    approve(hospital, hands, look, tasks)
    hands.wait("filed", lambda: filed(hospital))
    with hospital.database.read() as session:
        kept = content.get(session, sha256(SAID.encode()))
    assert kept == SAID.encode()  # the original, byte for byte


def test_what_was_found_by_its_words_is_stood_on_again_when_it_is_corrected(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    other = b.a_document("A", id="newer", at="2026-02-01", title="Phone call")
    hospital.arrive(other)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    entries = station.chart.entries
    hands.type(hands.find(station.window, QLineEdit, "chart-words"), "Progress")
    hands.wait("found", lambda: entries.rows.rowCount() == 1 and entries.rows.key(0) == "note")
    hands.click_row(entries, "note")
    hands.click(button(station, hands, "chart-amend"))
    choose(station, hands, "retraction")
    hands.type(editor(station, hands), "Another patient's.")
    hands.click(button(station, hands, "amend-review"))
    send(station, hands)
    assert station.window.screen_in_front() == "chart"
    assert station.chart.kinds.current() == Kind.DOCUMENT.value
    assert (entries.rows.rowCount(), entries.current()) == (2, "note")
    assert "Sent for approval" in station.chart.message.accessibleName()


def test_each_kind_is_chosen_by_its_key_and_no_menu_opens(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    hands.to_front(station.window)
    for kind in ("late-entry", "correction", "retraction", "addendum"):
        key = QKeySequence(look.keys[f"amend-{kind}"])[0]
        hands.key(station.window, key.key(), key.keyboardModifiers())
        chosen = hands.find(station.window, QRadioButton, f"amend-{kind}")
        hands.wait(kind, chosen.isChecked)
        assert QApplication.activePopupWidget() is None


def test_a_draft_outlives_the_window(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    hands.type(editor(station, hands), "Half a sent")
    hands.wait("kept", hospital.desk("clerk").drafts.all)
    station.window.close()
    again = at_work(hospital.desk("clerk"), look, tasks)
    open_note(again, hands)
    assert editor(again, hands).toPlainText() == "Half a sent"
    hands.click(button(again, hands, "amend-discard"))
    hands.wait("gone", lambda: not hospital.desk("clerk").drafts.all())
    hands.wait("empty", lambda: editor(again, hands).toPlainText() == "")


def test_a_late_entry_says_for_which_day_it_is(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    text = editor(station, hands)
    choose(station, hands, "late-entry")
    hands.type(text, "Weight 71 kg.")
    assert not button(station, hands, "amend-review").isEnabled()
    hands.type(hands.find(station.window, QLineEdit, "amend-about"), "2026-01-10")
    hands.click(button(station, hands, "amend-review"))
    send(station, hands)
    hands.wait("filed", lambda: filed(hospital))
    assert filed(hospital)[0].title == "LATE ENTRY for 2026-01-10"


def test_a_signature_is_recorded_with_its_evidence(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    hands.type(editor(station, hands), "Echo unchanged.")
    hands.type(hands.find(station.window, QLineEdit, "amend-signed-on"), "2026-01-20")
    hands.type(hands.find(station.window, QLineEdit, "amend-evidence"), "signed fax")
    hands.click(button(station, hands, "amend-review"))
    send(station, hands)
    hands.wait("filed", lambda: filed(hospital))
    assert (filed(hospital)[0].signature, filed(hospital)[0].signed_at) == (
        "signed", "2026-01-20T00:00:00Z",
    )  # fmt: skip
    found = hospital.desk("clerk").charts.history("0012-A")
    assert "signature of Dr. Lee seen: signed fax" in found[0].applied.change_set.reason


def test_every_part_of_the_screen_has_a_name_and_is_reached_by_tab(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, qtbot: QtBot
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_note(station, hands)
    reach.assert_reachable(qtbot, station.amend)
