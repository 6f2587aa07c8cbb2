# SPDX-License-Identifier: Apache-2.0
"""The review sheet says what changes in the words of the other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

import builders as b
from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet
from himdesk.domain.corrections.redline import Mark, Piece, beside
from himdesk.domain.plans import Created
from himdesk.services.charts.legend import HELD
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.review.sheet import review_sheet
from himdesk.ui.review.table import section_table
from himdesk.ui.review.values import Line, Section
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.banners.banner_row import BannerRow
from himdesk.ui.widgets.banners.banner_values import Who

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from himdesk.ui.review.values import ReviewSheet


def a_sheet(*changes: Change, **values: str) -> ReviewSheet:
    change_set = ChangeSet(ChangeKind.MERGE, "clerk", "one person", changes)
    return review_sheet(change_set, numbers={"A": "00123"}, values=values, needs_approval=False)


def test_changed_fields_and_values_are_said_in_words() -> None:
    sheet = a_sheet(
        Change(PATIENT, "A", "choice_middle", "n1", "n2"),
        Change(PATIENT, "A", "choice_language", None, "s1"),
        n1="E",
        n2="Elena",
        s1="es",
    )
    said = {line.cells[1]: line.cells for line in sheet.sections[0].lines}
    assert said["Middle name"][2:] == ("E", "~", "Elena")
    assert said["Language"][2] == "none recorded"
    assert said["Language"][4] == "Spanish"


def test_what_differs_between_two_values_is_marked_and_what_was_missing_is_added() -> None:
    sheet = a_sheet(
        Change(PATIENT, "A", "choice_middle", "n1", "n2"),
        Change(PATIENT, "A", "choice_email", None, "m1"),
        n1="Elene",
        n2="Elena",
        m1="maria@example.org",
    )
    middle, email = sheet.sections[0].lines
    assert middle.pieces[2] == (Piece(Mark.KEPT, "Elen"), Piece(Mark.STRUCK, "e"))
    assert middle.pieces[4] == (Piece(Mark.KEPT, "Elen"), Piece(Mark.ADDED, "a"))
    assert (email.cells[3], email.pieces) == ("+", {})


def test_items_that_move_are_counted_to_the_right_with_their_sum(qtbot: QtBot) -> None:
    moves = [Change("encounter", f"e{n}", "patient_id", "A", "B") for n in range(12)]
    moves += [Change("document", "d1", "patient_id", "A", "B")]
    section = a_sheet(*moves).sections[0]
    assert section.lines[-1].cells == ("All items", "", "", "", "13")
    shown = section_table(Look(LIGHT), section)
    qtbot.addWidget(shown)
    shown.resize(900, 300)
    shown.show()
    edges = {
        cell.geometry().right()
        for cell in shown.findChildren(QLabel)
        if cell.text() in {"Items", "12", "1", "13"}
    }
    assert len(edges) == 1


def test_a_correction_strikes_and_adds_words_in_the_text_that_it_files(qtbot: QtBot) -> None:
    note = b.a_document("A", title="Correction: Progress note", content="x")
    created = Created(items=(note,), contents={"x": b"Former <smoker>."})
    change_set = ChangeSet(ChangeKind.AMEND, "clerk", "asked for", ())
    values = {f"{note.id}/{HELD}": "Current <smoker>."}
    sheet = review_sheet(
        change_set, numbers={}, values=values, needs_approval=True, created=created
    )
    shown = section_table(Look(LIGHT), sheet.sections[0])
    qtbot.addWidget(shown)
    text = next(cell for cell in shown.findChildren(QLabel) if "Former" in cell.text())
    assert "line-through" in text.text()
    assert "&lt;smoker&gt;" in text.text()
    assert text.accessibleName() == "Former <smoker>."


def test_one_chart_s_banner_takes_the_whole_width(qtbot: QtBot) -> None:
    row = BannerRow(Look(LIGHT), name="people")
    qtbot.addWidget(row)
    row.resize(1200, 60)
    row.show_people((Who("", "GARCIA, Maria", ("00123",), ()),))
    row.show()
    banner = row.findChild(IdentityBanner)
    assert banner is not None
    assert banner.width() == row.width()


def test_words_behind_a_count_take_the_width_that_there_is(qtbot: QtBot) -> None:
    words = "documents must be signed again by their authors in the other chart"
    section = Section("Entails", "", ("Count", "What"), (Line(("4", words)),), counts=0)
    shown = section_table(Look(LIGHT), section)
    qtbot.addWidget(shown)
    shown.resize(740, 300)
    shown.show()
    text = next(cell for cell in shown.findChildren(QLabel) if cell.text() == words)
    assert text.width() > 500


def test_two_values_with_little_in_common_are_marked_whole() -> None:
    one, two = "5634 Chestnut St, Riverbend", "529 Highland Ln, Cedar Falls Township"
    assert beside(one, two) == ((Piece(Mark.STRUCK, one),), (Piece(Mark.ADDED, two),))
    assert beside("E", "Elena")[1] == (Piece(Mark.KEPT, "E"), Piece(Mark.ADDED, "lena"))
    assert beside("Carla", "Carol")[0][0] == Piece(Mark.KEPT, "Carl")
