# SPDX-License-Identifier: Apache-2.0
"""Decides how a packet is previewed, built, saved and printed; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.releases.request import Delivery
from himdesk.ui.release.values import PacketPage
from himdesk.ui.widgets.tables.cell import Row, hint, line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from himdesk.domain.progress import Progress
    from himdesk.services.desk import Desk
    from himdesk.services.releases.requests.values import Packet, ReleaseView
    from himdesk.ui.running import Start


class View(Protocol):
    """What the presenter asks of the screen."""

    def show_packet(self, page: PacketPage) -> None:
        """Show a packet."""

    def show_released(self, path: str) -> None:
        """Say that it went; `path` is where it was saved, if it was."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class PacketPresenter:
    """The packet of one request: what is previewed is what goes."""

    view: View
    desk: Desk
    start: Start
    changed: Callable[[str], None]

    def preview(self, view: ReleaseView) -> None:
        """Show the packet as it would go now."""
        release = view.release
        packets = self.desk.packets
        self.start(
            lambda progress: packets.preview(release.id, progress=progress),
            lambda packet: self.view.show_packet(_page(view, packet)),
            self.view.show_error,
        )

    def build(self, view: ReleaseView, passphrase: str, path: Path | None) -> None:
        """Build the packet for keeps, log it, and save it if it goes as a file."""
        release = view.release
        locked = passphrase if release.delivery is Delivery.FILE else None

        def work(progress: Progress) -> Packet:
            return self.desk.packets.build(
                release.id, passphrase=locked, progress=progress, file=path
            )

        def done(packet: Packet) -> None:
            page = _page(view, packet, released=True, passphrase=locked or "")
            self.view.show_packet(page)
            self.view.show_released("" if path is None else str(path))
            self.changed(release.id)

        def refused(error: Exception) -> None:
            self.view.show_error(error)
            self.changed(release.id)

        self.start(work, done, refused)


def _page(
    view: ReleaseView, packet: Packet, *, released: bool = False, passphrase: str = ""
) -> PacketPage:
    named = {line.item.id: line.item for line in view.lines}
    rows = []
    for number, (paper, first) in enumerate(packet.begins):
        item = named.get(paper)
        day = (item.at or "")[:10] if item is not None else ""
        title = (item.display or getattr(item.details, "title", "")) if item is not None else ""
        words = title or ("Records in lists" if paper == "listings" else "Goes along")
        row = (line(str(first)), line(*((hint(day),) if day else ()), words))
        rows.append(Row(f"{number}:{first}", row))
    front = packet.begins[0][1] - 1 if packet.begins else packet.pages
    top = Row("front:1", (line("1"), line("Cover and contents", hint(f"{front} pages"))))
    taken = [
        Row(f"stripped:{n}", (line(), line(hint(f"taken out: {what}", "chg_text"))))
        for n, (_, what) in enumerate(packet.stripped)
    ]
    pages = "page" if packet.pages == 1 else "pages"
    return PacketPage(
        id=view.release.id,
        pdf=packet.pdf,
        title=f"{packet.pages:,} {pages}, SHA-256 {packet.sha256[:12]}",
        contents=(top, *rows, *taken),
        passphrase=passphrase,
        released=released,
    )
