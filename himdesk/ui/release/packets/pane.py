# SPDX-License-Identifier: Apache-2.0
"""The third part of a request: the packet page by page, and its release on paper or as a file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.passphrase import STRONG, check_passphrase, strength
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionButton, SectionBar, WrapBar, label, on_click
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.pages.printing import ask
from himdesk.ui.widgets.panes import column
from himdesk.ui.widgets.progress import ProgressStrip
from himdesk.ui.widgets.state import State, StatePanel
from himdesk.ui.widgets.tables.cell import Chip, Column, Meter, hint, line
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import PacketPage, ReleasePage

COLUMNS: Final = (Column("Page", 50, right=True), Column("What", 220, stretch=1))
CONTENTS_WIDTH, CONTENTS_LEAST = 290, 260
CONTENTS_SHARE, PAGES_SHARE = 1, 4
"""How the contents and the pages share what room there is beyond that."""


class PacketPane(QWidget):
    """Shows the packet. `wanted` asks for a preview, `released` carries passphrase and file.

    `printed` carries the printer that was chosen; `stopped` asks to stop the work under way.
    """

    wanted = Signal()
    released = Signal(str, str)
    printed = Signal(object)
    stopped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("release-packet")
        self._look = look
        self._sent, self._began = "", 0.0
        self._page: ReleasePage | None = None
        self._encrypted = self._buildable = self._print_after = False
        self.contents = CellTable(look, COLUMNS, name="packet-contents", label="Contents")
        self.contents.plain_header()
        self.view = PdfPages(self, name="packet-pages", title="The packet as it goes")
        self.progress = ProgressStrip(look, name="packet-progress")
        self.passphrase = _edit(
            "packet-passphrase", "Passphrase of the packet", "told by telephone"
        )
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.path = _edit("packet-file", "File to save the packet in")
        self.strength = Line(look)
        self._none = StatePanel(look, name="packet-none")
        self.build = ActionButton(
            look, "Release", name="release-build", action="release-build", kind="primary"
        )
        self.print = ActionButton(
            look, "Print…", name="packet-print", action="packet-print", icon_name="print"
        )
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        self._bar = SectionBar(look, "Packet", name="packet-bar")
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("packet-split")
        contents_bar = SectionBar(look, "Contents", name="packet-contents-bar")
        listed = column(contents_bar, self.contents, stretch=1)
        listed.setMinimumWidth(look.px(CONTENTS_LEAST))
        halves.addWidget(listed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.view)
        halves.addWidget(column(self._bar, self._stack, stretch=1))
        halves.setSizes([look.px(CONTENTS_WIDTH), look.px(700)])
        halves.setStretchFactor(0, CONTENTS_SHARE)
        halves.setStretchFactor(1, PAGES_SHARE)
        halves.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(halves, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self._sending(look))

    def _sending(self, look: Look) -> QWidget:
        bar = WrapBar(look, name="packet-actions", height=SIZES.action_bar, line=SIZES.button)
        bar.setProperty("surface", "true")
        self._secret = QWidget()
        named = QHBoxLayout(self._secret)
        named.setContentsMargins(0, 0, 0, 0)
        named.setSpacing(look.px(8))
        named.addWidget(label("Passphrase", kind="muted"))
        named.addWidget(self.passphrase)
        named.addWidget(self.strength)
        for widget, least in ((self.passphrase, 130), (self.strength, 92), (self.path, 200)):
            widget.setMinimumWidth(look.px(least))
        self.passphrase.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.path.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.add(self._secret, self.path)
        bar.stretch()
        bar.add(on_click(self.print, self._print), on_click(self.build, self._release))
        self._state = bar
        return bar

    def _show_file(self, *, on: bool) -> None:
        self._secret.setVisible(on)
        self.path.setVisible(on)

    def _connect(self) -> None:
        self.passphrase.textChanged.connect(lambda _text: self._judge())
        self.path.textChanged.connect(lambda _text: self._judge())
        self.contents.current.connect(self._jump)
        self.progress.cancelled.connect(self.stopped)
        self._none.acted.connect(self.wanted)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self.view.page_count

    def show_page(self, page: ReleasePage) -> None:
        """Another request, or the same as it stands now: its packet is to be looked at anew.

        One that just went stays in front, so that it can be printed; so does one that still holds.
        """
        if page.id == self._sent or page == self._page:
            return
        if self._page is None or self._page.id != page.id:
            self.passphrase.clear()
            self._name_file(page.id)
        self._page = page
        self._sent, self._encrypted = "", page.encrypted
        self._buildable = "build" in page.able
        self.view.clear()
        self.contents.show_rows(())
        self.print.hide()
        words = page.lacking or "The packet is put together as it would go; nothing is logged yet."
        can = "Preview the packet" if "preview" in page.able else ""
        title = "The packet was not looked at yet" if can else "There is no packet to look at"
        self._none.show_state(State("empty", title, words, can))
        self._stack.setCurrentWidget(self._none)
        self._bar.say("Packet", "")
        self._show_file(on=page.encrypted)
        self._state.setVisible(self._buildable)
        verb = "Release and save" if page.encrypted else "Release and print…"
        self.build.say(verb)
        self.build.show()
        self._judge()
        if self.isVisible() and can:
            self.wanted.emit()

    def _name_file(self, release: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.path.setText(str(Path(folder) / f"release-{release[-12:].lower()}.pdf"))
        self.path.setCursorPosition(0)

    def show_packet(self, page: PacketPage) -> None:
        """Show a packet."""
        self.progress.end()
        self._sent = page.id if page.released else ""
        self.view.show_pdf(page.pdf, page.passphrase)
        self.contents.show_rows(page.contents)
        self._stack.setCurrentWidget(self.view)
        self._bar.say("As it went" if page.released else "Preview", page.title)
        self._show_file(on=self._encrypted and not page.released)
        self.build.setVisible(not page.released)
        self.print.setVisible(page.released)
        self._state.setVisible(page.released or self._buildable)
        self._judge()
        if page.released and not self._encrypted:
            self._print()

    def show_begun(self, text: str) -> None:
        """Work is under way."""
        self._began = time.monotonic()
        self.progress.begin(text)
        self.build.setEnabled(False)

    def show_progress(self, done: int, whole: int) -> None:
        """How far it is."""
        self.progress.show_progress(done, whole, time.monotonic() - self._began)

    def show_ended(self) -> None:
        """The work ended without a packet."""
        self.progress.end()
        self._judge()

    def _judge(self) -> None:
        """Say how strong the passphrase is; what is weak can't go."""
        looked = self._stack.currentWidget() is self.view
        self.build.setEnabled(looked and self._buildable)
        if not self._encrypted:
            return
        text = self.passphrase.text()
        why = _weak(text)
        bits = strength(text)
        word = "weak" if why else "strong" if bits >= STRONG else "fair"
        tone = {"weak": "stop", "fair": "warn", "strong": "done"}[word]
        pieces = (Meter(min(bits / STRONG, 1.0)), Chip(word, tone)) if text else (hint("none yet"),)
        self.strength.show_cell(line(*pieces))
        self.strength.setToolTip(why)
        named = bool(self.path.text().strip())
        self.build.setEnabled(looked and self._buildable and not why and named)

    def _release(self) -> None:
        path = self.path.text().strip() if self._encrypted else ""
        self.released.emit(self.passphrase.text(), path)

    def _print(self) -> None:
        ask(self, max(self.pages, 1), self.printed.emit)

    def _jump(self, key: str) -> None:
        page = key.partition(":")[2]
        if page.isdecimal() and self.pages:
            self.view.pageNavigator().jump(int(page) - 1, QPointF())


def _weak(passphrase: str) -> str:
    try:
        check_passphrase(passphrase)
    except UsageError as error:
        return error.message()
    return ""


def _edit(name: str, title: str, hint_: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint_ or title)
    return made
