# SPDX-License-Identifier: Apache-2.0
"""Scenarios in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

import builders as b
from himdesk import __version__
from himdesk.ui.frame.about import AboutDialog
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    for name, family, given in (("A", "Quillfeather", "Maria"), ("B", "Quillfeather", "Mary")):
        visit = b.an_encounter(name, at="2025-01-05", number=f"V-{name}")
        made.add(
            b.a_chart(
                name,
                b.a_name(name, family, given),
                b.a_birth_date(name, "1984-03-12" if name == "A" else "1984-12-03"),
                b.a_sex(name),
                b.an_identifier(name, f"0012-{name}", type="MR"),
                visit,
                b.a_clinical(name, encounter_id=visit.id, display="Sodium"),
            )
        )
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def at_work(desk: Desk, look: Look, tasks: Tasks) -> Workstation:
    station = Workstation(desk, look, tasks)
    station.window.resize(1280, 800)
    station.window.show()
    search = station.window.rail.findChild(QAbstractButton, "rail-search")
    QTest.mouseClick(search, Qt.MouseButton.LeftButton)
    return station


def compare_both(station: Workstation, hands: Hands) -> None:
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "quillfeather")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-A")
    hands.click_row(station.search.hits, "0012-B", CONTROL)
    hands.click(hands.find(station.window, QAbstractButton, "compare-selected"))
    hands.wait("compared", lambda: station.comparing.comparison is not None)


def button(station: Workstation, hands: Hands, name: str) -> QAbstractButton:
    return hands.find(station.window, QAbstractButton, name)


def choose_birth_date(station: Workstation, hands: Hands, key: Qt.Key) -> None:
    model = station.compare.fields.fields
    row = next(
        i for i in range(model.rowCount()) if model.row(model.index(i, 0)).field == "birth_date"
    )
    hands.click_cell(station.compare.fields, row, 0)
    hands.key(station.compare.fields, key)


def confirm(station: Workstation, hands: Hands) -> None:
    before = station.reviewing.carried
    hands.type(hands.find(station.window, QPlainTextEdit, "review-reason"), "registered twice")
    hands.click(button(station, hands, "review-confirm"))
    hands.wait("carried out", lambda: station.reviewing.carried > before)


def test_s1_a_duplicate_is_merged_in_the_window(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    compare_both(station, hands)
    review = button(station, hands, "review-merge")
    assert not review.isEnabled()  # the birth date is not chosen yet
    choose_birth_date(station, hands, Qt.Key.Key_B)
    assert review.isEnabled()
    assert "0012-B into 0012-A" in review.accessibleName()
    hands.click(review)
    assert not button(station, hands, "review-confirm").isEnabled()  # no reason yet
    confirm(station, hands)
    assert hospital.chart("B").patient.replaced_by == "A"
    assert hospital.chart("A").value("birth_date") == "1984-12-03"


def test_the_survivor_can_be_swapped_by_its_key(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    compare_both(station, hands)
    hands.click(button(station, hands, "swap-survivor"))
    assert "0012-A into 0012-B" in button(station, hands, "review-merge").accessibleName()


def test_undo_lists_what_came_since_and_waits_for_decisions(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    clerk = hospital.desk("clerk")
    merged = clerk.corrections.merge("0012-A", ["0012-B"], reason="registered twice")
    late = b.an_encounter("A", at="2026-02-01", registered_mrn="0012-B")
    hospital.arrive(late)
    assert merged.applied is not None

    station = at_work(clerk, look, tasks)
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "0012-A")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-A")
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.click(button(station, hands, "chart-history"))
    hands.click_row(station.history.sets, merged.applied.id)
    hands.click(button(station, hands, "undo-change-set"))
    review = button(station, hands, "undo-review")
    assert not review.isEnabled()
    hands.click(button(station, hands, "undo-next"))
    hands.key(station.window.focusWidget(), Qt.Key.Key_2)
    assert review.isEnabled()
    hands.click(review)
    confirm(station, hands)
    station.window.close()

    supervisor = at_work(hospital.desk("supervisor"), look, tasks)
    hands.click(button(supervisor, hands, "rail-approve"))
    hands.wait("listed", lambda: supervisor.approve.requests.rows.rowCount() == 1)
    hands.click_cell(supervisor.approve.requests, 0, 0)
    hands.click(button(supervisor, hands, "approve-request"))
    hands.wait("approved", lambda: bool(supervisor.approve.change_set))
    assert late.id in {item.id for item in hospital.chart("B").items}


def test_the_undo_shows_the_birth_date_that_comes_back_beside_todays(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    clerk = hospital.desk("clerk")
    merged = clerk.corrections.merge(
        "0012-A", ["0012-B"], reason="registered twice", keep={"birth_date": "0012-B"}
    )
    assert merged.applied is not None
    station = at_work(clerk, look, tasks)
    station.open_undo(merged.applied.id)
    shown = {
        letter: station.undo.findChild(IdentityBanner, f"undo-banner-{letter}").accessibleName()
        for letter in "=A"
    }
    assert "1984-12-03" in shown["="]
    assert "1984-03-12" in shown["A"]


def test_about_tells_version_database_ledger_and_licence(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    desk = hospital.desk("clerk")
    station = at_work(desk, look, tasks)
    station.window.open_palette()
    field = station.window.palette_of_commands.field
    hands.type(field, "About himdesk")
    hands.key(field, Qt.Key.Key_Return)
    hands.wait("shown", lambda: station.window.findChild(AboutDialog) is not None)
    dialog = station.window.findChild(AboutDialog)
    said = " ".join(row.cells[1].words for row in dialog.table.rows.rows)
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[hospital.database.dialect]
    for part in (__version__, kind, desk.audit.head()[1][:12], "Apache-2.0"):
        assert part in said


def test_an_own_request_can_not_be_approved_in_the_window(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.add(b.a_person("C", b.a_flag("C", "part2")))
    desk = hospital.desk("supervisor")
    desk.corrections.merge("0012-A", ["0012-C"], reason="registered twice", acknowledged={})
    station = at_work(desk, look, tasks)
    station.show("approve")
    hands.wait("listed", lambda: station.approve.requests.rows.rowCount() == 1)
    hands.click_cell(station.approve.requests, 0, 0)
    assert not button(station, hands, "approve-request").isEnabled()


def test_screens_that_a_role_may_not_use_are_absent(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    entries = {w.accessibleName() for w in station.window.rail.findChildren(QAbstractButton)}
    assert not any("Compare" in entry or "Approve" in entry for entry in entries)


def test_a_restricted_chart_asks_for_a_reason(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.add(
        b.a_chart(
            "V",
            b.a_name("V", "Nightingale", "Ottilie"),
            b.an_identifier("V", "0012-V", type="MR"),
            b.a_flag("V", "vip"),
        )
    )
    station = at_work(hospital.desk("clerk"), look, tasks)
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "0012-V")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-V")
    assert station.search.hits.rows.index(0, 1).data() == "(restricted)"
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.type(hands.find(station.window, QLineEdit, "glass-reason"), "asked by the ward")
    hands.click(button(station, hands, "break-glass"))
    hands.wait("open", lambda: station.reading.overview is not None)
    assert station.reading.overview is not None
    assert station.reading.overview.chart.name() == "NIGHTINGALE, Ottilie"


def test_no_patient_stands_in_the_window_title(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    compare_both(station, hands)
    assert station.window.windowTitle() == "himdesk"
