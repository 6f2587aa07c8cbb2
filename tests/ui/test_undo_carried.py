# SPDX-License-Identifier: Apache-2.0
"""Beside each entry that came later stands what it carries and for whom that speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import builders as b
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.undo.carried import carries
from himdesk.ui.undo.panel import UndoPanel
from himdesk.ui.undo.table import speaking
from ui import samples

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from himdesk.domain.charts.charts import Chart


def chart(name: str, given: str, born: str, phone: str) -> Chart:
    own = (b.a_name(name, "Jensen", given), b.a_birth_date(name, born), b.a_phone(name, phone))
    return b.a_chart(name, *own, b.an_address(name, "7 Larkspur Court"), number=f"0012{name}")


CHARTS = (
    chart("A", "Carol", "1957-03-23", "534 555 0198"),
    chart("B", "Carla", "1957-23-03", "(465) 555-0107"),
)


def test_a_visit_tells_what_it_was_registered_with_and_whom_that_fits() -> None:
    visit = b.an_encounter(
        "A",
        registered_name="JENSEN, CARLA",
        registered_birth_date="1957-03-23",
        registered_phone="465-555-0107",
        registered_address="7 Larkspur Court, Springfield, IL 60992",
        registered_mrn="0012B",
    )
    found = {each.label: each for each in carries(visit, CHARTS)}
    assert found["Name"].sides == ("JENSEN, Carol", "JENSEN, Carla")
    assert found["Name"].fits == (False, True)
    assert found["Birth date"].fits == (True, False)
    assert found["Phone"].fits == (False, True)
    assert found["Address"].fits == (True, True)
    assert found["MRN"].fits == (False, True)
    sides = samples.an_undo().sides
    assert speaking(tuple(found.values()), sides) == "2 of 5 fit A, 4 of 5 fit B"


def test_of_two_telephones_the_one_that_fits_is_told() -> None:
    own = (b.a_phone("A", "534 555 0198"), b.a_phone("A", "775 555 0164", use="mobile"))
    (phone,) = carries(
        b.an_encounter("A", registered_phone="775-555-0164"), (b.a_chart("A", *own),)
    )
    assert (phone.sides, phone.fits) == (("775 555 0164",), (True,))


def test_a_chart_that_says_nothing_speaks_neither_for_nor_against() -> None:
    nobody = b.a_chart("C", b.a_name("C", "Jensen", "Carla"))
    (phone,) = carries(b.an_encounter("A", registered_phone="465-555-0107"), (nobody,))
    assert phone.fits == (None,)


def test_of_another_entry_stands_what_it_says() -> None:
    note = b.a_document("A", title="Progress note", author="Dr. Lee")
    told = {each.label: (each.text, each.fits) for each in carries(note, CHARTS)}
    assert told["Author"] == ("Dr. Lee", ())


def test_the_entry_under_the_cursor_is_told_below(qtbot: QtBot, look: Look) -> None:
    panel = UndoPanel(look)
    qtbot.addWidget(panel)
    panel.resize(1228, 700)
    view = samples.an_undo()
    visit = b.an_encounter("A", registered_mrn="0012B")
    decisions = tuple(replace(d, carries=carries(visit, CHARTS)) for d in view.decisions)
    panel.show_view(replace(view, decisions=decisions))
    panel.show()
    assert [row.key for row in panel.carried.rows.rows] == ["MRN"]
    panel.show_view(replace(view, decisions=()))
    assert not panel.carried.isVisible()


def test_in_large_text_the_decisions_have_the_larger_part(qtbot: QtBot) -> None:
    panel = UndoPanel(Look(LIGHT, Type(2.0)))
    qtbot.addWidget(panel)
    panel.resize(1820, 900)
    panel.show_view(samples.an_undo())
    panel.show()
    assert panel.decisions.width() > 1.6 * panel.home.width()
