# SPDX-License-Identifier: Apache-2.0
"""Incoming scans in the window: seen, attached to a request, named as the proof of its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from himdesk.services.scans import watch as looks
from himdesk.ui.scans import watching
from himdesk.ui.scans.dialog import ScansDialog
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from services.papers import a_pdf, a_picture
from services.test_cases import RECEIVED, a_form
from ui.releasing import a_request, a_walsh, at_work, choose, go_to, open_request, press, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.domain.amendments.case import Attachment
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


@pytest.fixture
def folder(hospital: Hospital, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site's folder; what is in it settles at once."""
    monkeypatch.setattr(looks, "SETTLED", 0.05)
    monkeypatch.setattr(looks, "PATIENCE", 0.05)
    monkeypatch.setattr(watching, "SOON", 60)
    made = tmp_path / "scans"
    made.mkdir()
    hospital.desk("admin").settings.change({"scans.folder": str(made)})
    return made


def files_of(hospital: Hospital, request: str) -> tuple[Attachment, ...]:
    return hospital.desk("roi").releases.show(request).release.files


def test_a_scan_that_comes_is_looked_at_attached_and_named_as_proof(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, folder: Path
) -> None:
    request = a_request(hospital)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    button = station.releases.room.panel.scans
    assert button.text() == "Scans…"
    for name, body in (("form.pdf", a_pdf("I authorize")), ("id.png", a_picture()),
                       ("torn.pdf", b"%PDF-1.7 torn")):  # fmt: skip
        (folder / name).write_bytes(body)
    hands.wait("the folder told of them", lambda: button.text() == "2 scans…")
    hands.click(button)
    dialog = hands.find(station.window, ScansDialog, "scans")
    hands.wait("the first is shown", lambda: dialog.pages.page_count == 1)
    hands.wait("the torn one is aside", lambda: dialog.list.rows.row_of("aside:0") >= 0)
    assert dialog.list.rows.rows[-1].cells[0].words == "torn.pdf is a broken PDF."
    hands.click_cell(dialog.list, dialog.list.rows.row_of("scan:id.png"), 0)
    hands.wait("the other is shown", lambda: dialog.chosen and dialog.chosen.name == "id.png")
    hands.key(dialog.list, Qt.Key.Key_Up)
    hands.type(hands.find(dialog, QLineEdit, "scans-about"), "the signed form")
    hands.click(dialog.go)
    hands.wait("it is attached", lambda: len(files_of(hospital, request)) == 1)
    (kept,) = files_of(hospital, request)
    assert (kept.name, kept.about) == ("form.pdf", "the signed form")
    assert [path.name.rpartition("~")[2] for path in (folder / "taken").iterdir()] == ["form.pdf"]
    hands.wait("one is left", lambda: button.text() == "1 scan…")

    press(hands, station.window, "release-read")
    form = sheet(station, hands, "release-form")
    choose(form, hands, "release-form-scan", "file:1")
    press(hands, form, "release-form-go")
    hands.wait(
        "it is the proof",
        lambda: (
            (found := hospital.desk("roi").releases.show(request).release.form)
            and found.scan == "file:1"
        ),
    )
    elements = station.releases.room.panel.check.elements
    hands.wait("it is listed", lambda: elements.rows.row_of("file:1") >= 0)
    hands.click_cell(elements, elements.rows.row_of("file:1"), 0)
    hands.key(elements, Qt.Key.Key_Return)
    hands.wait("it is read", lambda: station.documents.reader.pages.page_count == 1)
    press(hands, station.window, "reader-back")
    hands.wait("the request is in front", station.releases.room.panel.isVisible)


def test_a_scan_that_another_desk_took_is_offered_no_more(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, folder: Path
) -> None:
    clerk = hospital.desk("clerk")
    case = clerk.cases.open("0012-A", RECEIVED, a_form("clinic")).case.id
    (folder / "letter.pdf").write_bytes(a_pdf("I never smoked."))
    station = at_work(hospital.desk("clerk2"), look, tasks)
    go_to(station, hands, "requests")
    panel = station.requests.panel
    hands.wait("the case is listed", lambda: panel.cases.rows.row_of(case) >= 0)
    hands.click_cell(panel.cases, panel.cases.rows.row_of(case), 0)
    hands.wait("a scan is offered", lambda: panel.scans.text() == "1 scan…")
    hands.click(panel.scans)
    dialog = hands.find(station.window, ScansDialog, "scans")
    hands.wait("it is shown", lambda: dialog.pages.page_count == 1)
    assert dialog.chosen is not None
    clerk.scans.to_case(case, dialog.chosen)
    hands.click(dialog.go)
    hands.wait("it is refused", dialog.message.isVisible)
    assert "another desk took it" in dialog.message.accessibleName()
    hands.wait("it is offered no more", lambda: panel.scans.text() == "Scans…")
    assert not dialog.go.isEnabled()
    assert len(clerk.cases.show(case).case.attachments) == 1
