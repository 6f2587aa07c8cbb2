# SPDX-License-Identifier: Apache-2.0
"""DOMAIN S4, S7, S9, S10 and S17 in real windows on both databases, by keys and mouse only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from sqlalchemy import select

import builders as b
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import Category
from himdesk.domain.errors import SignInFailed
from himdesk.services.charts.own import OWN_CHARTS
from himdesk.store.tables import ACCESS_LOG
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.workstation import Workstation
from services.duplicates import HELEN, Registry
from services.hospital import Hospital
from ui.splitting import at_work, button, open_chart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks

MIA = HELEN | {"last": "Anderson", "first": "Mia", "middle": "Grace", "dob": "2015-02-03"}
MILA = MIA | {"first": "Mila", "ssn": "412-33-8766"}
ANNE = HELEN | {"last": "Smith-Jones", "first": "Anne", "middle": "E", "dob": "1985-04-12"}
BABY = {"last": "Nguyen", "sex": "M", "dob": "2026-02-01", "street": "8 Pier Road",
        "city": "Kartown", "zip": "44100", "phone": "555-611-2233"}  # fmt: skip
RIGHT = "quiet-harbour-7"


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    made = Hospital.open(made_database)
    yield made
    made.database.close()


@pytest.fixture
def registry(hospital: Hospital, tmp_path: Path) -> Registry:
    return Registry(hospital, tmp_path)


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


def compare(station: Workstation, hands: Hands, name: str, *mrns: str) -> None:
    """From the search to the charts side by side."""
    hands.click(button(station, hands, "rail-search"))
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, name)
    hands.key(field, Qt.Key.Key_Return)
    for mrn in mrns:
        first = mrn == mrns[0]
        modifier = Qt.KeyboardModifier.NoModifier if first else CONTROL
        hands.click_row(station.search.hits, mrn, modifier)
    hands.click(button(station, hands, "compare-selected"))
    hands.wait("compared", station.compare.fields.isVisible)


def situations(station: Workstation) -> str:
    """The chips beside the evidence."""
    pane = station.compare.evidence
    return pane.findChild(object, "evidence-situations").accessibleName()  # type: ignore[no-any-return]


def said(station: Workstation) -> str:
    """The contradictions, in words."""
    return " ".join(line.title for line in station.compare.warnings.shown)


def choose(station: Workstation, hands: Hands, field: str, key: Qt.Key) -> None:
    """Choose a chart's value in a row."""
    table = station.compare.fields
    model = table.fields
    rows = range(model.rowCount())
    row = next(i for i in rows if model.row(model.index(i, 0)).field == field)
    hands.click_cell(table, row, 0)
    hands.key(table, key)


def merge(station: Workstation, hands: Hands) -> None:
    """Review the merge and confirm it."""
    hands.click(button(station, hands, "review-merge"))
    confirm(station, hands)


def confirm(station: Workstation, hands: Hands) -> None:
    """Give the reason on the review sheet and confirm it."""
    reason = hands.find(station.window, QPlainTextEdit, "review-reason")
    hands.type(reason, "ID card seen")
    hands.click(button(station, hands, "review-confirm"))
    hands.wait("done", lambda: not reason.isVisible())


def test_s4_three_charts_of_one_person_become_one_from_the_work_list(
    registry: Registry, hands: Hands, look: Look, tasks: Tasks
) -> None:
    registry.register(T1=MIA, T2=MIA | {"phone": "555-611-2244"}, T3=MIA | {"middle": "G"})
    station = at_work(registry.hospital.desk("clerk"), look, tasks)
    hands.click(button(station, hands, "rail-worklist"))
    queue = station.worklist.panel.table
    hands.wait("one row for the three", lambda: len(queue.list.ids) == 1)
    hands.click_cell(queue, 0, 1)
    hands.key(queue, Qt.Key.Key_Return)
    hands.wait("compared", station.compare.fields.isVisible)
    assert set(station.comparing.mrns) == {"T1", "T2", "T3"}
    survivor = station.comparing.mrns[1]
    hands.click(button(station, hands, "swap-survivor"))
    at = station.comparing.mrns.index("T3")
    choose(station, hands, "middle", (Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_C)[at])
    merge(station, hands)
    hands.wait("it left the queue", lambda: registry.queue() == [])
    done = registry.hospital.desk("clerk").charts.history(survivor)[0].applied.change_set
    assert (done.kind, len(done.charts())) == (ChangeKind.MERGE, 3)
    assert registry.hospital.desk("clerk").charts.open(survivor).value("middle") == "G"


def test_s7_twins_are_seen_as_such_and_kept_apart_for_good(
    registry: Registry, hands: Hands, look: Look, tasks: Tasks
) -> None:
    registry.register(T1=MIA, T2=MILA)
    station = at_work(registry.hospital.desk("clerk"), look, tasks)
    compare(station, hands, "anderson", "T1", "T2")
    assert "possible twins" in situations(station)
    model = station.compare.fields.fields
    texts = [str(model.index(i, 3).data()) for i in range(model.rowCount())]
    assert any("digit 9 of 9 differs" in text for text in texts)
    hands.click(button(station, hands, "compare-distinct"))
    hands.click(button(station, hands, "judge-distinct"))
    confirm(station, hands)
    assert registry.queue() == []
    registry.take(registry.file({"record_id": "T2", "mrn": "T2", **MILA, "phone": "555-700-9911"}))
    registry.hospital.desk("supervisor").matching.scan()
    assert registry.queue() == []


def test_s9_a_newborn_never_merges_with_its_mother(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    number = b.an_identifier("M", "0012-M", type="MR")
    hospital.add(b.a_chart("M", b.a_name("M", "Nguyen", "Linh"), number, b.a_birth_date("M")))
    mother = b.a_clinical("B", Category.MOTHER, value="0012-M")
    number = b.an_identifier("B", "0012-B", type="MR")
    born = b.a_birth_date("B", "2026-02-01")
    name = b.a_name("B", "Nguyen", "Baby Boy", use="temp")
    hospital.add(b.a_chart("B", name, number, born, mother))
    station = at_work(hospital.desk("clerk"), look, tasks)
    compare(station, hands, "nguyen", "0012-M", "0012-B")
    assert "Mother and her child" in said(station)
    choose(station, hands, "birth_date", Qt.Key.Key_A)
    assert not button(station, hands, "review-merge").isEnabled()


def test_s9_two_newborns_are_never_proposed_and_a_rename_keeps_the_first_name(
    registry: Registry, hands: Hands, look: Look, tasks: Tasks
) -> None:
    registry.register(
        B1=BABY | {"first": "Baby Boy A"}, B2=BABY | {"first": "Baby Boy B"},
    )  # fmt: skip
    registry.take(registry.file({"record_id": "B1", "mrn": "B1", **BABY, "first": "Minh"}))
    station = at_work(registry.hospital.desk("clerk"), look, tasks)
    hands.click(button(station, hands, "rail-worklist"))
    hands.wait("read", lambda: station.worklist.presenter.overview is not None)
    assert station.worklist.panel.table.list.ids == ()
    open_chart(station, hands, "B1")
    hands.click_row(station.chart.kinds, "name")
    names = station.chart.entries.rows
    hands.wait("both names", lambda: names.rowCount() == 2)
    listed = {str(names.index(i, 1).data()) for i in range(2)}
    assert listed == {"NGUYEN, Minh", "NGUYEN, Baby Boy A"}


def test_s10_names_and_days_that_changed_places_are_seen_and_the_day_is_chosen(
    registry: Registry, hands: Hands, look: Look, tasks: Tasks
) -> None:
    registry.register(
        N1=ANNE,
        N2=ANNE | {"last": "Jones", "middle": "", "dob": "1985-12-04"},
        N3=ANNE | {"last": "Anne", "first": "Jones", "middle": ""},
    )
    station = at_work(registry.hospital.desk("clerk"), look, tasks)
    table = station.worklist.panel.table
    hands.wait("listed", lambda: len(table.list.ids) == 1)
    hands.key(table, Qt.Key.Key_Return)
    hands.wait("compared", station.compare.fields.isVisible)
    pane = station.compare.evidence
    seen = set()
    for key, pair in ((Qt.Key.Key_1, "AB"), (Qt.Key.Key_2, "AC"), (Qt.Key.Key_3, "BC")):
        hands.key(pane.pair, key)
        assert pane.pair.choice.chosen == pair
        seen |= set(situations(station).split("⇄"))
    words = " ".join(seen)
    assert "day and month swapped" in words
    assert "first and last name swapped" in words
    review = button(station, hands, "review-merge")
    assert not review.isEnabled()  # the birth date is for a person to choose
    numbers = station.comparing.mrns
    choose(station, hands, "birth_date", Qt.Key(int(Qt.Key.Key_A) + numbers.index("N1")))
    merge(station, hands)
    desk = registry.hospital.desk("clerk")
    whole = desk.charts.open("N2")
    assert whole.value("birth_date") == "1985-04-12"
    assert "1985-12-04" in {getattr(item.details, "value", None) for item in whole.items}
    assert registry.queue() == []


def a_vip(hospital: Hospital) -> None:
    """A restricted chart, and one of the same name that is not."""
    for name, flags in (("V", ["vip"]), ("W", [])):
        number = b.an_identifier(name, f"0012-{name}", type="MR")
        called = b.a_name(name, "Nightingale", "Ottilie")
        more = [b.a_flag(name, flag) for flag in flags]
        hospital.add(b.a_chart(name, called, number, b.a_birth_date(name), *more))


def at_work_with_password(hospital: Hospital, look: Look, tasks: Tasks) -> Workstation:
    """A window whose person is asked for the password again."""

    def check(password: str) -> None:
        if password != RIGHT:
            raise SignInFailed

    station = Workstation(hospital.desk("clerk"), look, tasks, check=check)
    station.window.resize(1280, 800)
    station.window.show()
    return station


def verbs(hospital: Hospital) -> list[str]:
    with hospital.database.read() as session:
        return list(session.execute(select(ACCESS_LOG.c.verb)).scalars())


def test_s17_the_glass_is_broken_with_reason_and_password_for_an_hour(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    a_vip(hospital)
    station = at_work_with_password(hospital, look, tasks)
    hands.click(button(station, hands, "rail-search"))
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "0012-V")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-V")
    assert station.search.hits.rows.index(0, 1).data() == "(restricted)"
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.type(hands.find(station.window, QLineEdit, "glass-reason"), "asked by the ward")
    opened = button(station, hands, "break-glass")
    assert not opened.isEnabled()  # the password is missing
    password = hands.find(station.window, QLineEdit, "glass-password")
    hands.type(password, "not it")
    hands.click(opened)
    hands.wait("refused", station.chart.message.isVisible)
    assert station.reading.overview is None
    assert "break-glass" not in verbs(hospital)
    hands.type(password, RIGHT)
    hands.key(password, Qt.Key.Key_Return)
    hands.wait("open", lambda: station.reading.overview is not None)
    assert "break-glass" in verbs(hospital)
    hospital.time += timedelta(hours=2)
    hands.click(button(station, hands, "chart-back"))
    hands.click_row(station.search.hits, "0012-V")
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.wait("asked again", hands.find(station.window, QLineEdit, "glass-reason").isVisible)


def test_s17_the_own_chart_is_compared_and_left_to_a_colleague(
    registry: Registry, hands: Hands, look: Look, tasks: Tasks
) -> None:
    registry.register(T1=MIA, T2=MIA)
    clerk = registry.hospital.desk("clerk")
    registry.hospital.desk("admin").settings.change({OWN_CHARTS: "clerk: T2"})
    station = at_work(clerk, look, tasks)
    compare(station, hands, "anderson", "T1", "T2")
    message = station.compare.message
    hands.wait("it is told", lambda: "T2 is your own" in message.accessibleName())
    hands.click(button(station, hands, "compare-message-close"))
    hands.click(button(station, hands, "review-merge"))
    hands.wait("it is refused", lambda: "T2 is your own" in message.accessibleName())
    assert station.compare.isVisible()


def test_s17_a_restricted_and_a_plain_chart_become_a_restricted_one(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    a_vip(hospital)
    hospital.desk("clerk").charts.break_glass("0012-V", reason="asked by the ward")
    station = at_work(hospital.desk("clerk"), look, tasks)
    compare(station, hands, "nightingale", "0012-V", "0012-W")
    if station.comparing.mrns[0] != "0012-W":
        hands.click(button(station, hands, "swap-survivor"))
    model = station.compare.fields.fields
    rows = [model.row(model.index(i, 0)) for i in range(model.rowCount())]
    (sensitivity,) = [row for row in rows if row.label == "Sensitivity"]
    assert sensitivity.result.text == "confidential"
    merge(station, hands)
    supervisor = hospital.desk("supervisor")
    for request in supervisor.approvals.requests():
        supervisor.charts.break_glass("0012-V", reason="to approve a merge")
        supervisor.approvals.approve(request.id)
    survivor = hospital.chart("W")
    assert hospital.chart("V").patient.replaced_by == "W"
    assert survivor.restricted


def test_s17_documents_of_a_restricted_chart_are_named_nowhere(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    secret = b.a_document("V", title="Psychiatry consult", at="2026-01-01")
    number = b.an_identifier("V", "0012-V", type="MR")
    flag = b.a_flag("V", "vip")
    hospital.add(b.a_chart("V", b.a_name("V", "Nightingale", "Ottilie"), number, secret, flag))
    station = at_work(hospital.desk("clerk"), look, tasks)
    hands.click(button(station, hands, "rail-search"))
    field = hands.find(station.window, QLineEdit, "search-text")
    hands.type(field, "0012-V")
    hands.key(field, Qt.Key.Key_Return)
    hands.click_row(station.search.hits, "0012-V")
    hands.key(station.search.hits, Qt.Key.Key_Return)
    hands.wait("asked", hands.find(station.window, QLineEdit, "glass-reason").isVisible)
    assert station.chart.entries.rows.rowCount() == 0
    assert station.chart.kinds.rows.rowCount() == 0
    assert station.chart.detail.accessibleDescription() == ""
