# SPDX-License-Identifier: Apache-2.0
"""Cases of the work list in the window: evidence attached and read, the sample looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLineEdit, QMenu

from himdesk.domain.changes import ChangeKind
from himdesk.services.corrections.sampling import PERCENT
from himdesk.ui.tour.hands import Hands
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from services.papers import a_pdf
from services.worklists import two_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    yield made
    made.database.close()


def test_a_file_is_attached_with_a_comment_and_read_from_the_list(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = two_pairs(hospital)
    hands = Hands(tmp_path)
    station = Workstation(hospital.desk("clerk"), look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    station.show("worklist")
    panel, reader = station.worklist.panel, station.documents.reader
    hands.wait("listed", lambda: panel.table.list.rowCount() > 0)
    panel.table.choose(case)

    def click(name: str) -> None:
        hands.click(hands.find(station.window, QAbstractButton, name))

    def comment(text: str, file: Path) -> QDialog:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        click("worklist-comment")
        dialog = hands.find(station.window, QDialog, "ask-comment")
        hands.type(hands.find(dialog, QLineEdit, "ask-comment-text"), text)
        hands.click(hands.find(dialog, QAbstractButton, "ask-comment-file"))
        hands.click(hands.find(dialog, QAbstractButton, "ask-comment-go"))
        return dialog

    torn, card, letter = (tmp_path / name for name in ("torn.pdf", "card.pdf", "letter.txt"))
    torn.write_bytes(b"%PDF-1.7 torn")
    card.write_bytes(a_pdf("identity card"))
    letter.write_text("We are two sisters.", encoding="utf-8")
    comment("ID seen", torn)
    hands.wait("refused", lambda: "broken PDF" in panel.message.accessibleName())
    comment("ID seen", card)
    hands.wait("it can be opened", panel.files.isVisible)
    click("worklist-files")
    hands.wait("it is read", lambda: reader.pages.page_count == 1)
    click("reader-back")
    hands.wait("the list is in front", panel.isVisible)

    comment("They wrote", letter)
    hands.wait("one of two", lambda: panel.files.accessibleName() == "Open a file…")
    click("worklist-files")
    menu = hands.find(station.window, QMenu, "worklist-files-menu")
    assert [each.text() for each in menu.actions()] == ["card.pdf", "letter.txt"]
    hands.key(menu, Qt.Key.Key_Down)
    hands.key(menu, Qt.Key.Key_Down)
    hands.key(menu, Qt.Key.Key_Return)
    hands.wait("the other is read", lambda: "two sisters" in reader.words.toPlainText())


def test_a_correction_of_the_sample_is_looked_over_by_a_supervisor(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    hospital.desk("admin").settings.change({PERCENT: "100"})
    two_pairs(hospital)
    hospital.desk("clerk").corrections.judge(
        ChangeKind.DISTINCT, ["0012-A", "0012-B"], reason="seen"
    )
    hands = Hands(tmp_path)
    station = Workstation(hospital.desk("supervisor"), look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    station.show("worklist")
    panel = station.worklist.panel

    def queues() -> list[str]:
        return [row.cells[0].words for row in panel.queues.rows.rows]

    hands.wait("queues are listed", lambda: "Quality sample" in queues())
    hands.click_cell(panel.queues, queues().index("Quality sample"), 0)
    hands.wait("it is listed", lambda: panel.table.list.rowCount() == 1)
    hands.click_cell(panel.table, 0, 4)
    hands.key(panel.table, Qt.Key.Key_Return)
    hands.wait("the history is in front", station.history.isVisible)
    hands.click(hands.find(station.window, QAbstractButton, "rail-worklist"))
    hands.click(hands.find(station.window, QAbstractButton, "worklist-wrong"))
    dialog = hands.find(station.window, QDialog, "ask-wrong")
    hands.type(hands.find(dialog, QLineEdit, "ask-wrong-text"), "twins, not one")
    hands.click(hands.find(dialog, QAbstractButton, "ask-wrong-go"))
    hands.wait("it is over", lambda: panel.table.list.rowCount() == 0)
