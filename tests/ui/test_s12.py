# SPDX-License-Identifier: Apache-2.0
"""S12: an amended note turns out to be another patient's, and is moved; by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QWidget

import builders as b
from himdesk.domain.amendments.case import ACCEPTANCE
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import STUB
from himdesk.store import content
from himdesk.ui.requests.dialog import FormDialog
from himdesk.ui.tour.hands import Hands
from printing.pages import texts
from services.hospital import Hospital
from ui.splitting import approve, at_work, button, open_chart, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

SAID = b"Social history: current smoker."


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    """Maria asked to correct a note; it was corrected, and she was written so."""
    made = Hospital.open(made_sqlite)
    with made.database.write("admin") as session:
        content.put(session, [SAID])
    note = b.a_document(
        "A",
        id="note",
        title="Clinic note",
        at="2025-05-01T10:00:00Z",
        author="Dr. Lee",
        content=sha256(SAID),
        content_type="text/plain",
    )
    for name, family, born, items in (
        ("A", "Quillfeather", "1984-03-12", (note,)),
        ("B", "Lakewood", "1990-07-01", ()),
    ):
        number = b.an_identifier(name, f"0012-{name}", type="MR")
        birth = b.a_birth_date(name, born)
        made.add(b.a_chart(name, b.a_name(name, family, "Maria"), number, birth, *items))
    _amended(made)
    yield made
    made.database.close()


def _amended(hospital: Hospital) -> str:
    cases = hospital.desk("clerk").cases
    form = {
        "how": "letter",
        "reason": "I never smoked",
        "requester": {"name": "Maria Quillfeather", "identity_check": "licence seen"},
        "items": [{"item": "note", "element": "note", "wrong": "smoker", "wanted": "never"}],
    }
    case = cases.open("0012-A", cases.today(), form).case.id
    cases.take(case, Decided(item=1, accept=True, reason="agreed"))
    asked = cases.correct(case, 1, kind="correction", text="Never smoked.", author="Dr. Lee")
    assert asked.request is not None
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    cases.take(case, LetterSent(kind=ACCEPTANCE, letter="L", on=cases.today(), how="post"))
    return case


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def seen(widget: QWidget) -> str:
    """All words on a screen, also those in tables and for screen readers."""
    words = [label.text() for label in widget.findChildren(QLabel)]
    words += [each.accessibleName() for each in widget.findChildren(QWidget)]
    for table in widget.findChildren(QTableView):
        model = table.model()
        words += [
            str(model.index(row, column).data(role) or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        ]
    return " ".join(words)


def move_to_b(station: Workstation, hands: Hands) -> None:
    """From A's chart to the review sheet of the note's move."""
    open_chart(station, hands, "0012-A")
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, "note")
    hands.click(button(station, hands, "chart-move"))
    field = hands.find(station.window, QLineEdit, "move-mrn")
    hands.type(field, "0012-B")
    hands.click(button(station, hands, "move-go"))
    button(station, hands, "review-confirm")


def test_s12_the_amendment_is_moot_privacy_is_warned_and_b_learns_nothing_of_a(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    move_to_b(station, hands)
    warned = seen(station.reviewing.panel)
    assert "An amendment request is about it" in warned
    assert "Warn the privacy officer" in warned
    hands.shoot(station.window, "s12-review")
    send(station, hands)
    station.window.close()

    supervisor = approve(hospital, hands, look, tasks)
    moved = supervisor.approve.change_set
    supervisor.window.close()

    station = at_work(hospital.desk("clerk"), look, tasks)
    _moot(station, hands)
    case = hospital.desk("clerk").cases.find(mrn="0012-A")[0]
    assert case.case.items[0].moot == "the note was another patient's"
    assert [letter.kind for letter in case.case.letters] == [ACCEPTANCE]  # they stay with A
    assert hospital.desk("clerk").cases.find(mrn="0012-B") == ()

    _hand_off(station, hands, moved, tmp_path)
    _b_knows_nothing(station, hands)
    station.window.close()
    assert sum(item.type == STUB for item in hospital.chart("A").items) == 1
    assert hospital.desk("clerk").cases.about(["note"]) == {}


def _moot(station: Workstation, hands: Hands) -> None:
    """A's case says that the record moved; the clerk notes the amendment as moot."""
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "rail-requests"))
    panel = station.requests.panel
    hands.wait("listed", lambda: panel.cases.rows.rowCount() == 1)
    hands.click_cell(panel.cases, 0, 0)
    hands.wait("shown", lambda: "record moved: amendment moot" in seen(panel))
    assert "warn the privacy officer" in seen(panel)
    hands.shoot(station.window, "s12-case")
    hands.wait("offered", lambda: panel.steps.rows.row_of("moot") >= 0)
    hands.click_cell(panel.steps, panel.steps.rows.row_of("moot"), 0)
    hands.key(panel.steps, Qt.Key.Key_Return)
    dialog = hands.find(station.window, FormDialog, "case-moot")
    why = hands.find(dialog, QLineEdit, "case-moot-why")
    hands.type(why, "the note was another patient's")
    hands.click(dialog.go)
    hands.wait("noted", lambda: "moot: the note was another" in seen(panel))


def _hand_off(station: Workstation, hands: Hands, moved: str, place: Path) -> None:
    """The privacy officer is told that letters about B's note went to A."""
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.click_row(station.history.sets, moved)
    hands.click(button(station, hands, "letter-change-set"))
    letter = station.letter
    hands.wait("kinds", lambda: letter.kinds.rows.row_of("privacy-handoff") >= 0)
    hands.click_cell(letter.kinds, letter.kinds.rows.row_of("privacy-handoff"), 0)
    hands.wait("previewed", lambda: letter.pages > 0)
    hands.type(letter.path, str(place / "handoff.pdf"))
    hands.click(button(station, hands, "issue-letter"))
    hands.wait("saved", (place / "handoff.pdf").exists)
    told = " ".join(" ".join(texts((place / "handoff.pdf").read_bytes())).split())
    assert "in letters about amendment request" in told


def _b_knows_nothing(station: Workstation, hands: Hands) -> None:
    """B's chart has the note with its amendment; nothing on the way tells who A is."""
    open_chart(station, hands, "0012-B")
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, "note")
    for screen in (station.chart, _amend(station, hands)):
        words = seen(screen)
        assert "Quillfeather" not in words
        assert "QUILLFEATHER" not in words
        assert "0012-A" not in words
        assert "1984-03-12" not in words


def _amend(station: Workstation, hands: Hands) -> QWidget:
    hands.click(button(station, hands, "chart-amend"))
    hands.wait("read", lambda: station.amending.document is not None)
    assert "Correction" in seen(station.amend)
    assert "Amendment request" not in seen(station.amend)
    hands.click(button(station, hands, "amend-back"))
    return station.amend
