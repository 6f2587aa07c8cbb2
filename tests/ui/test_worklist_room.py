# SPDX-License-Identifier: Apache-2.0
"""The work list gives its width to what there is, and its figures stand under each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import builders as b
from himdesk.domain.corrections.contradictions import contradictions
from himdesk.services.charts.comparing import Comparison
from himdesk.services.matching.values import Party
from himdesk.services.worklist.values import DUPLICATE, WorkItem
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.widgets.measure import width
from himdesk.ui.widgets.tables.cell import Text
from himdesk.ui.worklist.detail.differing import differing, pair_of
from himdesk.ui.worklist.lists.cells import row_of
from himdesk.ui.worklist.lists.model import DUE, PATIENTS, WHY
from himdesk.ui.worklist.lists.table import REASONS, WorkTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def a_case(key: str, probability: float, days_left: int | None = None) -> WorkItem:
    return WorkItem(
        id=key, kind=DUPLICATE, level=2, probability=probability, why=("same SSN",),
        parties=(), state="open", days_left=days_left, opened_at="2026-11-20T00:00:00Z",
    )  # fmt: skip


def test_reasons_stand_under_each_other_whatever_the_percentage(qtbot: QtBot) -> None:
    look = Look(LIGHT)
    assert qtbot is not None  # fonts need the application
    shares = [row_of(a_case("x", p)).cells[4].pieces[1] for p in (1.0, 0.886, 0.094)]
    assert all(isinstance(share, Text) for share in shares)
    assert len({width(share, look) for share in shares}) == 1


def test_due_days_take_room_only_where_there_are_some(qtbot: QtBot) -> None:
    table = WorkTable(Look(LIGHT))
    qtbot.addWidget(table)
    table.resize(1100, 400)
    table.show()
    table.list.show_ids(("a", "b"))
    table.list.show_rows([row_of(a_case("a", 0.9))])
    before = table.columnWidth(4)
    assert table.columnWidth(DUE) < 60
    table.list.show_rows([row_of(a_case("b", 0.9, days_left=3))])
    assert table.columnWidth(DUE) > 100
    assert table.columnWidth(4) < before


def test_in_a_wide_window_four_charts_have_the_room_that_reasons_do_not_need(
    qtbot: QtBot,
) -> None:
    table = WorkTable(Look(LIGHT))
    qtbot.addWidget(table)
    table.resize(2300, 400)
    table.show()
    assert table.columnWidth(PATIENTS) > 800
    assert table.columnWidth(WHY) == REASONS


def test_the_most_telling_differences_of_a_pair_are_told_first() -> None:
    left = b.a_chart(
        "A",
        b.a_name("A", "Santos", "Maria", middle="E"),
        b.a_birth_date("A", "1984-03-12"),
        b.a_phone("A", "619 555 0142"),
    )
    right = b.a_chart(
        "B", b.a_name("B", "Santos", "Maria", middle="Elena"), b.a_birth_date("B", "1984-12-03")
    )
    pair = Comparison((left, right), (), contradictions((left, right)), (), (), None)
    view = differing(pair)
    assert [cells[0].words for cells in view.fields] == ["Birth date", "Middle name", "Phone"]
    assert view.fields[0][1].words == "A 1984-03-12"
    assert view.fields[2][3].words == "B none recorded"
    assert view.against[0].words == "Birth dates differ"


def test_a_pair_with_a_restricted_or_retired_chart_is_not_looked_into() -> None:
    def party(mrn: str, *, restricted: bool = False, replaced_by: str | None = None) -> Party:
        return Party(
            mrn=mrn, name="", birth_date=None, sex=None, restricted=restricted, status="active",
            replaced_by=replaced_by, in_house=False, last_seen=None,
        )  # fmt: skip

    pair = a_case("x", 0.9)
    assert pair_of(replace(pair, parties=(party("1"), party("2")))) == ("1", "2")
    assert pair_of(replace(pair, parties=(party("1"), party("2", restricted=True)))) == ()
    assert pair_of(replace(pair, parties=(party("1"), party("2", replaced_by="1")))) == ()
    assert pair_of(pair) == ()
