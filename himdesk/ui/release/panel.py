# SPDX-License-Identifier: Apache-2.0
"""The release screen: the queue with its clock, and one request in three parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from himdesk.domain.releases.request import State
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import (
    ActionBar,
    ActionButton,
    SectionBar,
    WrapBar,
    label,
    on_click,
)
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import RowTable
from himdesk.ui.release.checking.pane import CheckPane
from himdesk.ui.release.choosing.pages_dialog import PagesDialog
from himdesk.ui.release.choosing.pane import ChoosePane
from himdesk.ui.release.forms.dialog import SheetDialog
from himdesk.ui.release.packets.pane import PacketPane
from himdesk.ui.release.values import CHECK, CHOOSE, PACKET, STEPS
from himdesk.ui.scans.button import ScansButton
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import column, inset
from himdesk.ui.widgets.state import State as Shown
from himdesk.ui.widgets.state import StatePanel
from himdesk.ui.widgets.switch import ChoiceSwitch
from himdesk.ui.widgets.tables.cell import Choice
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.scans.watch import Found
    from himdesk.ui.look.theme import Look
    from himdesk.ui.parts.rows import Row
    from himdesk.ui.release.values import PacketPage, PaperPages, ReleasePage, Sheet

LIST_WIDTH: Final = 330
LIST_LEAST: Final = 210
LIST_SHARE: Final = 1
CASE_SHARE: Final = 4
"""How the list and the request share what room there is beyond that."""
TOP_LINE: Final = 28
"""Pixels of the line of state, with the switch and the ring of its focus."""


class ReleasePanel(QWidget):
    """Shows requests; decides nothing. `chosen` carries a request, `step` the part in front."""

    chosen = Signal(str)
    ended_wanted = Signal(bool)
    intake_wanted = Signal()
    directory_wanted = Signal()
    letter_wanted = Signal(str)
    end_wanted = Signal()
    review_wanted = Signal()
    turned = Signal(str)
    counted = Signal(int)
    scans_wanted = Signal()

    def __init__(self, look: Look, *, writes: bool) -> None:
        """`writes` says whether this person may take down requests."""
        super().__init__()
        self.setObjectName("release")
        self.setAccessibleName("Release of information")
        self._look, self._ended, self._writes = look, False, writes
        self._listing = False
        self._page: ReleasePage | None = None
        self.message = MessageStrip(look, name="release-message")
        self.queue = RowTable(
            look, ("Request",), name="release-queue", title="Requests, due first", under=2
        )
        self.queue.horizontalHeader().hide()
        self.banner = IdentityBanner(look, name="release-banner")
        self.head = Line(look)
        self.steps = ChoiceSwitch(
            look, Choice(STEPS, CHECK), name="release-steps", label="Part of the request"
        )
        self.check, self.choose = CheckPane(look), ChoosePane(look)
        self.packet = PacketPane(look)
        self._panes = QStackedWidget()
        for pane in (self.check, self.choose, self.packet):
            self._panes.addWidget(pane)
        self._empty = StatePanel(look, name="release-empty")
        self._case = QWidget()
        self._lay_out(look)
        self._connect()
        self._show_case(on=False)

    def _lay_out(self, look: Look) -> None:
        self._list_bar = SectionBar(look, "Requests", name="release-queue-bar")
        self._over = ActionButton(look, "Show ended", name="release-ended", kind="link")
        self._list_bar.right.addWidget(on_click(self._over, self._toggle))
        words = "Choose one at the left."
        if self._writes:
            key = look.keys.spoken("release-new")
            words = f"Take one down with {key}: the legal clock starts with the day of receipt."
        action = "New request" if self._writes else ""
        self._empty.show_state(Shown("empty", "No request is shown", words, action))
        self._about = label("", kind="muted")
        self._about.setObjectName("release-about")
        self._about.setWordWrap(True)
        self._about.setContentsMargins(0, 0, 0, look.px(8))
        top = WrapBar(look, name="release-top", height=SIZES.screen_header, line=TOP_LINE)
        top.add(self.head)
        top.stretch()
        top.add(self.steps)
        whole = QVBoxLayout(self._case)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(top)
        whole.addWidget(inset(look, self._about, vertical=0))
        whole.addWidget(self._panes, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setObjectName("release-split")
        listed = column(self._list_bar, self.queue, stretch=1)
        listed.setMinimumWidth(look.px(LIST_LEAST))
        halves.addWidget(listed)
        self._right = QStackedWidget()
        self._right.addWidget(self._case)
        self._right.addWidget(self._empty)
        halves.addWidget(self._right)
        halves.setSizes([look.px(LIST_WIDTH), look.px(950)])
        halves.setStretchFactor(0, LIST_SHARE)
        halves.setStretchFactor(1, CASE_SHARE)
        halves.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(halves, 1)
        outer.addWidget(self._bar(look))

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="release-actions")
        self._note = label("", kind="muted")
        new = ActionButton(
            look, "New request…", name="release-new", action="release-new", icon_name="plus"
        )
        new.setVisible(self._writes)
        self.end = ActionButton(look, "End without a release…", name="release-ending", kind="flat")
        self.review = ActionButton(look, "Put down the review…", name="release-reviewing")
        self.letter = ActionButton(
            look, "Letters…", name="release-letter", action="release-letter", icon_name="letters"
        )
        self.next = ActionButton(
            look, "Next", name="release-next", action="release-next", icon_name="right"
        )
        self.scans = ScansButton(look, name="release-scans")
        entries = ActionButton(look, "Directory…", name="release-entries", kind="flat")
        entries.setVisible(self._writes)
        bar.add(on_click(entries, self.directory_wanted.emit))
        bar.add(on_click(self.scans, self.scans_wanted.emit), self._note)
        bar.stretch()
        bar.add(on_click(new, self.intake_wanted.emit), on_click(self.end, self.end_wanted.emit))
        bar.add(on_click(self.review, self.review_wanted.emit))
        bar.add(on_click(self.letter, self._letter), on_click(self.next, self._next))
        return bar

    def _connect(self) -> None:
        self.queue.pointed.connect(self._point)
        self.queue.opened.connect(lambda _release: self.steps.setFocus())
        self.steps.chosen.connect(self.turn)
        self._empty.acted.connect(self.intake_wanted)

    def show_queue(self, rows: Sequence[Row], *, ended: bool, chosen: str) -> None:
        """Show the requests, and one of them."""
        self._ended, self._listing = ended, True
        self.queue.show_rows(rows)
        at = self.queue.rows.row_of(chosen)
        if at >= 0:
            self.queue.selectRow(at)
        self._listing = False
        self._list_bar.say("Ended" if ended else "Requests", str(len(rows)))
        self._over.say("Show open" if ended else "Show ended")
        late = sum(1 for row in rows if row.tone)
        self._note.setText(f"{late} overdue" if late else "")
        if not ended:
            over = {State.RELEASED, State.DENIED}
            self.counted.emit(sum(row.cells[0] not in over for row in rows))
        if not rows:
            self._page = None
            self._show_case(on=False)

    def show_page(self, page: ReleasePage) -> None:
        """Show a request; another one from its first part on."""
        other = self._page is None or self._page.id != page.id
        self._page = page
        self._show_case(on=True)
        self.banner.show_who(page.who)
        self.head.show_cell(page.head)
        self.head.setMinimumWidth(self.head.sizeHint().width())
        self._about.setText(page.about)
        self.check.show_page(page)
        self.choose.show_page(page)
        self.packet.show_page(page)
        self.scans.allow(on="write" in page.able)
        self.review.setVisible("review" in page.able)
        self.end.setVisible("end" in page.able)
        self.letter.setVisible(bool(page.letters))
        if other:
            self.turn(CHECK)
        self._show_next()

    def turn(self, step: str) -> None:
        """Bring a part to the front."""
        self.steps.show_chosen(step)
        self._panes.setCurrentIndex(STEPS.index(step))
        self._show_next()
        self.turned.emit(step)

    def _show_next(self) -> None:
        self.next.say("Choose what goes" if self.step == CHECK else "Look at the packet")
        page = self._page
        self.next.setVisible(self.step != PACKET and page is not None and "choose" in page.able)

    @property
    def step(self) -> str:
        """The part in front."""
        return STEPS[self._panes.currentIndex()]

    def _next(self) -> None:
        self.turn(CHOOSE if self.step == CHECK else PACKET)

    def show_packet(self, page: PacketPage) -> None:
        """Show a packet; why there was none before no longer holds."""
        self.message.hide()
        self.packet.show_packet(page)

    def show_released(self, path: str) -> None:
        """Say that it went."""
        saved = f" and saved encrypted as {path}" if path else ""
        self.message.show_done(f"The packet is logged as released{saved}.")

    def show_done(self, text: str) -> None:
        """Say what was done."""
        self.message.show_done(text)

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.packet.show_ended()
        self.message.show_error(error)

    def show_scans(self, found: Found | None) -> None:
        """Say how many scans wait in the folder."""
        self.scans.show_found(found)

    def ask(self, sheet: Sheet) -> SheetDialog:
        """Open a form."""
        dialog = SheetDialog(self._look, sheet, self)
        dialog.open()
        return dialog

    def ask_pages(self, paper: PaperPages) -> PagesDialog:
        """Open the pages of a document."""
        dialog = PagesDialog(self._look, paper, self)
        dialog.open()
        return dialog

    def _point(self, release: str) -> None:
        """Another request: what was said of the one before goes when a person turns away."""
        if not self._listing:
            self.message.hide()
        self.chosen.emit(release)

    def _toggle(self) -> None:
        self.message.hide()
        self.ended_wanted.emit(not self._ended)

    def _letter(self) -> None:
        if self._page is not None:
            self.letter_wanted.emit(self._page.id)

    def _show_case(self, *, on: bool) -> None:
        self._right.setCurrentWidget(self._case if on else self._empty)
        if not on:
            self.scans.allow(on=False)
        for button in (self.end, self.review, self.letter, self.next):
            button.setVisible(on)
