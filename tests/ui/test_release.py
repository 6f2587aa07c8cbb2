# SPDX-License-Identifier: Apache-2.0
"""A release in the window from its intake to the saved packet, by keys and mouse only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from himdesk.domain.releases.denial import DenialBasis
from himdesk.domain.releases.request import State
from himdesk.ui.release.choosing.pages_dialog import PagesDialog
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.releasing import (
    FORM,
    PASSPHRASE,
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
    why,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.releases import ReleaseView
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    a_walsh(made)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def view(hospital: Hospital, request: str) -> ReleaseView:
    return hospital.desk("roi").releases.show(request)


def going(hospital: Hospital, request: str) -> set[str]:
    return {line.item.id for line in view(hospital, request).lines if line.goes}


def test_s17_from_intake_to_a_packet_with_only_what_was_agreed_to(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "release")
    press(hands, station.window, "release-new")
    form = sheet(station, hands, "release-intake")
    choose(form, hands, "release-intake-basis", "authorization")
    for name, text in (("mrn", "0012-A"), ("requester", "Midland Mutual"), ("purpose", "claim"),
                       ("address", "PO Box 900"), ("since", "2025-01-01")):  # fmt: skip
        fill(form, hands, f"release-intake-{name}", text)
    press(hands, form, "release-intake-go")
    hands.wait("it is open", lambda: station.releases.room.presenter.view)
    (opened,) = hospital.desk("roi").releases.find()
    request = opened.release.id
    press(hands, station.window, "release-completing")
    form = sheet(station, hands, "release-complete")
    fill(form, hands, "release-complete-identity_check", "called back")
    press(hands, form, "release-complete-go")
    press(hands, station.window, "release-read")
    form = sheet(station, hands, "release-form")
    choose(form, hands, "release-form-scan", "clinic")
    for name in ("description", "recipient", "purpose", "expires_on", "signed_by", "signed_on"):
        fill(form, hands, f"release-form-{name}", str(FORM[name]))
    fill(form, hands, "release-form-expires_on", "next year")
    press(hands, form, "release-form-go")
    hands.wait("it is refused", lambda: why(form, "expires_on") == "A day like 2026-01-31.")
    fill(form, hands, "release-form-expires_on", str(FORM["expires_on"]))
    for name in ("right_to_revoke", "conditioning", "redisclosure", "plain_language",
                 "identity_matches"):  # fmt: skip
        choose(form, hands, f"release-form-{name}", "yes")
    press(hands, form, "release-form-go")
    hands.wait("nothing is missing", lambda: view(hospital, request).shut == ())
    text = release(station, hands, tmp_path / "packet.pdf")
    assert "Seen in clinic for the knee." in text
    assert "Alpha finding" in text
    assert "Counselling" not in text
    assert "Inner life" not in text
    done = view(hospital, request)
    assert done.release.state is State.RELEASED
    panel = station.releases.room.panel
    hands.wait("the queue says so", lambda: panel.queue.rows.index(0, 0).data() == "released")
    assert panel.packet.print.isVisible()
    assert not panel.end.isVisible()
    assert not panel.next.isVisible()
    logged = hospital.desk("roi").disclosures.log("0012-A")[0]
    assert set(logged.disclosure.items) == {"clinic", "scan"}
    kept = hospital.desk("roi").packets.reprint(logged.disclosure.id)
    assert kept == (tmp_path / "packet.pdf").read_bytes()


def test_s19_a_defective_form_keeps_it_shut_and_goes_back_with_its_letter(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    form = {**FORM, "expires_on": "2026-01-01", "combined_with": "research consent"}
    request = a_request(hospital, form)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    rows = station.releases.room.panel.check.elements.rows.rows
    missing = {row.key for row in rows if row.cells[-1].words == "missing"}
    assert missing == {"element:expiration", "element:not compound"}
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    packet = station.releases.room.panel.packet
    assert not packet.build.isVisible()
    assert "Not valid: expiration, not compound." in words_of(packet)
    said = letter(station, hands, tmp_path / "return.pdf")
    assert "It expired on January 1, 2026." in said
    assert "may not be combined with research consent" in said
    assert "signed and dated" not in said
    press(hands, station.window, "release-ending")
    ending = sheet(station, hands, "release-end")
    fill(ending, hands, "release-end-reason", "form returned")
    press(hands, ending, "release-end-go")
    hands.wait("it ended", lambda: view(hospital, request).release.state is State.RETURNED)


def test_a_sensitive_category_goes_once_a_document_proves_its_consent(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    categories = station.releases.room.panel.choose.categories
    categories.choose_row("part2")
    hands.key(categories, Qt.Key.Key_Space)
    proof = sheet(station, hands, "release-consent")
    choose(proof, hands, "release-consent-scan", "")
    press(hands, proof, "release-consent-go")
    hands.wait("no document: refused", lambda: "Name the document" in why(proof, "scan"))
    assert "part2" not in going(hospital, request)
    choose(proof, hands, "release-consent-scan", "clinic")
    fill(proof, hands, "release-consent-where", "page 1, line 7")
    choose(proof, hands, "release-consent-notice_version", "2024")
    press(hands, proof, "release-consent-go")
    hands.wait("it goes", lambda: "part2" in going(hospital, request))
    assert view(hospital, request).shut == ()
    assert "therapy" not in going(hospital, request)
    categories.choose_row("part2")
    hands.key(categories, Qt.Key.Key_Space)
    hands.wait("it stays out again", lambda: "part2" not in going(hospital, request))


def test_what_is_blacked_out_with_the_mouse_is_not_in_the_file(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    items = station.releases.room.panel.choose.items
    hands.click_cell(items, items.rows.row_of("scan"), 1)
    press(hands, station.window, "release-pages")
    dialog = hands.find(station.window, PagesDialog, "redact")
    canvas = dialog.canvas
    scale = canvas.scale
    start = QPoint(round(60 * scale), round((792 - 720) * scale))
    end = QPoint(round(300 * scale), round((792 - 690) * scale))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert len(canvas.boxes) == 1
    press(hands, dialog, "redact-keep")
    hands.wait("it is kept", lambda: view(hospital, request).release.boxes)
    text = release(station, hands, tmp_path / "packet.pdf")
    assert "Alpha finding" not in text
    assert "Bravo finding" in text


def test_pages_of_a_scan_are_ticked_one_by_one(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    items = station.releases.room.panel.choose.items
    hands.click_cell(items, items.rows.row_of("scan"), 1)
    hands.key(items, Qt.Key.Key_Return)
    dialog = hands.find(station.window, PagesDialog, "redact")
    for row in (0, 1):
        hands.click_cell(dialog.list, row, 0)
        hands.key(dialog.list, Qt.Key.Key_Space)
    press(hands, dialog, "redact-keep")
    hands.wait("no page would go", dialog.message.isVisible)
    hands.key(dialog.list, Qt.Key.Key_Space)
    press(hands, dialog, "redact-keep")
    hands.wait("it is kept", lambda: view(hospital, request).release.pages == (("scan", (2,)),))
    text = release(station, hands, tmp_path / "packet.pdf")
    assert "Alpha finding" not in text
    assert "Bravo finding" in text


def test_what_staff_leave_out_says_why_and_goes_again(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    items = station.releases.room.panel.choose.items
    items.choose_row("clinic")
    hands.key(items, Qt.Key.Key_Space)
    form = sheet(station, hands, "release-leave")
    press(hands, form, "release-leave-go")
    hands.wait("a reason is needed", lambda: "Say why" in why(form, "why"))
    fill(form, hands, "release-leave-why", "not asked for")
    press(hands, form, "release-leave-go")
    hands.wait("it is out", lambda: going(hospital, request) == {"scan"})
    items.choose_row("clinic")
    hands.key(items, Qt.Key.Key_Space)
    hands.wait("it goes again", lambda: going(hospital, request) == {"clinic", "scan"})


def test_a_weak_passphrase_releases_nothing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    packet = station.releases.room.panel.packet
    hands.wait("the packet is shown", lambda: packet.pages > 0)
    hands.type(packet.passphrase, "aaaaaaaaaaaaaa")
    assert not packet.build.isEnabled()
    assert "weak" in packet.strength.accessibleName()
    hands.type(packet.passphrase, PASSPHRASE)
    assert packet.build.isEnabled()
    assert hospital.desk("roi").disclosures.log() == ()


def test_a_file_that_can_not_be_written_releases_nothing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    panel = station.releases.room.panel
    hands.wait("the packet is shown", lambda: panel.packet.pages > 0)
    hands.type(panel.packet.passphrase, PASSPHRASE)
    for file in (tmp_path, tmp_path / "missing" / "packet.pdf"):
        hands.type(panel.packet.path, str(file))
        press(hands, panel.packet, "release-build")
        hands.wait("it says why", lambda: str(file) in words_of(panel.message))  # noqa: B023 - awaited
    assert view(hospital, request).release.state is State.OPEN
    assert hospital.desk("roi").disclosures.log() == ()
    assert panel.packet.path.text() == str(file)
    file.parent.mkdir()
    press(hands, panel.packet, "release-build")
    hands.wait("it is saved", file.exists)
    hands.wait("it says so", lambda: view(hospital, request).release.state is State.RELEASED)


def test_a_form_that_is_left_is_found_again(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    go_to(station, hands, "release")
    press(hands, station.window, "release-new")
    form = sheet(station, hands, "release-intake")
    fill(form, hands, "release-intake-requester", "Midland Mutual")
    press(hands, form, "release-intake-cancel")
    press(hands, station.window, "release-new")
    again = hands.find(station.window, QLineEdit, "release-intake-requester")
    hands.wait("it is there again", lambda: again.text() == "Midland Mutual")


def test_others_read_and_clerks_see_nothing(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, FORM)
    for role in ("supervisor", "privacy"):
        station = at_work(hospital.desk(role), look, tasks)
        open_request(station, hands, request)
        shown = [w.objectName() for w in station.releases.room.panel.findChildren(QAbstractButton)
                 if w.isVisible()]  # fmt: skip
        writing = ("release-new", "release-read", "release-ending", "release-letter")
        assert not {*shown} & {*writing}, role
        press(hands, station.window, "release-next")
        items = station.releases.room.panel.choose.items
        items.choose_row("clinic")
        hands.key(items, Qt.Key.Key_Space)
        assert going(hospital, request) == {"clinic", "scan"}
        assert ("release-override" in _visible(station)) == (role == "privacy")
    clerk = at_work(hospital.desk("clerk"), look, tasks)
    for name in ("rail-release", "rail-disclosures"):
        assert clerk.window.findChild(QAbstractButton, name) is None


def _visible(station: Workstation) -> set[str]:
    found = station.releases.room.panel.findChildren(QAbstractButton)
    return {w.objectName() for w in found if w.isVisible()}


def test_a_patient_s_directive_to_another_is_read_in_its_own_form(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(
        hospital, basis="third-party-directive", requester="Eileen Walsh", recipient="Ana Walsh"
    )
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    assert "signed, written directive" in " ".join(view(hospital, request).shut)
    press(hands, station.window, "release-read")
    form = sheet(station, hands, "release-directive")
    for name in ("in_writing", "names_place"):
        choose(form, hands, f"release-directive-{name}", "yes")
    choose(form, hands, "release-directive-scan", "clinic")
    for name, text in (("signed_by", "Eileen Walsh"), ("signed_on", "2026-02-27"),
                       ("person", "Ana Walsh")):  # fmt: skip
        fill(form, hands, f"release-directive-{name}", text)
    press(hands, form, "release-directive-go")
    hands.wait("nothing is missing", lambda: not view(hospital, request).shut)


def test_an_address_is_verified_in_the_directory_and_no_longer_warned_of(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    request = a_request(hospital, address="PO Box 900")
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    assert "not one of the directory" in view(hospital, request).warnings[0]
    press(hands, station.window, "release-entries")
    form = sheet(station, hands, "release-directory")
    for name, text in (("name", "Midland Mutual"), ("kind", "insurer"),
                       ("address", "PO Box 900")):  # fmt: skip
        fill(form, hands, f"release-directory-{name}", text)
    press(hands, form, "release-directory-go")
    hands.wait("it asks how it was verified", lambda: "says its" in why(form, "verified_how"))
    fill(form, hands, "release-directory-verified_how", "called back")
    press(hands, form, "release-directory-go")
    hands.wait("it is kept", hospital.desk("roi").directory.all)
    (entry,) = hospital.desk("roi").directory.all()
    assert (entry.verified_by, entry.verified_how) == ("roi", "called back")
    assert view(hospital, request).warnings == ()


def test_access_is_denied_on_a_basis_told_by_letter_and_reviewed(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    desk = hospital.desk("roi")
    asked = {"basis": "patient-access", "requester": "Eileen Walsh", "address": "7 Elm St",
             "purpose": "own use", "identity_check": "licence seen"}  # fmt: skip
    request = desk.releases.open("0012-A", date(2026, 3, 1), asked).release.id
    station = at_work(desk, look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-ending")
    form = sheet(station, hands, "release-end")
    choose(form, hands, "release-end-state", "denied")
    fill(form, hands, "release-end-reason", "The notes name who called.")
    press(hands, form, "release-end-go")
    hands.wait("a basis is needed", lambda: "name it" in why(form, "bases"))
    for basis in ("excluded-information", "endangers-life"):
        press(hands, form, f"release-end-bases-{basis}")
    fill(form, hands, "release-end-professional", "Dr. Osei")
    hands.shoot(form, "release-denial")
    press(hands, form, "release-end-go")
    hands.wait("it is denied", lambda: view(hospital, request).release.state is State.DENIED)
    denial = view(hospital, request).release.denial
    assert denial is not None
    assert set(denial.bases) == {DenialBasis.EXCLUDED, DenialBasis.ENDANGERS}
    panel = station.releases.room.panel
    hands.wait("the review can be put down", panel.review.isVisible)
    assert not panel.end.isVisible()
    hands.shoot(station.window, "release-denied")
    press(hands, station.window, "release-letter")
    hands.wait("the denial is shown", lambda: station.letter.pages > 0)
    hands.shoot(station.window, "release-denial-letter")
    press(hands, station.window, "letter-back")
    press(hands, station.window, "release-reviewing")
    form = sheet(station, hands, "release-review")
    fill(form, hands, "release-review-reviewer", "Dr. Lind")
    choose(form, hands, "release-review-upheld", "no")
    fill(form, hands, "release-review-determination", "She may see them.")
    press(hands, form, "release-review-go")
    hands.wait("it is open again", lambda: view(hospital, request).release.state is State.OPEN)
