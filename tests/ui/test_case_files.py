# SPDX-License-Identifier: Apache-2.0
"""Files of an amendment request in the window: brought with it and later, refused, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

import builders as b
from himdesk.ui.requests.files import AttachDialog
from himdesk.ui.requests.intake import IntakeDialog
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from services.papers import a_pdf, a_picture
from ui.splitting import at_work, button

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.domain.amendments.case import Attachment
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

COPY, NO_KEY = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
SAID = {
    "mrn": "0012-A",
    "how": "letter",
    "name": "Maria",
    "identity_check": "licence seen",
    "reason": "I never smoked",
    "item-element": "note",
    "item-wrong": "smoker",
    "item-wanted": "never smoked",
}


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    number = b.an_identifier("A", "0012-A", type="MR")
    made.add(b.a_chart("A", b.a_name("A", "Quillfeather", "Maria"), number))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def let_fall(widget: QWidget, *files: Path) -> None:
    """Drag files over a widget and let them go, as the file manager does."""
    data, at = QMimeData(), widget.rect().center()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    over = QDragEnterEvent(at, COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(widget, over)
    assert over.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), COPY, data, LEFT, NO_KEY))


def kept(hospital: Hospital) -> tuple[Attachment, ...]:
    return hospital.desk("clerk").cases.find()[0].case.attachments


def test_files_come_with_a_request_and_later_and_are_read(
    hospital: Hospital,
    hands: Hands,
    look: Look,
    tasks: Tasks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter, photo, torn = (tmp_path / name for name in ("letter.pdf", "page.png", "torn.pdf"))
    letter.write_bytes(a_pdf("I never smoked."))
    photo.write_bytes(a_picture())
    torn.write_bytes(b"%PDF-1.7 torn")
    station = at_work(hospital.desk("clerk"), look, tasks)
    hands.click(button(station, hands, "rail-requests"))
    hands.click(button(station, hands, "case-new"))
    form = hands.find(station.window, IntakeDialog, "intake")
    for name, text in SAID.items():
        hands.type(hands.find(form, QWidget, f"intake-{name}"), text)
    let_fall(form.files, letter)
    hands.click(button(station, hands, "intake-go"))
    hands.wait("kept", lambda: [f.name for f in kept(hospital)] == ["letter.pdf"])

    panel = station.requests.panel
    hands.wait("listed", lambda: panel.rows.rows.row_of("file:1") >= 0)
    hands.click_cell(panel.rows, panel.rows.rows.row_of("file:1"), 0)
    assert button(station, hands, "case-document").accessibleName() == "Open the file"
    hands.click(button(station, hands, "case-document"))
    reader = station.documents.reader
    hands.wait("read", lambda: reader.pages.page_count == 1)
    assert not reader.amend.isEnabled()
    hands.click(button(station, hands, "reader-back"))
    hands.wait("the case is in front", panel.isVisible)

    let_fall(panel.findChild(QWidget, "case-shown"), torn, photo)
    attach = hands.find(station.window, AttachDialog, "case-files")
    hands.type(hands.find(attach, QLineEdit, "case-files-about"), "photo of page 2")
    hands.click(attach.go)
    hands.wait("refused", attach.message.isVisible)
    assert "torn.pdf is a broken PDF. Nothing was attached." in attach.message.accessibleName()
    assert len(kept(hospital)) == 1
    hands.click_cell(attach.files.list, 0, 0)
    hands.click(button(station, hands, "case-files-list-off"))
    hands.click(attach.go)
    hands.wait("attached", lambda: len(kept(hospital)) == 2)
    assert kept(hospital)[1].about == "photo of page 2"

    more = tmp_path / "portal.txt"
    more.write_text("Never.", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(more)], ""))
    hands.click(button(station, hands, "case-attach"))
    attach = hands.find(station.window, AttachDialog, "case-files")
    assert not attach.go.isEnabled()
    hands.click(button(station, hands, "case-files-list-add"))
    hands.click(attach.go)
    hands.wait("attached", lambda: len(kept(hospital)) == 3)

    hospital.arrive(b.a_flag("A", "vip"))
    hands.click_cell(panel.rows, panel.rows.rows.row_of("file:1"), 0)
    hands.click(button(station, hands, "case-document"))
    hands.wait("refused", reader.message.isVisible)
    assert (reader.banner.accessibleName(), reader.amend.isEnabled()) == ("", False)
