# SPDX-License-Identifier: Apache-2.0
"""What a person sets for themselves, asked for in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout

from himdesk.domain.personal import COLORS, MINUTES, PERCENT, SCALES, Colors
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.requests.dialog import FormFields
from himdesk.ui.requests.values import CHOICE, Field
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look

WIDTH = 460
NAMES: Final = {
    Colors.SYSTEM: "as the system", Colors.LIGHT: "light", Colors.DARK: "dark",
    Colors.CONTRAST: "high contrast",
}  # fmt: skip
MINUTES_OFFERED: Final = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)
WHY: Final = (
    "Kept with your account: it is the same on every machine where you sign in, and changes "
    "nothing for others. How wide columns and halves are stays with the machine."
)


def fields(policy: int, own: str = "") -> tuple[Field, ...]:
    """What is asked; the window locks after `policy` minutes at the latest, `own` is set now."""
    offered = sorted({*MINUTES_OFFERED, int(own or policy)})
    shorter = tuple((str(m), f"after {m} min") for m in offered if m < policy)
    return (
        Field(
            COLORS, "Colours", CHOICE,
            tuple((colors.value, words) for colors, words in NAMES.items()),
        ),
        Field(PERCENT, "Size of text", CHOICE, tuple((str(s), f"{s} %") for s in SCALES)),
        Field(
            MINUTES, "Lock when idle", CHOICE,
            (("", f"as the site has it: after {policy} min"), *shorter),
        ),
    )  # fmt: skip


class OwnDialog(QDialog):
    """Asks for one's own settings; `submitted` carries all of them."""

    submitted = Signal(dict)

    def __init__(self, look: Look, values: Mapping[str, str], policy: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("own-settings")
        self.setAccessibleName("My settings")
        self.setWindowTitle("My settings")
        own = values.get(MINUTES, "")
        self.form = FormFields(look, fields(policy, own), name="own")
        self.form.fill({**values, MINUTES: own if own and int(own) < policy else ""})
        said = label(WHY, kind="muted")
        said.setWordWrap(True)
        body = inset(look, said)
        body.layout().addLayout(self.form)  # type: ignore[union-attr] # inset makes a column
        bar = ActionBar(look, name="own-actions")
        cancel = ActionButton(look, "Cancel", name="own-cancel", key="Esc", kind="flat")
        go = ActionButton(look, "Keep", name="own-go", key="Ctrl+Return", kind="primary")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(go, self._submit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "My settings", name="own-title"))
        column.addWidget(body)
        column.addWidget(bar)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    def _submit(self) -> None:
        values = self.form.values()
        self.accept()
        self.submitted.emit(values)
