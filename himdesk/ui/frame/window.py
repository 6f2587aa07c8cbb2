# SPDX-License-Identifier: Apache-2.0
"""The main window: menus, rail, screens, status and what covers them; it decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from himdesk.ui.actions import MENUS
from himdesk.ui.frame import kept
from himdesk.ui.frame.palette import Palette
from himdesk.ui.frame.rail import Rail
from himdesk.ui.frame.values import Entry, StatusView
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import hairline, label
from himdesk.ui.signin.panel import LockPanel
from himdesk.ui.signin.password import Mark
from himdesk.ui.widgets.tables.cell import Cell, Gap, Icon, Piece, Text, hint
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from himdesk.ui.actions import ActionSpec
    from himdesk.ui.look.theme import Look
    from himdesk.ui.signin.values import LockView

ICON = 16
"""The size of the icon in the search button, at the standard text size."""

SEARCH, BRIEF = "  Search or run a command" + " " * 18, "  Search  "
BRIEF_BELOW = 800
"""Below this width the menus need the room of the longer words."""


class MainWindow(QMainWindow):
    """The frame around the screens.

    `triggered` carries an action's id, `screen_chosen` a screen's name, `asked` a text typed into
    the palette (answer with `palette.show_found`), `picked` a target found there.
    """

    triggered = Signal(str)
    screen_chosen = Signal(str)
    asked = Signal(str)
    picked = Signal(str)

    def __init__(
        self, look: Look, actions: tuple[ActionSpec, ...], settings: QSettings | None = None
    ) -> None:
        super().__init__()
        self.look, self._specs = look, look.keys.worn(actions)
        self._settings = settings
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._panels: dict[str, QWidget] = {}
        self.actions_by_id: dict[str, QAction] = {}
        self.setObjectName("main-window")
        self.setWindowTitle("himdesk")
        self.setMinimumSize(QSize(1024, 640))
        self.resize(1440, 900)
        self._build()
        self.palette_of_commands = Palette(look, self)
        self.palette_of_commands.asked.connect(self.asked)
        self.palette_of_commands.picked.connect(self._picked)
        self._restore()

    def _build(self) -> None:
        self._menu_row = self._top()
        self.setMenuWidget(self._menu_row)
        self.rail = Rail(self.look)
        self.rail.chosen.connect(self.screen_chosen)
        self.stack = QStackedWidget()
        self.stack.setObjectName("screens")
        self.training = label("")
        self.training.setObjectName("training-banner")
        self.training.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tokens = self.look.tokens
        self.training.setStyleSheet(
            f"background: {tokens.chg_tint}; color: {tokens.chg_text}; padding: 3px;"
            f" border-bottom: 1px solid {tokens.line}; font-weight: 600;"
        )
        self.training.hide()
        self.status = Line(self.look)
        self.status.setObjectName("status")
        middle, foot = QHBoxLayout(), QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(hairline(self.look))
        middle.addWidget(self.stack, 1)
        foot.setContentsMargins(12, 2, 12, 2)
        foot.addWidget(self.status)
        work = QWidget()
        work.setObjectName("work")
        work.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        work.setStyleSheet(f"#work {{ background: {tokens.window}; }}")
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.training)
        column.addLayout(middle, 1)
        column.addWidget(hairline(self.look, across=True))
        column.addLayout(foot)
        self.lock_panel = LockPanel(self.look)
        self._cover = QStackedWidget()
        self._cover.addWidget(work)
        self._cover.addWidget(self.lock_panel)
        self.setCentralWidget(self._cover)

    def _top(self) -> QWidget:
        look = self.look
        bar = QWidget()
        bar.setObjectName("menu-row")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setStyleSheet(
            f"#menu-row {{ background: {look.tokens.window};"
            f" border-bottom: 1px solid {look.tokens.line}; }}"
        )
        bar.setFixedHeight(look.px(SIZES.menu_bar))
        self.menu = QMenuBar()
        self.menu.setNativeMenuBar(False)
        self._fill_menus()
        self.search = QPushButton()
        self.search.setIcon(look.icon("search", "text_3"))
        self.search.setIconSize(QSize(look.px(ICON), look.px(ICON)))
        self.search.setObjectName("search")
        self.search.setAccessibleName("Search or run a command")
        self.search.setStyleSheet(f"color: {look.tokens.text_3}; text-align: left;")
        self.search.clicked.connect(lambda _on=False: self.open_palette())
        name = label("himdesk")
        name.setFont(look.type.body(weight=name.font().Weight.DemiBold))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(look.px(8))
        row.addWidget(Mark(look, 18))
        row.addWidget(name)
        row.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.search)
        return bar

    def _fill_menus(self) -> None:
        for name, title in MENUS.items():
            of_menu = [spec for spec in self._specs if spec.menu == name]
            if not of_menu:
                continue
            menu = self.menu.addMenu(title)
            for spec in of_menu:
                action = menu.addAction(spec.text)
                if spec.icon:
                    action.setIcon(self.look.icon(spec.icon))
                if spec.shortcut:
                    action.setShortcut(QKeySequence(spec.shortcut))
                    self.addAction(action)
                action.triggered.connect(lambda _on=False, name=spec.id: self._run(name))
                self.actions_by_id[spec.id] = action

    def _run(self, name: str) -> None:
        if self.locked:
            return
        if name == "find":
            self.open_palette()
        elif name.startswith("go-"):
            self.screen_chosen.emit(name.removeprefix("go-"))
        else:
            self.triggered.emit(name)

    def _picked(self, target: str) -> None:
        if target in self.actions_by_id:
            self._run(target)
        else:
            self.picked.emit(target)

    # what the presenter or the app calls

    def add_screen(self, screen: str, title: str, icon: str, make: Callable[[], QWidget]) -> None:
        """Offer a screen, made when it is first shown; with a title it also stands in the rail."""
        self._makers[screen] = make
        if title:
            self.rail.add(screen, title, icon)
            self._fold()

    def _panel(self, screen: str) -> QWidget:
        panel = self._panels.get(screen)
        if panel is None:
            panel = self._panels[screen] = self._makers[screen]()
            self.stack.addWidget(panel)
            if panel.focusPolicy() == Qt.FocusPolicy.NoFocus:
                panel.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            if self._settings is not None:
                kept.restore(panel, self._settings)
        return panel

    def show_screen(self, screen: str, rail: str = "") -> None:
        """Bring a screen to the front; `rail` names the entry it belongs to."""
        panel = self._panel(screen)
        self.stack.setCurrentWidget(panel)
        self.rail.mark(rail or screen)
        self._fold()
        panel.setFocus()
        if self._settings is not None:
            self._settings.setValue("screen", screen)

    def screens(self) -> tuple[str, ...]:
        """The names of the screens that this person has."""
        return tuple(self._makers)

    def screen_in_front(self) -> str:
        """The name of the screen that is shown."""
        shown = self.stack.currentWidget()
        return next((name for name, panel in self._panels.items() if panel is shown), "")

    def show_error(self, error: Exception) -> None:
        """Say what happened on the screen in front."""
        screen = self.stack.currentWidget()
        if screen is not None:
            screen.show_error(error)  # type: ignore[attr-defined] # each screen has it

    def show_count(self, screen: str, count: int) -> None:
        """How much waits on a screen."""
        self.rail.show_count(screen, count)

    def show_training(self, text: str) -> None:
        """A banner that stays: this is no real hospital."""
        self.training.setText(text)
        self.training.setVisible(bool(text))

    def show_status(self, view: StatusView) -> None:
        """Who works where, and whether everything is well."""
        parts: list[Piece] = [
            Icon("user"), hint(f"{view.person} · {view.role}"), Gap(16), hint(view.site), Gap(16),
        ]  # fmt: skip
        if view.outbox is not None:
            parts += [hint(f"Outbox {view.outbox} waiting"), Gap(16)]
        if view.ledger:
            icon, tone = {
                True: ("check", "add_text"),
                False: ("stop", "rem_text"),
                None: ("clock", "text_2"),
            }[view.ledger_ok]
            parts += [Icon(icon, tone), Text(view.ledger, tone, small=True)]
        self.status.show_cell(Cell((*parts, Gap(wide=True), hint(view.note))))

    def open_palette(self) -> None:
        """Cover the window with the command palette."""
        if not self.locked:
            entries = tuple(
                Entry("Actions", spec.id, spec.text, icon=spec.icon, key=spec.shortcut)
                for spec in self._specs
                if spec.menu and spec.id != "find"
            )
            self.palette_of_commands.offer(entries)
            self.palette_of_commands.open()

    @property
    def locked(self) -> bool:
        """Whether the lock covers everything."""
        return self._cover.currentWidget() is self.lock_panel

    def lock(self, view: LockView) -> None:
        """Cover everything, close what stands before it; the work stays underneath."""
        while (dialog := QApplication.activeModalWidget()) is not None and dialog.close():
            pass
        QApplication.clipboard().clear()
        self.palette_of_commands.hide()
        self._menu_row.hide()
        self._cover.setCurrentWidget(self.lock_panel)
        self.lock_panel.show_view(view)

    def unlock(self) -> None:
        """Uncover the work."""
        self._cover.setCurrentIndex(0)
        self._menu_row.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where it is narrow."""
        super().resizeEvent(event)
        self._fold()
        if self.palette_of_commands.isVisible():
            self.palette_of_commands.setGeometry(self.rect())

    def _fold(self) -> None:
        """Search and rail give room to a narrow window, the rail also to the work list."""
        brief = self.width() < self.look.px(BRIEF_BELOW)
        self.search.setText((BRIEF if brief else SEARCH) + self.look.keys.spoken("find"))
        self.search.setMinimumWidth(self.look.px(120 if brief else 300))
        narrow = self.width() < self.look.px(SIZES.fold_rail_below)
        self.rail.fold(folded=narrow or self.screen_in_front() == "worklist")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember place and size, and where splitters and columns stand."""
        if self._settings is not None:
            self._settings.setValue("geometry", self.saveGeometry())
            kept.keep(self, self._settings)
        super().closeEvent(event)

    def _restore(self) -> None:
        if self._settings is not None:
            place = self._settings.value("geometry")
            if place is not None:
                self.restoreGeometry(place)
