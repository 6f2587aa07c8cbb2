# SPDX-License-Identifier: Apache-2.0
"""The amend screen keeps room for the redline and says all of a revision, in large text too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QRadioButton

from himdesk.domain.corrections.redline import Mark, Piece, redline
from himdesk.ui.amend.panel import AmendPanel
from himdesk.ui.amend.redline import RedlineView
from himdesk.ui.amend.values import AmendPage, RailRow, Standing, Written
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.parts.row_delegate import UNDER_ROLE
from himdesk.ui.widgets.banners.banner_values import Who

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NAME = "Progress note, Type 2 diabetes mellitus"
LINE = RailRow(
    id="n", icon="doc", title=NAME, when="2026-08-20 15:10", who="Roger Whitcomb, MD", mark="signed"
)


def opened(qtbot: QtBot, scale: float) -> AmendPanel:
    panel = AmendPanel(Look(LIGHT, Type(scale)))
    qtbot.addWidget(panel)
    panel.resize(1200, 600)
    panel.show()
    page = AmendPage(
        who=Who("", "GARCIA, Maria", ("00123",), ()),
        title=NAME,
        about="",
        author="Roger Whitcomb, MD",
        text="Smoker.",
        rail=(LINE,),
        sent=(),
        cases=(),
    )
    panel.show_page(page, Written(kind="correction", text="Smoker."), draft="")
    return panel


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_editor_and_redline_share_the_width_in_every_text_size(qtbot: QtBot, scale: float) -> None:
    panel = opened(qtbot, scale)
    assert panel.redline.width() >= 400
    assert abs(panel.redline.width() - panel.text.width()) < 40


def test_in_large_text_the_editor_s_title_says_what_a_kind_is_for(qtbot: QtBot) -> None:
    panel = opened(qtbot, 1.5)
    texts = {button.text() for button in panel.findChildren(QRadioButton)}
    assert texts == {"Addendum", "Late entry", "Correction", "Retraction"}
    assert panel.said_of_kind() == "was wrong"
    panel.show_saved("2026-08-21 10:31")
    panel.kinds.choose("retraction")
    assert panel.said_of_kind() == "draft saved 10:31"


def test_a_revision_has_lines_for_when_for_who_and_for_its_signature(qtbot: QtBot) -> None:
    panel = opened(qtbot, 1.0)
    assert not panel.sent.isVisible()  # nobody was sent it: an empty table says nothing
    index = panel.rail.rows.index(0, 0)
    assert index.data() == NAME
    assert index.data(UNDER_ROLE) == ("2026-08-20 15:10", "Roger Whitcomb, MD", "signed")
    assert panel.rail.rowHeight(0) >= 60


def test_lines_stand_as_close_in_the_redline_as_they_were_written(qtbot: QtBot) -> None:
    view = RedlineView(Look(LIGHT), name="redline")
    qtbot.addWidget(view)
    pieces = (Piece(Mark.KEPT, "one\ntwo\n\nfour"),)
    view.show_standing(Standing(band="CORRECTED", pieces=pieces))
    document = view.document()
    blocks = [document.findBlockByNumber(n) for n in range(document.blockCount())]
    assert [block.text() for block in blocks] == ["CORRECTED", "one", "two", "", "four"]
    assert {block.blockFormat().topMargin() for block in blocks} == {0.0}


def test_a_line_that_is_added_at_the_end_strikes_nothing() -> None:
    found = redline("Signed 15:10\n", "Signed 15:10\n Reviewed.")
    assert [piece.mark for piece in found] == [Mark.KEPT, Mark.ADDED]
