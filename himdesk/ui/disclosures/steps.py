# SPDX-License-Identifier: Apache-2.0
"""The buttons under the requests for an accounting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, on_click

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class RequestSteps(QWidget):
    """`wanted` carries the step: new, letters, fee, modify, extend, withdraw or make."""

    wanted = Signal(str)

    def __init__(self, look: Look, *, writes: bool) -> None:
        super().__init__()
        self.setObjectName("accounting-steps")
        bar = ActionBar(look, name="accounting-actions")
        new = ActionButton(look, "New request…", name="accounting-new", icon_name="plus")
        fee = ActionButton(look, "Fee told…", name="accounting-telling", icon_name="check")
        modify = ActionButton(look, "Change the period…", name="accounting-modifying")
        extend = ActionButton(look, "More time…", name="accounting-extending", icon_name="clock")
        withdraw = ActionButton(look, "Withdrawn…", name="accounting-withdrawing", icon_name="x")
        make = ActionButton(look, "Make the accounting", name="accounting-make", kind="primary")
        letters = ActionButton(look, "Letters…", name="accounting-letters", icon_name="letters")
        steps = {
            "letters": letters, "fee": fee, "modify": modify, "extend": extend,
            "withdraw": withdraw, "make": make,
        }  # fmt: skip
        bar.add(on_click(new, lambda: self.wanted.emit("new")))
        for step, button in steps.items():
            if step == "make":
                bar.stretch()
            bar.add(on_click(button, partial(self.wanted.emit, step)))
        for button in (new, letters, fee, modify, extend, withdraw):
            button.setVisible(writes)
        self._of_one = tuple(steps.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)

    def point(self, request: str) -> None:
        """Offer what is done with a request, if one is pointed at."""
        for button in self._of_one:
            button.setEnabled(bool(request))
