# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting in the window: from the work list over the fee to what is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from himdesk.domain.releases.account_request import AccountState
from himdesk.services.releases.charging import ACCOUNTING as FEE
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from ui.releasing import a_walsh, at_work, choose, fill, go_to, press, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.disclosures.panel import DisclosuresPanel
    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    a_walsh(made)
    yield made
    made.database.close()


def test_a_second_accounting_is_asked_for_its_fee_agreed_to_and_given(
    hospital: Hospital, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    hands, roi = Hands(tmp_path), hospital.desk("roi")
    hospital.desk("admin").settings.change({FEE: "12.00"})
    day = date(2026, 3, 1)
    first = roi.accountings.open("0012-A", requester="Eileen Walsh", received=day).request.id
    roi.accountings.give(first, roi.accountings.make(first), b"the free one")
    station = at_work(roi, look, tasks)
    go_to(station, hands, "disclosures")
    panel, log = station.releases.log.panel, station.releases.log
    press(hands, station.window, "disclosures-requests")
    hands.wait("the list is shown", panel.steps.isVisible)
    press(hands, station.window, "accounting-new")
    form = sheet(station, hands, "accounting-intake")
    for name, text in (("mrn", "0012-A"), ("requester", "Eileen Walsh"),
                       ("received", "2026-03-01")):  # fmt: skip
        fill(form, hands, f"accounting-intake-{name}", text)
    press(hands, form, "accounting-intake-go")
    hands.wait("it is listed", lambda: panel.table.rows.rowCount() == 1)
    go_to(station, hands, "worklist")
    listed = station.worklist.panel.table
    hands.wait("it waits", lambda: listed.model().rowCount() == 1)
    hands.click_cell(listed, 0, 2)
    hands.key(listed, Qt.Key.Key_Return)
    hands.wait("it is in front", lambda: panel.isVisible() and panel.steps.isVisible())
    words = [cell.words for cell in panel.table.rows.rows[0].cells]
    assert "due 2026-04-30" in words[-1]
    press(hands, station.window, "accounting-make")
    hands.wait("it is made", lambda: log.presenter.made)
    hands.type(panel.path, str(tmp_path / "second.pdf"))
    press(hands, panel, "disclosures-save")
    hands.wait("the fee was not told", panel.message.isVisible)
    assert not (tmp_path / "second.pdf").exists()
    press(hands, station.window, "disclosures-requests")
    hands.wait("the list is shown", panel.steps.isVisible)
    press(hands, station.window, "accounting-letters")
    hands.wait("the letter is shown", lambda: station.letter.pages > 0)
    hands.shoot(station.window, "accounting-letters")
    hands.type(station.letter.sent, "2026-03-02")
    hands.type(station.letter.how, "post")
    hands.type(station.letter.path, str(tmp_path / "fee.pdf"))
    press(hands, station.window, "issue-letter")
    hands.wait("it is saved", (tmp_path / "fee.pdf").exists)
    press(hands, station.window, "letter-back")
    hands.wait("it is told", lambda: _how(panel) == "$12.00 told")
    hands.shoot(station.window, "accounting-requests")
    press(hands, station.window, "accounting-telling")
    form = sheet(station, hands, "accounting-fee")
    fill(form, hands, "accounting-fee-amount", "12.00")
    choose(form, hands, "accounting-fee-agrees", "yes")
    press(hands, form, "accounting-fee-go")
    hands.wait("it is agreed to", lambda: _how(panel) == "$12.00 agreed")
    press(hands, station.window, "accounting-make")
    hands.wait("it is made", lambda: not panel.steps.isVisible())
    hands.type(panel.path, str(tmp_path / "second.pdf"))
    press(hands, panel, "disclosures-save")
    hands.wait("it is saved", (tmp_path / "second.pdf").exists)
    states = {view.request.state for view in roi.accountings.find(ended=True)}
    assert (len(roi.accountings.find()), states) == (0, {AccountState.GIVEN})


def _how(panel: DisclosuresPanel) -> str:
    rows = panel.table.rows.rows
    return rows[0].cells[3].words if rows else ""
