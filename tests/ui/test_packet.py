# SPDX-License-Identifier: Apache-2.0
"""The making of a packet in the window: stopped it leaves nothing; once it went, it is printed."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from himdesk.domain.releases.request import State
from himdesk.services.releases.packets import building
from himdesk.ui.tasks import Tasks
from himdesk.ui.tour.hands import Hands
from services.hospital import Hospital
from services.papers import a_paper
from ui.printers import printed
from ui.releasing import (
    FORM,
    PASSPHRASE,
    a_request,
    a_walsh,
    at_work,
    fill,
    open_request,
    press,
    sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.printing.packet.build import Progress
    from himdesk.printing.packet.values import Packet, PacketOrder
    from himdesk.ui.look.theme import Look


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    a_walsh(made)
    yield made
    made.database.close()


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def threads() -> Iterator[Tasks]:
    """Work as the program does it, on threads."""
    made = Tasks()
    yield made
    made.wait()


class Press:
    """The making of packets, which can be held at each paper."""

    def __init__(self) -> None:
        self.goes, self.began = Event(), Event()
        self.goes.set()
        self._make = building._print

    def make(self, order: PacketOrder, progress: Progress | None) -> Packet:
        def heard(done: int, whole: int) -> None:
            self.began.set()
            assert self.goes.wait(10)
            if progress is not None:
                progress(done, whole)

        return self._make(order, heard)


def test_a_packet_that_is_stopped_leaves_nothing_and_one_that_went_is_printed(
    hospital: Hospital,
    hands: Hands,
    look: Look,
    threads: Tasks,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Press()
    monkeypatch.setattr(building, "_print", machine.make)
    request = a_request(hospital, FORM)
    station = at_work(hospital.desk("roi"), look, threads)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    packet, releases = station.releases.room.panel.packet, hospital.desk("roi").releases
    hands.wait("the packet is shown", lambda: packet.pages > 0 and threads.idle)
    pages, folder = packet.pages, tmp_path / "sent"
    folder.mkdir()
    hands.type(packet.passphrase, PASSPHRASE)
    hands.type(packet.path, str(folder / "packet.pdf"))
    machine.began.clear()
    machine.goes.clear()
    press(hands, packet, "release-build")
    hands.wait("it is being made", machine.began.is_set)
    assert not packet.build.isEnabled()
    hands.click(hands.find(packet.progress, QAbstractButton, "packet-progress-cancel"))
    machine.goes.set()
    hands.wait("it stopped", lambda: threads.idle and packet.progress.isHidden())
    assert list(folder.iterdir()) == []
    assert hospital.desk("roi").disclosures.log() == ()
    assert releases.show(request).release.state is State.OPEN

    hands.wait("it can go", packet.build.isEnabled)
    press(hands, packet, "release-build")
    hands.wait("it went", lambda: releases.show(request).release.state is State.RELEASED)
    hands.wait("it is shown as it went", packet.print.isVisible)
    assert [file.name for file in folder.iterdir()] == ["packet.pdf"]
    press(hands, packet, "packet-print")
    message = station.releases.room.panel.message
    assert (
        printed(station, hands, tmp_path / "paper.pdf", message, "Pages printed")
        == packet.pages
        >= pages
    )
    assert len(hospital.desk("roi").disclosures.log()) == 1
    press(hands, station.window, "release-ended")
    assert not message.isVisible(), "it was said of the request that was in front"


def test_a_packet_for_paper_asks_for_the_printer_once_it_went(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks, tmp_path: Path
) -> None:
    request = a_request(hospital, FORM, delivery="paper")
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    packet = station.releases.room.panel.packet
    hands.wait("the packet is shown", lambda: packet.pages > 0)
    press(hands, packet, "release-build")
    message = station.releases.room.panel.message
    assert printed(station, hands, tmp_path / "paper.pdf", message, "Pages printed") == packet.pages
    assert hospital.desk("roi").releases.show(request).release.state is State.RELEASED


def test_a_paper_nobody_can_open_is_named_and_the_rest_goes_once_it_is_left_out(
    hospital: Hospital, hands: Hands, look: Look, tasks: Tasks
) -> None:
    rubbish = b"%PDF-1.7 rubbish"
    broken = a_paper(hospital, "broken", rubbish, content_type="application/pdf")
    hospital.arrive(broken)
    request, releases = a_request(hospital, FORM), hospital.desk("roi").releases
    station = at_work(hospital.desk("roi"), look, tasks)
    open_request(station, hands, request)
    press(hands, station.window, "release-next")
    press(hands, station.window, "release-next")
    panel = station.releases.room.panel
    hands.wait("it is refused", panel.message.isVisible)
    said = panel.message.accessibleName()
    assert "broken of 2026-01-10 is a broken PDF. Leave them out" in said
    assert panel.packet.pages == 0
    assert not panel.packet.build.isEnabled()
    assert hospital.desk("roi").disclosures.log() == ()
    hands.key(panel.steps, Qt.Key.Key_Left)
    hands.wait("what goes is in front", panel.choose.isVisible)
    hands.click_cell(panel.choose.items, panel.choose.items.rows.row_of("broken"), 1)
    hands.key(panel.choose.items, Qt.Key.Key_Space)
    why = sheet(station, hands, "release-leave")
    fill(why, hands, "release-leave-why", "unreadable")
    press(hands, why, "release-leave-go")
    hands.wait("it is left out", lambda: releases.show(request).release.left_out)
    press(hands, station.window, "release-next")
    hands.wait("the packet is shown", lambda: panel.packet.pages > 0)
    assert not panel.message.isVisible(), "what was refused before no longer holds"
