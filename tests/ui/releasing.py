# SPDX-License-Identifier: Apache-2.0
"""What the window tests of releases share: charts with papers, forms, and steps by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

import builders as b
from himdesk.ui.release.forms.dialog import SheetDialog
from himdesk.ui.widgets.remark import Remark
from himdesk.ui.workstation import Workstation
from services.papers import a_paper, a_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.tour.hands import Hands
    from services.hospital import Hospital

PASSPHRASE = "quiet harbour at dawn 7"
RECEIVED = date(2026, 3, 1)
ASKED = {
    "basis": "authorization",
    "requester": "Midland Mutual",
    "address": "PO Box 900\nMadison",
    "purpose": "disability claim",
    "identity_check": "letterhead",
    "delivery": "file",
    "wanted": {"since": "2025-01-01"},
}
FORM = {
    "scan": "clinic",
    "description": "records since 2025",
    "discloser": "Main Hospital",
    "recipient": "Midland Mutual",
    "purpose": "disability claim",
    "expires_on": "2026-12-31",
    "signed_by": "Eileen Walsh",
    "signed_on": "2026-02-20",
    "right_to_revoke": True,
    "conditioning": True,
    "redisclosure": True,
    "plain_language": True,
    "identity_matches": True,
}


def a_walsh(hospital: Hospital) -> None:
    """A chart with a note, a scan of two pages, a Part 2 record and a psychotherapy note."""
    papers = (
        a_paper(hospital, "clinic", b"Seen in clinic for the knee.", display="Clinic note"),
        a_paper(
            hospital, "scan", a_pdf("Alpha finding", "Bravo finding"),
            content_type="application/pdf", display="Old chart",
        ),
        a_paper(hospital, "part2", b"Counselling notes.", sensitivity="part2", display="Intake"),
        a_paper(hospital, "therapy", b"Inner life.", sensitivity="psychotherapy", display="Talk"),
    )  # fmt: skip
    name = b.a_name("A", "Walsh", "Eileen")
    hospital.add(b.a_chart("A", name, b.a_birth_date("A", "1972-08-14"), *papers))


def a_request(hospital: Hospital, form: dict[str, object] | None = None, **asked: object) -> str:
    """A request that is open, with its form checked if one is given."""
    releases = hospital.desk("roi").releases
    request = releases.open("0012-A", RECEIVED, {**ASKED, **asked}).release.id
    if form is not None:
        releases.check(request, form)
    return request


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def press(hands: Hands, window: QWidget, name: str) -> None:
    hands.click(hands.find(window, QAbstractButton, name))


def go_to(station: Workstation, hands: Hands, screen: str) -> None:
    press(hands, station.window, f"rail-{screen}")


def open_request(station: Workstation, hands: Hands, request: str) -> None:
    """The release screen with a request of its queue."""
    go_to(station, hands, "release")
    panel, presenter = station.releases.room.panel, station.releases.room.presenter
    hands.wait("it is listed", lambda: panel.queue.rows.row_of(request) >= 0)
    hands.click_cell(panel.queue, panel.queue.rows.row_of(request), 0)
    hands.wait("it is shown", lambda: presenter.view and presenter.view.release.id == request)


def sheet(station: Workstation, hands: Hands, name: str) -> SheetDialog:
    return hands.find(station.window, SheetDialog, name)


def fill(dialog: QWidget, hands: Hands, name: str, text: str) -> None:
    found = dialog.findChild(QLineEdit, name) or dialog.findChild(QPlainTextEdit, name)
    assert found is not None, name
    hands.type(found, text)


def choose(dialog: QWidget, hands: Hands, name: str, value: str) -> None:
    """Move through a choice with the arrow keys."""
    box = dialog.findChild(QComboBox, name)
    assert box is not None, name
    box.setFocus()
    hands.key(box, Qt.Key.Key_Home)
    for _ in range(box.findData(value)):
        hands.key(box, Qt.Key.Key_Down)
    assert box.currentData() == value


def why(dialog: SheetDialog, field: str) -> str:
    """What a form says beside a field."""
    found = dialog.findChild(Remark, f"{dialog.objectName()}-{field}-why")
    assert found is not None, field
    return found.words if found.isVisible() else ""


def text_of(path: Path) -> str:
    """What stands in a packet that was saved, which is encrypted."""
    with pikepdf.open(path, password=PASSPHRASE) as pdf:
        assert pdf.is_encrypted
        assert pdf.encryption.bits == 256
    return told(path.read_bytes(), PASSPHRASE)


def told(pdf: bytes, password: str | None = None) -> str:
    document = pypdfium2.PdfDocument(pdf, password=password)
    try:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    finally:
        document.close()


def letter(station: Workstation, hands: Hands, path: Path) -> str:
    """Issue the first letter that the request shown gives reason for; answers its text."""
    press(hands, station.window, "release-letter")
    hands.wait("the letter is shown", lambda: station.letter.pages > 0)
    hands.type(station.letter.path, str(path))
    press(hands, station.window, "issue-letter")
    hands.wait("it is saved", path.exists)
    press(hands, station.window, "letter-back")
    hands.wait("back", station.releases.room.panel.isVisible)
    return told(path.read_bytes())


def words_of(widget: QWidget) -> str:
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def release(station: Workstation, hands: Hands, path: Path) -> str:
    """Look at the packet, give it a passphrase, save it; answers its text."""
    packet = station.releases.room.panel.packet
    press(hands, station.window, "release-next")
    if packet.isHidden() or not packet.isVisible():
        press(hands, station.window, "release-next")
    hands.wait("the packet is shown", lambda: packet.pages > 0)
    hands.type(hands.find(packet, QLineEdit, "packet-passphrase"), PASSPHRASE)
    hands.type(hands.find(packet, QLineEdit, "packet-file"), str(path))
    press(hands, packet, "release-build")
    hands.wait("it is saved", path.exists)
    return text_of(path)
