# SPDX-License-Identifier: Apache-2.0
"""Overlays are divided in real windows on real databases, by keys and mouse only."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import STUB, Document, Kind
from himdesk.domain.corrections.split import SEALED
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure
from himdesk.services.training.records.pdf import pdf
from himdesk.store import content
from himdesk.store.reading import history
from himdesk.ui.parts.controls import SectionBar
from himdesk.ui.reader.pages import PagesView
from himdesk.ui.split.values import Compared
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui import reach
from ui.overlays import OTHER, a_father_and_his_son, two_strangers
from ui.splitting import (
    approve,
    at_work,
    button,
    decide_rest,
    drag,
    open_chart,
    open_split,
    send,
    stand_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from himdesk.domain.charts.items import Item
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.workstation import Workstation

BOTH = b"Both brothers seen: the elder coughs, the other is well."
TOLD = Disclosure(
    id="", patient="", on=date(2026, 2, 2), recipient="Zenith Insurance", address="PO Box 1",
    description="a note", purpose="claim", basis=Basis.PAYMENT, items=("v04-n",),
)  # fmt: skip
SCAN = pdf([[f"sheet {page}"] for page in range(1, 7)])


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    with made.database.write("admin") as session:
        content.put(session, [SCAN])
    scan = b.a_document(
        "A",
        id="scan",
        title="Consents",
        at="2024-04-19",
        content=sha256(SCAN),
        content_type="application/pdf",
        signature=None,
    )
    made.add(two_strangers(scan))
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def test_s11_an_overlay_of_two_strangers_is_divided_in_the_window(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    strange = ["v01", "v04", "v07", "v10"]
    told = hospital.desk("roi").disclosures.record("0012-A", TOLD, how="fax")
    hospital.desk("supervisor").corrections.hold(strange, reason="two persons in one chart")
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    review = button(station, hands, "split-review")
    assert not review.isEnabled()  # nothing is decided
    mark_cluster(station, hands, "1986-11-02")  # one of the two clusters, at once
    assert station.split.rows.marked() == strange
    hands.key(station.split.rows, Qt.Key.Key_2)
    hands.click(button(station, hands, "split-all"))
    assert not review.isEnabled()  # nothing tells whose the allergy and the scan are

    stand_on(station, hands, "scan")
    hands.click(button(station, hands, "split-both"))
    hands.type(hands.find(station.window, QLineEdit, "split-pages-text"), "4-6")
    hands.key(hands.find(station.window, QLineEdit, "split-pages-text"), Qt.Key.Key_Return)
    stand_on(station, hands, "allergy")
    hands.click(button(station, hands, "split-both"))
    hands.type(hands.find(station.window, QLineEdit, "split-again-text"), "both say so")
    hands.key(hands.find(station.window, QLineEdit, "split-again-text"), Qt.Key.Key_Return)
    decide_rest(station, hands, Qt.Key.Key_1)
    assert hands.find(station.window, QLineEdit, "split-new-family").text() == "HARPER"
    assert hands.find(station.window, QLineEdit, "split-new-birth-date").text() == "1986-11-02"
    hands.type(hands.find(station.window, QLineEdit, "split-new-suffix"), "III")
    hands.click(review)
    send(station, hands)
    station.window.close()
    before = {item.id for item in hospital.chart("A").items}
    assert len(before) == 41 + len(strange)  # flags; nothing moves before a second person agrees

    supervisor = approve(hospital, hands, look, tasks)
    left = hospital.chart("A")
    gone = {"v01", "v04", "v07", "v10"}
    assert not gone & {item.id for item in left.items}
    assert sum(item.type == STUB for item in left.items) == len(gone)
    history = supervisor.desk.charts.history("0012-A")
    sets = {each.applied.id: each.applied.change_set for each in history}
    done_set = supervisor.approve.change_set
    done = sets[done_set].changes
    chart = hospital.chart(next(c.after or "" for c in done if c.id == "v01"))
    assert chart.name() == "HARPER, James T III"
    assert chart.value("birth_date") == "1986-11-02"
    notes = [i.details for i in chart.items if i.id in {f"{visit}-n" for visit in gone}]
    assert {n.signature for n in notes if isinstance(n, Document)} == {"needed"}
    assert {i.derived_from for i in chart.items} == {None, "scan", "allergy"}
    assert next(i for i in left.items if i.id == "scan").sensitivity == SEALED
    flags = [i for i in chart.items if i.kind is Kind.FLAG]
    assert len(flags) == len(gone)
    assert all(flag.until for flag in flags)  # what was held may go out again
    supervisor.window.close()
    number, about = chart.patient.number, done_set
    own = printed(hospital, hands, look, tasks, "0012-A", about, "split-certificate")
    other = printed(hospital, hands, look, tasks, number, about, "split-certificate")
    assert "were taken out of this chart" in own
    assert "came to this chart" in other
    assert (number in own, "0012-A" in other) == (False, False)
    handed = printed(hospital, hands, look, tasks, number, about, "privacy-handoff")
    assert told.disclosure.recipient in handed


def mark_cluster(station: Workstation, hands: Hands, named: str) -> None:
    """Mark the rows of a cluster by the menu of them."""
    hands.click(button(station, hands, "split-cluster"))
    menu = hands.find(station.window, QMenu, "split-clusters")
    at = next(i for i, each in enumerate(menu.actions()) if named in each.text())
    for _ in range(at + 1):
        hands.key(menu, Qt.Key.Key_Down)
    hands.key(menu, Qt.Key.Key_Return)


def printed(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, mrn: str, about: str, kind: str
) -> str:
    """From the chart by its history to a letter about a change set; what the saved PDF says."""
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, mrn)
    hands.click(button(station, hands, "chart-history"))
    hands.click_row(station.history.sets, about)
    hands.click(button(station, hands, "letter-change-set"))
    kinds = station.letter.kinds
    hands.click_cell(kinds, kinds.rows.row_of(kind), 0)
    hands.wait("previewed", lambda: station.writing.wanted and station.letter.pages > 0)
    file = hands.out / f"{kind}-{mrn}.pdf"
    hands.type(hands.find(station.window, QLineEdit, "letter-file"), str(file))
    hands.click(button(station, hands, "issue-letter"))
    hands.wait("saved", file.exists)
    station.window.close()
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(file)]
    return " ".join(" ".join(pages).split())


def test_a_split_is_taken_back_from_the_history(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    hands.click(button(station, hands, "split-all"))
    decide_rest(station, hands, Qt.Key.Key_1)
    hands.click(button(station, hands, "split-review"))
    send(station, hands)
    station.window.close()
    supervisor = approve(hospital, hands, look, tasks)
    change_set = supervisor.approve.change_set
    assert "Split 0012-A into" in supervisor.approve.message.accessibleName()
    hands.click(button(supervisor, hands, "approve-message-link"))
    button(supervisor, hands, "undo-review")
    supervisor.window.close()

    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "chart-history"))
    hands.click_row(station.history.sets, change_set)
    hands.click(button(station, hands, "undo-change-set"))
    hands.click(button(station, hands, "undo-review"))
    send(station, hands)
    station.window.close()
    approve(hospital, hands, look, tasks).window.close()
    back = {item.id for item in hospital.chart("A").items}
    assert {"v01", "v04", "v07", "v10"} <= back


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_a_cluster_is_marked_and_decided_with_one_key(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    mark_cluster(station, hands, "1986-11-02")
    assert station.split.rows.marked() == ["v01", "v04", "v07", "v10"]
    hands.key(station.split.rows, Qt.Key.Key_2)
    assert station.splitting.decisions.chosen == dict.fromkeys(("v01", "v04", "v07", "v10"), "B")
    assert station.split.bar.accessibleName().endswith("undecided 29, B 12")


def test_three_asks_for_the_existing_chart_first(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    stand_on(station, hands, "v01")
    hands.key(station.split.rows, Qt.Key.Key_3)
    assert station.window.focusWidget() is station.split.target.text
    assert station.splitting.decisions.chosen == {}


def test_what_was_decided_holds_on_when_one_goes_back_and_comes_again(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    stand_on(station, hands, "v01")
    hands.key(station.split.rows, Qt.Key.Key_2)
    hands.click(button(station, hands, "split-back"))
    hands.click(button(station, hands, "chart-split"))
    assert "B 3" in station.split.bar.accessibleName()


def test_pages_that_are_not_there_are_refused(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    stand_on(station, hands, "scan")
    hands.click(button(station, hands, "split-both"))
    hands.type(hands.find(station.window, QLineEdit, "split-pages-text"), "5-9")
    hands.key(hands.find(station.window, QLineEdit, "split-pages-text"), Qt.Key.Key_Return)
    assert "pages 1 to 6" in station.split.message.accessibleName()
    assert station.splitting.decisions.divided == {}


def test_everything_on_the_screen_is_named_and_reached(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, qtbot: QtBot
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    reach.assert_reachable(qtbot, station.split)


def test_the_rail_begins_with_the_open_chart_and_asks_for_one_without(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    hands.click(button(station, hands, "rail-split"))
    hands.click(button(station, hands, "split-empty-action"))
    open_chart(station, hands, "0012-A")
    hands.click(button(station, hands, "rail-split"))
    hands.wait("read", lambda: station.splitting.preview is not None)
    assert button(station, hands, "split-next").isEnabled()


def test_who_may_not_split_sees_no_way_to_it(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("roi"), look, tasks)
    open_chart(station, hands, "0012-A")
    assert not station.chart.split.isVisible()
    assert not station.chart.move_item.isVisible()


def test_s8_the_sons_visit_goes_to_his_own_chart(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    father, son = a_father_and_his_son()
    hospital.add(father)
    hospital.add(son)
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands, "0012-S")
    target = hands.find(station.window, QLineEdit, "split-target")
    hands.type(target, "0012-J")
    hands.key(target, Qt.Key.Key_Return)
    hands.wait("taken", station.split.target.hits.isHidden)
    shown = station.split.lanes._split
    assert shown is not None
    row = next(r for r in shown.rows if r.facts.key == "ed")
    assert (row.suggest, row.because) == ("C", "registered with birth date 1976-02-03")
    stand_on(station, hands, "ed")
    assert row.registered == (
        Compared("Birth date", "1976-02-03", "C", (("A", "1949-06-01"), ("C", "1976-02-03"))),
    )
    beside = station.split.side.compared.rows
    told = [[beside.index(n, c).data() for c in range(beside.columnCount())] for n in range(2)]
    assert told == [
        ["Name", "SMITH, John R Jr", "SMITH, John R Sr", "SMITH, John R Jr"],
        ["Birth date", "1976-02-03", "1949-06-01", "1976-02-03"],
    ]
    drag(station, "old", "C")  # by mistake, and back
    drag(station, "old", "A")
    drag(station, "ed", "A")
    drag(station, "ed", "C")
    decide_rest(station, hands, Qt.Key.Key_1)
    review = button(station, hands, "split-review")
    hands.click(review)
    send(station, hands)
    station.window.close()
    supervisor = approve(hospital, hands, look, tasks)
    about = supervisor.approve.change_set
    supervisor.window.close()
    there = {item.id: item for item in hospital.chart("J").items}
    assert {"ed", "ed-note", "ed-order", "ed-result", "ed-account"} <= there.keys()
    note = there["ed-note"].details
    assert isinstance(note, Document)
    assert note.signature == "needed"
    stubs = [item for item in hospital.chart("S").items if item.type == STUB]
    assert stubs
    assert not any("0012-J" in repr(stub) or "Jr" in repr(stub) for stub in stubs)
    query = printed(hospital, hands, look, tasks, "0012-J", about, "signature-request")
    assert "Dear Dr. Patel" in query
    assert "0012-S" not in query


def test_s12_an_amended_note_is_moved_to_its_patient(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    hospital.add(b.a_person("B", b.an_identifier("B", "0012-B", type="MR")))
    hospital.desk("clerk").corrections.amend(
        "v01-n", kind="addendum", text="Never smoked.", author="Dr. Osei", reason="patient asked"
    )
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, "v01-n")
    hands.click(button(station, hands, "chart-move"))
    field = hands.find(station.window, QLineEdit, "move-mrn")
    hands.type(field, "0012-B")
    hands.click(button(station, hands, "move-go"))
    send(station, hands)
    station.window.close()
    approve(hospital, hands, look, tasks).window.close()
    items = hospital.chart("B").items
    assert any(item.parent_id == "v01-n" for item in items)  # the amendment went along
    assert not any("0012-A" in repr(item.details) for item in items)
    assert sum(item.type == STUB for item in hospital.chart("A").items) == 1


def test_an_item_is_filed_under_the_right_visit_of_its_own_chart(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_chart(station, hands, "0012-A")
    hands.click_row(station.chart.kinds, "document")
    hands.click_row(station.chart.entries, "v00-n")
    hands.click(button(station, hands, "chart-move"))
    visits = hands.find(station.window, QComboBox, "move-visit")
    at = visits.findData("v02")
    visits.setFocus()
    for _ in range(at):
        QTest.keyClick(visits, Qt.Key.Key_Down)
    hands.click(button(station, hands, "move-go"))
    send(station, hands)
    note = next(item for item in hospital.chart("A").items if item.id == "v00-n")
    assert note.encounter_id == "v02"


@pytest.mark.slow
def test_a_chart_of_ten_thousand_items_opens_within_a_second(
    hospital: Hospital, look: Look, tasks: Tasks
) -> None:
    items = []
    for n in range(2000):
        registered = OTHER if n % 3 else {**OTHER, "registered_birth_date": "1958-05-21"}
        day = f"{2000 + n // 100}-{1 + n % 12:02}-{1 + n % 28:02}"
        items.append(b.an_encounter("L", id=f"l{n}", at=day, **registered))
        items += [b.a_clinical("L", at=day, encounter_id=f"l{n}") for _ in range(4)]
    name = b.an_identifier("L", "0012-L", type="MR")
    hospital.add(b.a_chart("L", name, b.a_birth_date("L", "1958-05-21"), *items))
    station = at_work(hospital.desk("clerk"), look, tasks)
    started = time.process_time()
    station.open_split("0012-L")
    opened = time.process_time() - started
    assert station.split.rows.rows.rowCount() > 10_000
    started = time.process_time()
    station.split.rows.choose_row("l1")
    QTest.keyClick(station.split.rows, Qt.Key.Key_2)
    decided = time.process_time() - started
    assert (opened < 1, decided < 1) == (True, True), (opened, decided)


def test_a_note_about_both_is_retracted_and_documented_anew_for_each(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    with hospital.database.write("admin") as session:
        content.put(session, [BOTH])
    hospital.arrive(
        b.a_document("A", id="both", title="Family visit", at="2025-06-01", content=sha256(BOTH))
    )
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    hands.click(button(station, hands, "split-all"))
    stand_on(station, hands, "both")
    hands.click(button(station, hands, "split-both"))
    note = hands.find(station.window, QPlainTextEdit, "split-rewrite-note")
    assert note.toPlainText() == BOTH.decode()
    go = button(station, hands, "split-rewrite-go")
    assert not go.isEnabled()
    hands.type(hands.find(station.window, QPlainTextEdit, "split-rewrite-A"), "The elder coughs.")
    hands.type(hands.find(station.window, QPlainTextEdit, "split-rewrite-B"), "The other is well.")
    hands.shoot(station.window, "rewrite")
    hands.click(go)
    shown = station.split._row("both")
    assert shown is not None
    assert shown.both == "retracted, and documented anew for A and B"
    decide_rest(station, hands, Qt.Key.Key_1)
    hands.click(button(station, hands, "split-review"))
    send(station, hands)
    station.window.close()
    supervisor = approve(hospital, hands, look, tasks)
    left = hospital.chart("A").items
    original = next(item for item in left if item.id == "both")
    assert (original.in_error, original.sensitivity) == (True, SEALED)
    with hospital.database.read() as session:
        done = history.change_set(session, supervisor.approve.change_set).change_set.changes
    there = hospital.chart(next(c.after or "" for c in done if c.id == "v01")).items
    parts = [item for item in (*left, *there) if item.derived_from == "both"]
    assert [said(hospital, item) for item in parts] == ["The elder coughs.", "The other is well."]
    assert {item.details.signature for item in parts} == {"needed"}  # type: ignore[union-attr]
    supervisor.window.close()


def said(hospital: Hospital, item: Item) -> str:
    assert isinstance(item.details, Document)
    with hospital.database.read() as session:
        return content.get(session, item.details.content or "").decode()


def test_the_pages_of_a_scan_are_seen_while_it_is_divided(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, qtbot: QtBot
) -> None:
    station = at_work(hospital.desk("clerk"), look, tasks)
    open_split(station, hands)
    stand_on(station, hands, "scan")
    hands.click(button(station, hands, "split-both"))
    pages = hands.find(station.window, PagesView, "split-pages-view")
    assert pages.page_count == 6
    hands.key(pages, Qt.Key.Key_End)
    heading = hands.find(station.window, SectionBar, "split-pages-title")
    hands.wait("the last", lambda: any("page 6 of 6" in w.text() for w in labels(heading)))
    reach.assert_reachable(qtbot, hands.find(station.window, QDialog, "split-pages"))


def labels(widget: QWidget) -> list[QLabel]:
    return widget.findChildren(QLabel)
