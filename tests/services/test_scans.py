# SPDX-License-Identifier: Apache-2.0
"""Incoming scans: offered once complete, taken by one desk, never lost; what is broken is aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pikepdf
import pytest

from himdesk.domain.errors import NotPermitted, UsageError
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import State
from himdesk.services.scans import folder as folders
from himdesk.services.scans.folder import SET_ASIDE, TAKEN, TAKING, ScanGone
from himdesk.services.scans.watch import PATIENCE, SETTLED, Watch
from himdesk.store.desk import access
from services.papers import a_pdf, a_picture, an_encrypted_pdf
from services.test_cases import RECEIVED, a_form, a_note
from services.test_packets import a_note as a_text
from services.test_packets import a_release

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.services.scans.watch import Found, Scan
    from services.hospital import Hospital


SIGNED, OTHER = a_pdf("signed"), a_pdf("of somebody else")


@dataclass
class Scanner:
    """The folder, a desk's looks into it, and the seconds that pass between these."""

    path: Path
    hospital: Hospital
    seconds: float = 0

    def watch(self, desk: Desk) -> Watch:
        made = desk.scans.watch()
        assert made is not None
        made.ticks = lambda: self.seconds
        return made

    def look(self, watch: Watch, later: float = SETTLED) -> Found:
        """Look twice, some seconds between."""
        watch.look()
        self.seconds += later
        return watch.look()

    def offered(self, desk: Desk) -> Scan:
        """The one scan that is offered."""
        (scan,) = self.look(self.watch(desk)).scans
        return scan

    def brings(self, name: str, body: bytes) -> None:
        (self.path / name).write_bytes(body)

    def inside(self, name: str) -> list[str]:
        """The names of what lies in a subfolder, without the marks before them."""
        found = (self.path / name).glob("*")
        return sorted(path.name.rpartition("~")[2] for path in found)


@pytest.fixture
def scanner(hospital: Hospital, tmp_path: Path) -> Scanner:
    path = tmp_path / "scans"
    path.mkdir()
    hospital.desk("admin").settings.change({"scans.folder": str(path)})
    return Scanner(path, hospital)


def test_a_scan_is_attached_to_a_request_and_put_among_those_taken(
    hospital: Hospital, scanner: Scanner
) -> None:
    release, roi = a_release(hospital, a_text(hospital, "a")), hospital.desk("roi")
    scanner.brings("form.pdf", SIGNED)
    scan = scanner.offered(roi)
    assert (scan.name, scan.content_type) == ("form.pdf", "application/pdf")
    assert roi.scans.read(scan).pdf is not None
    with hospital.database.read() as session:
        line = access.entries(session, limit=1)[0]
    assert (line.verb, line.patient_id) == ("read scan", None)
    view = roi.scans.to_release(release, scan, "the signed form")
    assert [(f.name, f.about) for f in view.release.files] == [("form.pdf", "the signed form")]
    assert roi.release_files.get(release, 1)[1] == SIGNED
    assert scanner.inside(TAKEN) == ["form.pdf"]
    assert not list(scanner.path.glob("*.pdf")), "it is offered no more"
    assert scanner.inside(TAKING) == []


def test_a_scan_is_attached_to_an_amendment_request(hospital: Hospital, scanner: Scanner) -> None:
    clerk = hospital.desk("clerk")
    case = clerk.cases.open("0012-A", RECEIVED, a_form(a_note(hospital))).case.id
    scanner.brings("letter.tif", a_picture("TIFF", frames=2))
    view = clerk.scans.to_case(case, scanner.offered(clerk))
    assert [file.content_type for file in view.case.attachments] == ["image/tiff"]
    assert scanner.inside(TAKEN) == ["letter.tif"]


def test_of_two_desks_one_takes_a_scan(hospital: Hospital, scanner: Scanner) -> None:
    release, roi = a_release(hospital, a_text(hospital, "a")), hospital.desk("roi")
    scanner.brings("form.pdf", a_pdf())
    other = hospital.desk("roi2", *roi.context.staff.roles)
    mine, theirs = scanner.offered(roi), scanner.offered(other)
    other.scans.to_release(release, theirs)
    with pytest.raises(ScanGone) as gone:
        roi.scans.to_release(release, mine)
    assert "another desk took it" in gone.value.message()
    assert len(roi.releases.show(release).release.files) == 1


def test_a_file_that_is_being_written_is_waited_for(hospital: Hospital, scanner: Scanner) -> None:
    watch, whole = scanner.watch(hospital.desk("roi")), a_pdf("a long letter")
    scanner.brings("later.pdf.part", whole)
    scanner.brings("form.pdf", whole[:200])
    assert (scanner.look(watch, 1).scans, watch.look().waiting) == ((), 1)
    assert scanner.look(watch, SETTLED).scans == (), "half of it can't be opened"
    scanner.brings("form.pdf", whole)
    assert [scan.name for scan in scanner.look(watch).scans] == ["form.pdf"]
    (scanner.path / "later.pdf.part").rename(scanner.path / "later.pdf")
    assert [scan.name for scan in scanner.look(watch).scans] == ["form.pdf", "later.pdf"]


def test_what_nobody_can_open_is_set_aside_with_a_sentence(
    hospital: Hospital, scanner: Scanner
) -> None:
    bad = {
        "a-picture.pdf": (a_picture(), "is not a PDF, as its name says."),
        "broken.pdf": (a_pdf()[:300], "is a broken PDF."),
        "cut.jpg": (a_picture("JPEG")[:-400], "is a broken picture."),
        "empty.pdf": (b"", "is empty (0 bytes)."),
        "letter.txt": (b"words", "is text; a scan is a PDF or a picture."),
        "locked.pdf": (an_encrypted_pdf(), "is encrypted."),
        "program.exe": (b"MZ\0\1\2", "is neither a PDF nor a picture (PNG, JPEG, TIFF) nor text."),
    }
    for name, (body, _) in bad.items():
        scanner.brings(name, body)
    watch = scanner.watch(hospital.desk("roi"))
    assert scanner.look(watch).waiting == len(bad)
    found = scanner.look(watch, PATIENCE)
    assert {each.name: each.why for each in found.aside} == {
        name: f"{name} {why}" for name, (_, why) in bad.items()
    }
    assert (found.scans, watch.look().waiting) == ((), 0)
    kept = {path.name.rpartition("~")[2]: path for path in (scanner.path / SET_ASIDE).iterdir()}
    assert {name: kept[name].read_bytes() for name in bad} == {
        n: body for n, (body, _) in bad.items()
    }
    assert kept["locked.pdf.why"].read_text(encoding="utf-8") == "locked.pdf is encrypted.\n"


def test_what_a_scan_could_do_is_not_shown(hospital: Hospital, scanner: Scanner) -> None:
    file = scanner.path / "form.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.attachments["evil.exe"] = b"MZ"
        pdf.save(file)
    roi = hospital.desk("roi")
    seen = roi.scans.read(scanner.offered(roi))
    assert seen.pdf is not None
    assert (b"JavaScript" in seen.pdf, b"evil.exe" in seen.pdf) == (False, False)
    assert seen.note == "Not shown: script, embedded files."


def test_a_scan_that_can_not_be_attached_is_offered_again(
    hospital: Hospital, scanner: Scanner
) -> None:
    release, roi = a_release(hospital, a_text(hospital, "a")), hospital.desk("roi")
    scanner.brings("form.pdf", a_pdf())
    scan = scanner.offered(roi)
    with pytest.raises(NotPermitted):
        roi.scans.to_case(release, scan)
    roi.releases.end(release, State.CANCELLED, reason="no authority")
    with pytest.raises(ReleaseShut):
        roi.scans.to_release(release, scan)
    assert scanner.offered(roi) == scan
    scanner.brings("form.pdf", OTHER)
    for attach in (roi.scans.read, lambda it: roi.scans.to_release(release, it)):
        with pytest.raises(UsageError, match="is another file now"):
            attach(scan)
    assert scanner.inside(TAKEN) == []


def test_a_scan_that_comes_under_the_same_name_takes_nothing_away(
    hospital: Hospital, scanner: Scanner
) -> None:
    scanner.brings("form.pdf", SIGNED)
    folder = folders.Folder(scanner.path)
    claim = folder.claim("form.pdf", hospital.clock(), "1")
    scanner.brings("form.pdf", OTHER)
    folder.put_back(claim)
    bodies = {path.read_bytes() for path in scanner.path.glob("*.pdf")}
    assert bodies == {SIGNED, OTHER}


def test_what_a_desk_that_is_gone_had_hold_of_is_offered_again(
    hospital: Hospital, scanner: Scanner
) -> None:
    scanner.brings("form.pdf", a_pdf())
    folders.Folder(scanner.path).claim("form.pdf", hospital.clock(), "1")
    roi = hospital.desk("roi")
    assert scanner.look(scanner.watch(roi)).scans == ()
    hospital.time += folders.ABANDONED + timedelta(minutes=1)
    assert scanner.offered(roi).name == "form.pdf"


def test_without_a_folder_or_right_there_are_no_scans(hospital: Hospital, tmp_path: Path) -> None:
    roi, admin = hospital.desk("roi"), hospital.desk("admin")
    assert roi.scans.watch() is None
    with pytest.raises(NotPermitted):
        admin.scans.watch()
    admin.settings.change({"scans.folder": str(tmp_path / "gone")})
    watch = roi.scans.watch()
    assert watch is not None
    assert watch.look().fault.endswith("can't be used: No such file or directory.")
