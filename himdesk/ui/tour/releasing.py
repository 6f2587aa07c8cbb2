# SPDX-License-Identifier: Apache-2.0
"""The demonstration's release of information: from the intake to a packet on disk, and its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from himdesk.ui.release.choosing.pages_dialog import PagesDialog
from himdesk.ui.release.forms.dialog import SheetDialog

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.ui.tour.hands import Hands
    from himdesk.ui.workstation import Workstation

PACKET: Final = "release-packet.pdf"
PASSPHRASE: Final = "training harbour at dawn 7"  # noqa: S105 - published; of synthetic people
PAGES_DRAWN: Final = 600
"""Milliseconds in which Qt has drawn the pages of a packet."""


def release_packet(station: Workstation, hands: Hands, mrn: str, out: Path) -> str:
    """Release a chart to its patient as an encrypted file; answers the file's name."""
    window, room = station.window, station.releases.room
    hands.click(hands.find(window, QAbstractButton, "rail-release"))
    _take_down(window, hands, mrn)
    hands.wait("the request is shown", lambda: room.presenter.view is not None)
    hands.shoot(window, "release-check")
    hands.click(hands.find(window, QAbstractButton, "release-next"))
    hands.shoot(window, "release-choose")
    _black_out(station, hands)
    hands.click(hands.find(window, QAbstractButton, "release-next"))
    packet = room.panel.packet
    hands.wait("the packet is shown", lambda: packet.pages > 0)
    hands.type(hands.find(window, QLineEdit, "packet-passphrase"), PASSPHRASE)
    hands.type(hands.find(window, QLineEdit, "packet-file"), str(out / PACKET))
    hands.shoot(window, "release-packet", settle=PAGES_DRAWN)
    hands.click(hands.find(window, QAbstractButton, "release-build"))
    hands.wait("the packet is saved", (out / PACKET).exists)
    hands.shoot(window, "release-done", settle=PAGES_DRAWN)
    _account(station, hands, mrn)
    return PACKET


def _take_down(window: QWidget, hands: Hands, mrn: str) -> None:
    hands.click(hands.find(window, QAbstractButton, "release-new"))
    form = hands.find(window, SheetDialog, "release-intake")
    for name, text in (
        ("mrn", mrn),
        ("requester", "The patient"),
        ("purpose", "own use"),
        ("identity_check", "driving licence seen"),
        ("address", "Portal of the patient"),
    ):
        field = form.findChild(QLineEdit, f"release-intake-{name}")
        found = field or form.findChild(QPlainTextEdit, f"release-intake-{name}")
        assert found is not None
        hands.type(found, text)
    hands.shoot(form, "release-intake")
    hands.click(hands.find(form, QAbstractButton, "release-intake-go"))


def _black_out(station: Workstation, hands: Hands) -> None:
    """Black out a line of the newest document that goes."""
    window, choose = station.window, station.releases.room.panel.choose
    rows = choose.items.rows.rows
    document = next(i for i, row in enumerate(rows) if row.cells[2].words == "document")
    hands.click_cell(choose.items, document, 1)
    hands.click(hands.find(window, QAbstractButton, "release-pages"))
    dialog = hands.find(window, PagesDialog, "redact")
    hands.drag(dialog.canvas, (0.1, 0.3), (0.6, 0.33))
    hands.shoot(dialog, "release-redact")
    hands.click(hands.find(dialog, QAbstractButton, "redact-keep"))
    view = station.releases.room.presenter
    hands.wait("it is kept", lambda: view.view is not None and view.view.release.boxes)


def _account(station: Workstation, hands: Hands, mrn: str) -> None:
    window = station.window
    hands.click(hands.find(window, QAbstractButton, "rail-disclosures"))
    field = hands.find(window, QLineEdit, "disclosures-mrn")
    hands.type(field, mrn)
    hands.key(field, Qt.Key.Key_Return)
    panel = station.releases.log.panel
    hands.wait("the log is shown", lambda: panel.table.rows.rowCount() == 1)
    hands.click_cell(panel.table, 0, 2)
    hands.shoot(window, "disclosures")
    hands.click(hands.find(window, QAbstractButton, "disclosures-account"))
    hands.wait("the accounting is made", lambda: panel.table.rows.rowCount() == 0)
    hands.shoot(window, "accounting")
