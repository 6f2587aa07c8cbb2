# SPDX-License-Identifier: Apache-2.0
"""The letters about corrections in the window: every kind is reached from History."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from reportlab.pdfgen.canvas import Canvas

import builders as b
from himdesk.domain.errors import UsageError
from himdesk.services.correspondence.letters import Wanted
from himdesk.ui.letters import batch
from himdesk.ui.letters.batch import BatchPresenter
from himdesk.ui.letters.presenter import KINDS
from himdesk.ui.letters.values import save_letter
from himdesk.ui.tasks import Tasks
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.pages.printing import print_all, print_pages
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital
from ui.printers import printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from himdesk.services.correspondence.letters import IssuedLetter
    from himdesk.ui.letters.batch import GoesOn
    from himdesk.ui.letters.panel import LetterPanel
    from himdesk.ui.look.theme import Look


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """A visit with a note was moved from A's chart to B's."""
    made = Hospital.open(made_sqlite)
    visit = b.an_encounter("A", at="2025-01-05", number="V-A")
    note = b.a_document("A", author="Dr. Lee", at="2025-01-05", encounter_id=visit.id)
    for name, given, items in (("A", "Maria", (visit, note)), ("B", "Mary", ())):
        made.add(b.a_chart(name, b.a_name(name, "Quillfeather", given), *items))
    asked = made.desk("clerk").corrections.move(visit.id, to="0012-B", reason="wrong patient")
    assert asked.request is not None
    made.desk("supervisor").approvals.approve(asked.request.id)
    yield made
    made.database.close()


@pytest.fixture
def station(hospital: Hospital, look: Look, tasks: Tasks) -> Workstation:
    made = Workstation(hospital.desk("clerk"), look, tasks)
    made.window.resize(1280, 800)
    made.window.show()
    return made


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def test_every_kind_of_correction_has_its_letters() -> None:
    assert KINDS.keys() >= {"merge", "undo", "split", "move", "amend"}
    assert KINDS["move"] == KINDS["split"]


def test_the_letters_of_a_move_are_previewed_one_after_the_other(
    station: Workstation, hands: Hands
) -> None:
    moved = station.desk.charts.history("0012-B")[0].applied
    station.open_letter(moved.id, "move")
    letter = station.letter
    hands.wait("the first is shown", lambda: letter.pages > 0)
    kinds = [letter.kinds.rows.key(row) for row in range(letter.kinds.rows.rowCount())]
    assert kinds == list(KINDS["move"])
    for row, kind in enumerate(kinds):
        hands.click_cell(letter.kinds, row, 0)
        hands.wait(f"{kind} is previewed", lambda kind=kind: _shown(station, kind))
    hands.click_cell(letter.kinds, 0, 0)
    hands.key(letter.kinds, Qt.Key.Key_Down)
    hands.wait("the arrow keys too", lambda: _shown(station, kinds[1]))


def _shown(station: Workstation, kind: str) -> bool:
    wanted = station.writing.wanted
    return station.letter.pages > 0 and wanted is not None and wanted.kind == kind


def test_what_a_person_states_stands_in_the_preview_and_the_issued_letter(
    station: Workstation, hands: Hands, tmp_path: Path
) -> None:
    moved = station.desk.charts.history("0012-B")[0].applied
    station.open_letter(moved.id, "move")
    letter = station.letter
    hands.click_cell(letter.kinds, KINDS["move"].index("privacy-handoff"), 0)
    hands.wait("previewed", lambda: _shown(station, "privacy-handoff"))
    hands.type(letter.facts, "viewed=Yes, by the son; recipient=Helen Marsh|Privacy Office")
    hands.key(letter.facts, Qt.Key.Key_Return)
    wanted = station.writing
    hands.wait("again", lambda: wanted.wanted is not None and bool(wanted.wanted.facts))
    hands.type(letter.path, str(tmp_path / "handoff.pdf"))
    assert not hands.find(station.window, QAbstractButton, "letter-print").isEnabled()
    hands.click(hands.find(station.window, QAbstractButton, "issue-letter"))
    hands.wait("saved", (tmp_path / "handoff.pdf").exists)
    assert hands.find(station.window, QAbstractButton, "letter-print").isEnabled()
    assert [x.kind for x in station.desk.letters.issued(about=moved.id)] == ["privacy-handoff"]


def test_a_file_that_cannot_be_written_never_has_a_letter_issued_twice(
    station: Workstation, hands: Hands, tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    (tmp_path / "a-folder").mkdir()
    moved = station.desk.charts.history("0012-B")[0].applied
    station.open_letter(moved.id, "move")
    panel, letters = station.letter, station.desk.letters
    hands.wait("the first is shown", lambda: panel.pages > 0)
    hands.type(panel.path, str(tmp_path / "a-file" / "letter.pdf"))
    press(hands, station, "issue-letter")
    hands.wait("it is refused before", lambda: "Nothing was done" in said(panel.message))
    assert letters.issued() == ()
    hands.type(panel.path, str(tmp_path / "a-folder"))
    press(hands, station, "issue-letter")
    hands.wait("it is told after", lambda: "is kept, but" in said(panel.message))
    hands.type(panel.path, str(tmp_path / "letter.pdf"))
    press(hands, station, "issue-letter")
    hands.wait("a copy is saved", (tmp_path / "letter.pdf").exists)
    assert len(letters.issued()) == 1


def test_letters_are_issued_saved_labelled_printed_and_sent_together(
    station: Workstation, hands: Hands, tmp_path: Path
) -> None:
    moved = station.desk.charts.history("0012-B")[0].applied
    station.open_letter(moved.id, "move")
    panel = station.letter
    hands.wait("the first is shown", lambda: panel.pages > 0)
    hands.click_cell(panel.kinds, 1, 0, CONTROL)
    hands.wait("the second is shown", lambda: _shown(station, panel.kinds.rows.key(1)))
    hands.type(panel.path, str(tmp_path / "new" / "letter.pdf"))
    press(hands, station, "issue-letter")
    hands.wait("both are saved", lambda: len(list((tmp_path / "new").glob("*.pdf"))) == 2)
    hands.wait("both are listed", lambda: panel.letters.rows.rowCount() == 2)
    hands.click_cell(panel.letters, 0, 0)
    hands.click_cell(panel.letters, 1, 0, CONTROL)
    hands.type(panel.outgoing.folder, str(tmp_path / "copies"))
    press(hands, station, "outgoing-save")
    hands.wait("copies are there", lambda: len(list((tmp_path / "copies").glob("*.pdf"))) == 2)
    press(hands, station, "outgoing-print")
    assert printed(station, hands, tmp_path / "paper.pdf", panel.message, "2 of 2 letters") >= 2
    press(hands, station, "outgoing-labels")
    hands.wait("labels are shown", lambda: panel.view.page_count == 1)
    hands.type(panel.path, str(tmp_path / "labels.pdf"))
    press(hands, station, "issue-letter")
    hands.wait("they are saved", (tmp_path / "labels.pdf").exists)
    hands.type(panel.outgoing.day, "2026-03-02")
    hands.type(panel.outgoing.tracking, "9407 1")
    press(hands, station, "outgoing-note")
    letters = [x.id for x in station.desk.letters.issued()]
    hands.wait("both went", lambda: len(station.desk.mail.sent(letters)) == 2)
    hands.wait("it is told", lambda: "2026-03-02, post, 9407 1" in _row(panel, 0))
    press(hands, station, "outgoing-note")
    hands.wait("twice is once", lambda: "noted already" in said(panel.message))


def test_a_batch_stops_between_two_letters_and_says_how_far_it_came(tmp_path: Path) -> None:
    """What was saved before the stop stays."""
    told = list[str]()

    class Panel:
        show_told = staticmethod(told.append)
        show_labels = staticmethod(lambda _pdf: None)

    def start(_words: str, work: Callable[[GoesOn], Any], then: Callable[[Any], None]) -> None:
        then(work(lambda done, _whole: done < 2))

    copy = SimpleNamespace(letter=SimpleNamespace(kind="merge-notice", id="L1"), pdf=b"%PDF")
    desk: Any = SimpleNamespace(letters=SimpleNamespace(reprint=lambda _letter: copy))
    BatchPresenter(Panel(), desk, start, lambda: None).save(["L1", "L2", "L3"], tmp_path)
    assert told == [f"Stopped: 2 of 3 letters are in {tmp_path}."]


def test_copies_are_stopped_with_the_mouse(
    hospital: Hospital,
    hands: Hands,
    look: Look,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began, goes = Event(), Event()

    def held(made: IssuedLetter, folder: Path) -> None:
        began.set()
        assert goes.wait(10)
        save_letter(made, folder)

    monkeypatch.setattr(batch, "save_letter", held)
    threads, clerk = Tasks(), hospital.desk("clerk")
    moved = clerk.charts.history("0012-B")[0].applied
    for kind in KINDS["move"][:2]:
        clerk.letters.issue(Wanted(kind=kind, about=moved.id))
    station = Workstation(clerk, look, threads)
    station.window.resize(1280, 800)
    station.window.show()
    press(hands, station, "rail-letter")
    panel = station.letter
    hands.wait("both are listed", lambda: panel.letters.rows.rowCount() == 2)
    hands.click_cell(panel.letters, 0, 0)
    hands.click_cell(panel.letters, 1, 0, CONTROL)
    hands.wait("the reader is at rest", lambda: threads.idle)
    hands.type(panel.outgoing.folder, str(tmp_path / "copies"))
    press(hands, station, "outgoing-save")
    hands.wait("it began", began.is_set)
    press(hands, station, "letter-progress-cancel")
    goes.set()
    hands.wait("it is told", lambda: "Stopped: 1 of 2 letters are in" in said(panel.message))
    assert len(list((tmp_path / "copies").glob("*.pdf"))) == 1
    threads.wait()


def _row(panel: LetterPanel, row: int) -> str:
    rows = panel.letters.rows
    return " | ".join(str(rows.index(row, c).data()) for c in range(rows.columnCount()))


def press(hands: Hands, station: Workstation, name: str) -> None:
    hands.click(hands.find(station.window, QAbstractButton, name))


def said(panel: QWidget) -> str:
    return " ".join(x.text() for x in panel.findChildren(QLabel) if x.isVisible())


def test_the_rail_shows_all_that_was_issued(station: Workstation, hands: Hands) -> None:
    hands.click(hands.find(station.window, QAbstractButton, "rail-letter"))
    hands.wait("the letters are in front", station.letter.isVisible)
    assert station.letter.kinds.isHidden()
    assert station.letter.letters.rows.rowCount() == 0


def test_all_pages_go_onto_paper(styled: object, letters_pdf: Path, tmp_path: Path) -> None:
    document, printer = QPdfDocument(), QPrinter()
    document.load(str(letters_pdf))
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert print_pages(document, printer) == document.pageCount() == 2
    paper = QPdfDocument()
    paper.load(str(tmp_path / "paper.pdf"))
    assert paper.pageCount() == 2
    seen = paper.render(1, QSize(200, 280)).convertToFormat(QImage.Format.Format_Grayscale8)
    assert min(bytes(seen.constBits())) < 128, "the second page is not blank"


def test_letters_go_onto_paper_one_after_the_other_until_they_are_stopped(
    styled: object, letters_pdf: Path, tmp_path: Path
) -> None:
    printer, pdf = QPrinter(), letters_pdf.read_bytes()
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert print_all([pdf, pdf, pdf], printer, lambda done, _whole: done < 2) == 2
    paper = QPdfDocument()
    paper.load(str(tmp_path / "paper.pdf"))
    assert paper.pageCount() == 4


@pytest.mark.qt_log_ignore("QPainter|QPdf|open", extend=True)
def test_a_printer_that_takes_nothing_is_told(
    styled: object, letters_pdf: Path, tmp_path: Path
) -> None:
    document, printer = QPdfDocument(), QPrinter()
    document.load(str(letters_pdf))
    printer.setOutputFileName(str(tmp_path / "nowhere" / "paper.pdf"))
    with pytest.raises(UsageError, match="Nothing was printed"):
        print_pages(document, printer)


@pytest.fixture
def letters_pdf(tmp_path: Path) -> Path:
    """A letter of two pages."""
    canvas = Canvas(str(tmp_path / "letter.pdf"))
    for page in (1, 2):
        canvas.setFillGray(0)
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.drawString(72, 700, f"Page {page}")
        canvas.showPage()
    canvas.save()
    return tmp_path / "letter.pdf"


def test_without_a_letter_the_screen_says_what_to_do_and_offers_nothing_to_send(
    hospital: Hospital, station: Workstation, hands: Hands
) -> None:
    station.show("letter")
    station.writing.open_all()
    panel = station.letter
    hands.wait("empty", lambda: panel.findChild(QWidget, "letter-empty").isVisible())
    assert not panel.outgoing.isVisible()
    assert not panel.path.isVisible()
    moved = station.desk.charts.history("0012-A")[0].applied
    station.desk.letters.issue(Wanted(kind="privacy-handoff", about=moved.id))
    station.writing.open_all()
    hands.wait("one is listed", panel.outgoing.isVisible)
    assert panel.findChild(QWidget, "letter-empty").isVisible()
    said = [each.text() for each in panel.outgoing.findChildren(QLabel)]
    assert said == ["Copies", "Labels", "Sent on"]
    hands.click_row(panel.letters, station.desk.letters.issued()[0].id)
    hands.key(panel.letters, Qt.Key.Key_Return)
    hands.wait("the letter is shown", panel.view.isVisible)
