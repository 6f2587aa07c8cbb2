# SPDX-License-Identifier: Apache-2.0
"""The sheet of keys: what F1 shows over any screen, and where a person takes other ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout

from himdesk.ui.actions import SCREENS
from himdesk.ui.frame.taking import TakeKeyDialog
from himdesk.ui.keymap import spoken
from himdesk.ui.look.tokens import SIZES
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.widgets.tables.cell import Cell, Chip, Column, Icon, Row, Text, hint
from himdesk.ui.widgets.tables.rows import heading
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.actions import ActionSpec
    from himdesk.ui.look.theme import Look

WIDTH, HIGHEST = 560, 600
COLUMNS = (Column("Action", 250, stretch=1), Column("Key", 140), Column("As shipped", 110))


class KeySheet(QDialog):
    """The keys of a screen and of the whole program, or all keys if no screen is given.

    `submitted` carries the person's own settings for keys, when they keep other ones.
    """

    submitted = Signal(dict)

    def __init__(
        self,
        look: Look,
        specs: Sequence[ActionSpec],
        *,
        screen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._screen = look, screen
        self._specs = {spec.id: spec for spec in specs if spec.shortcut}
        self.keymap = look.keys
        title = f"Keys: {SCREENS[screen]}" if screen in SCREENS else "Keys"
        self.setObjectName("key-sheet")
        self.setAccessibleName("Keys")
        self.setWindowTitle("Keys")
        self.message = MessageStrip(look, name="key-message")
        self.table = CellTable(look, COLUMNS, name="key-table", label="Keys")
        self.table.row_height(SIZES.row_list)
        self.table.opened.connect(self._ask)
        self.table.current.connect(lambda _row: self._enable())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, title, name="key-title"))
        column.addWidget(self.message)
        column.addWidget(self.table, 1)
        column.addWidget(self._bar(look))
        self._show()
        high = (len(self.table.rows.rows) + 1) * look.px(SIZES.row_list)
        high += look.px(SIZES.section_bar + SIZES.action_bar)
        most = look.px(HIGHEST) if parent is None else min(look.px(HIGHEST), parent.height())
        self.resize(look.px(WIDTH), min(high, most))

    def _bar(self, look: Look) -> ActionBar:
        bar = ActionBar(look, name="key-actions")
        self._close = ActionButton(look, "Close", name="key-close", key="Esc", kind="flat")
        self._back = ActionButton(look, "As shipped", name="key-back", key="Alt+S")
        self._change = ActionButton(look, "Another key…", name="key-change", key="Alt+K")
        self._keep = ActionButton(look, "Keep", name="key-keep", key="Ctrl+Return", kind="primary")
        bar.add(on_click(self._close, self.reject))
        bar.stretch()
        bar.add(on_click(self._back, lambda: self._take(self.table.current_key(), "")))
        bar.add(on_click(self._change, lambda: self._ask(self.table.current_key())))
        bar.add(on_click(self._keep, self._submit))
        return bar

    def _show(self) -> None:
        specs = self.keymap.worn(tuple(self._specs.values()))
        shipped = {name: spec.shortcut for name, spec in self._specs.items()}
        self.table.show_rows(rows_of(specs, shipped, self._screen))
        self._enable()

    def _enable(self) -> None:
        at = self.table.current_key()
        self._back.setEnabled(at in self.keymap.own)
        self._change.setEnabled(at in self._specs and self._specs[at].movable)
        changed = self.keymap != self._look.keys
        self._keep.setEnabled(changed)
        self._close.say("Cancel" if changed else "Close")

    def _ask(self, action: str) -> None:
        """Ask for another key of the action, unless it is one of a list."""
        if action in self._specs and self._specs[action].movable:
            dialog = TakeKeyDialog(self._look, self._specs[action], self.keymap, self)
            dialog.taken.connect(lambda key: self._take(action, key))
            dialog.open()

    def _take(self, action: str, key: str) -> None:
        """Take a key for an action, if nothing else has it; "" is the shipped one."""
        refused = self.keymap.refusal(action, key or self._specs[action].shortcut)
        if refused:
            self.message.show_notice(refused)
            return
        self.message.hide()
        self.keymap = self.keymap.having(action, key)
        self._show()

    def _submit(self) -> None:
        self.accept()
        before, after = self._look.keys.values, self.keymap.values
        self.submitted.emit({name: key for name, key in after.items() if key != before[name]})


def rows_of(
    specs: Sequence[ActionSpec], shipped: Mapping[str, str], screen: str = ""
) -> tuple[Row, ...]:
    """The sheet's rows: a screen's keys, or those of each, then those of the whole program."""
    rows: list[Row] = []
    for name in [screen] if screen else SCREENS:
        rows += _group(SCREENS.get(name, ""), [s for s in specs if s.screen == name], shipped)
    rows += _group("Everywhere", [s for s in specs if not s.screen], shipped)
    return tuple(rows)


def _group(title: str, specs: Sequence[ActionSpec], shipped: Mapping[str, str]) -> list[Row]:
    if not specs:
        return []
    return [
        heading(title, str(len(specs)), columns=len(COLUMNS)),
        *(_row(spec, shipped[spec.id]) for spec in specs),
    ]


def _row(spec: ActionSpec, shipped: str) -> Row:
    words = Cell((Icon(spec.icon or "right", size=14), Text(spec.text)))
    keys = Cell(tuple(Chip(spoken(key), "key") for key in spec.shortcut.split(", ")))
    before = Cell((hint(spoken(shipped)),)) if shipped != spec.shortcut else Cell()
    return Row(spec.id, (words, keys, before))
