# SPDX-License-Identifier: Apache-2.0
"""The work list on screen: queues at the left, cases in the middle, what can be done below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.widgets.panes import ScreenHeader
from himdesk.ui.widgets.tables.cell import Chip, Piece, Text
from himdesk.ui.worklist.acting.dialogs import AskDialog
from himdesk.ui.worklist.detail.strip import DetailStrip
from himdesk.ui.worklist.lists.queues import QueueList
from himdesk.ui.worklist.lists.table import WorkTable
from himdesk.ui.worklist.values import OWNER_NAMES, SORT_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from himdesk.services.worklist.values import Colleague
    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.tables.cell import Row
    from himdesk.ui.worklist.acting.questions import Answer, Ask
    from himdesk.ui.worklist.values import DetailView, HeadView, QueuesView

FITS, FOLDS = 1000, 760
"""Widths below which there is no room for the order, and none for the queues' names."""
LEAST, MOST = 180, 320
"""The width of the filter."""
TYPING_PAUSE = 250
LOOK_AGAIN = 20_000
STAYING = 350
"""Milliseconds at one case after which its charts are looked at."""

ACTIONS = (
    ("claim", "Take"),
    ("give-back", "Give back"),
    ("ask-for", "Ask for it…"),
    ("assign", "Assign…"),
    ("distinct", "Not the same person…"),
    ("right", "It is right…"),
    ("wrong", "It is wrong…"),
    ("ask", "Ask…"),
    ("came", "Answered…"),
    ("snooze", "Snooze…"),
    ("wake", "Wake"),
    ("comment", "Comment…"),
    ("reopen", "Open again…"),
)
"""What can be done with a case, in the order of the bar: name and words."""


class WorklistPanel(QWidget):
    """Shows what waits and says what the person wants; decides nothing."""

    queue_chosen = Signal(str)
    filtered = Signal(str)
    owner_chosen = Signal(str)
    sort_chosen = Signal(str)
    wanted = Signal(list)
    pointed = Signal(str)
    opened = Signal(str)
    acted = Signal(str)
    """The name of an action on the current case, or on the ticked ones."""
    looked_again = Signal()
    rested = Signal(str)
    """The case at which one stays."""
    file_wanted = Signal(str, str)
    """The current case, and the digest of a file of its evidence."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("worklist")
        self.setAccessibleName("Worklist")
        self._look = look
        self.message = MessageStrip(look, name="worklist-message")
        self.queues, self.table = QueueList(look), WorkTable(look)
        self.detail = DetailStrip(look)
        self.text = QLineEdit()
        self.text.setObjectName("worklist-filter")
        self.text.setAccessibleName("Filter by name or MRN")
        self.text.setPlaceholderText("Filter by name or MRN")
        self.text.setClearButtonEnabled(True)
        self.owner = self._combo("worklist-owner", "Owner", OWNER_NAMES)
        self.sort = self._combo("worklist-sort", "Order", SORT_NAMES)
        self.buttons = {
            name: ActionButton(look, words, name=f"worklist-{name}", action=f"work-{name}")
            for name, words in ACTIONS
        }
        self.files = ActionButton(look, "Open a file…", name="worklist-files", icon_name="doc")
        self._found: tuple[tuple[str, str], ...] = ()
        self._open = ActionButton(look, "Open", name="worklist-open", kind="primary")
        self._note = label("", kind="muted")
        self._narrow = False
        self._lay_out(look)
        self._connect()

    def _combo(self, name: str, title: str, names: dict[str, str]) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(title)
        for key, words in names.items():
            made.addItem(words, key)
        return made

    def _lay_out(self, look: Look) -> None:
        self.head = ScreenHeader(look, name="worklist-head")
        self.text.setMinimumWidth(look.px(LEAST))
        self.text.setMaximumWidth(look.px(MOST))
        self._save = ActionButton(
            look, "Save filter…", name="worklist-save-filter", action="work-save"
        )
        self.head.add(self.text, self.owner, self.sort, self._save)
        bar = ActionBar(look, name="worklist-actions")
        for button in self.buttons.values():
            bar.add(button)
            button.hide()
        bar.add(self.files)
        self.files.hide()
        bar.stretch()
        bar.add(self._note, self._open)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        parts: tuple[QWidget, ...] = (self.head, self.message, self.table, self.detail, bar)
        for part in parts:
            right.addWidget(part, 1 if part is self.table else 0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.queues)
        whole.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the queues keep their signs, and less is said of a case."""
        super().resizeEvent(event)
        px = self._look.px
        self.queues.fold(folded=self.width() < px(FOLDS))
        narrow = self.width() < px(FITS)
        if narrow != self._narrow:
            self._narrow = narrow
            self.detail.narrow(on=narrow)
            self.sort.setVisible(not narrow)  # a click on a title sorts too

    def _connect(self) -> None:
        self._pause, self._again, self._stay = QTimer(self), QTimer(self), QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._again.setInterval(LOOK_AGAIN)
        self._again.start()
        self._pause.timeout.connect(lambda: self.filtered.emit(self.text.text()))
        self._again.timeout.connect(self._look_again)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.text.returnPressed.connect(self._entered)
        self.queues.chosen_queue.connect(self.queue_chosen)
        self.queues.opened.connect(lambda _key: self.table.setFocus())
        self.owner.activated.connect(lambda _at: self.owner_chosen.emit(self.owner.currentData()))
        self.sort.activated.connect(lambda _at: self.sort_chosen.emit(self.sort.currentData()))
        self.table.list.wanted.connect(self.wanted)
        self.table.pointed.connect(self.pointed)
        self._stay.setSingleShot(True)
        self._stay.setInterval(STAYING)
        self._stay.timeout.connect(self._rest)
        self.table.pointed.connect(lambda _case: self._stay.start())
        self.table.opened.connect(self.opened)
        self.table.ticked.connect(self._ticked)
        self.table.sorted_by.connect(self.sort_chosen)
        on_click(self._save, self._save_filter)
        on_click(self.files, self._choose_file)
        on_click(self._open, lambda: self.opened.emit(self.table.current()))
        for name, button in self.buttons.items():
            on_click(button, partial(self.acted.emit, name))

    def _choose_file(self) -> None:
        """The one file of the evidence, or which of several."""
        case = self.table.current()
        if len(self._found) == 1:
            self.file_wanted.emit(case, self._found[0][0])
            return
        menu = QMenu(self)
        menu.setObjectName("worklist-files-menu")
        for digest, name in self._found:
            menu.addAction(name, partial(self.file_wanted.emit, case, digest))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.files.mapToGlobal(self.files.rect().bottomLeft()))

    def _rest(self) -> None:
        if self.isVisible() and not self._narrow:
            self.rested.emit(self.table.current())

    def _look_again(self) -> None:
        if self.isVisible():
            self.looked_again.emit()

    def _entered(self) -> None:
        self._narrow_now()
        self.table.setFocus()

    def _narrow_now(self) -> None:
        self._pause.stop()
        self.filtered.emit(self.text.text())

    def _save_filter(self) -> None:
        """Keep what stands there, also what was typed a moment ago."""
        if self._pause.isActive():
            self._narrow_now()
        self.acted.emit("save-filter")

    def _ticked(self, key: str) -> None:
        self.table.list.tick(key)
        count = len(self.table.list.ticked)
        self._note.setText(f"{count} ticked" if count else "")
        self.pointed.emit(self.table.current())

    # what the presenter calls

    def show_queues(self, view: QueuesView) -> None:
        """Show the queues at the left."""
        self.queues.show_view(view)

    def show_head(self, view: HeadView) -> None:
        """Show the title, and how much is late."""
        marks: list[Piece] = [Text(f"{view.open:,} open", "text_2", whole=True)]
        if view.overdue:
            marks.append(Chip(f"{view.overdue:,} overdue", "stop", "warn"))
        if view.soon:
            marks.append(Chip(f"{view.soon:,} due soon", "warn", "clock"))
        self.head.show_trail((view.title,), *marks)

    def show_list(self, ids: Sequence[str], current: str = "") -> None:
        """Show a list by its ids; the current case stays where it is still listed."""
        at = current or self.table.current()
        self.table.list.show_ids(ids)
        self.table.choose(at)
        self._note.setText("" if ids else "Nothing waits here.")

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows as they are now."""
        self.table.list.show_rows(rows)

    def show_detail(self, view: DetailView) -> None:
        """Show the case that is pointed at, and what may be done with it."""
        self.detail.show_view(view)
        for name, button in self.buttons.items():
            button.setVisible(name in view.actions)
        self._found = view.files
        self.files.setVisible(bool(view.files))
        self.files.say("Open a file…" if len(view.files) > 1 else "Open the file")
        self._open.say(view.verb or "Open")
        self._open.setEnabled(bool(view.verb))

    def show_choice(self, owner: str, sort: str, text: str) -> None:
        """Show which filter is set."""
        self.owner.setCurrentIndex(self.owner.findData(owner))
        self.sort.setCurrentIndex(self.sort.findData(sort))
        if self.text.text() != text:
            self.text.blockSignals(True)
            self.text.setText(text)
            self.text.blockSignals(False)

    def ticked(self) -> tuple[str, ...]:
        """The ids that are ticked."""
        return tuple(sorted(self.table.list.ticked))

    def untick(self) -> None:
        """Take all ticks away."""
        self.table.list.untick()
        self._note.setText("")

    def in_sight(self) -> list[str]:
        """The ids of the rows that are seen."""
        return self.table.in_sight()

    def current(self) -> str:
        """The id of the current case."""
        return self.table.current()

    def ask(
        self, ask: Ask, colleagues: Sequence[Colleague], then: Callable[[Answer], None]
    ) -> None:
        """Ask a question over the list."""
        dialog = AskDialog(self._look, ask, colleagues, self)
        dialog.answered.connect(then)
        dialog.open()

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)

    def show_done(self, text: str, link: str = "") -> None:
        """Say what was done."""
        self.message.show_done(text, link)

    def show_notice(self, text: str) -> None:
        """Say something that is neither done nor wrong."""
        self.message.show_notice(text)
