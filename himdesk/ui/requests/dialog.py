# SPDX-License-Identifier: Apache-2.0
"""The form of a step over the screen: it stays until the step was taken, so nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QVBoxLayout

from himdesk.domain.errors import HimdeskError
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.requests.controls import changes, control_of, put, text_of
from himdesk.ui.widgets.panes import inset
from himdesk.ui.widgets.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look
    from himdesk.ui.requests.controls import Control
    from himdesk.ui.requests.values import Field, Form

WIDTH = 560


class FormFields(QFormLayout):
    """The controls of a form, named after its fields; `edited` when one of them was changed."""

    edited = Signal()

    def __init__(self, look: Look, fields: tuple[Field, ...], *, name: str) -> None:
        super().__init__()
        self._fields = fields
        self.setSpacing(look.px(8))
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._controls: dict[str, Control] = {}
        self._said: dict[str, Remark] = {}
        for field in fields:
            control = control_of(look, field, f"{name}-{field.name}")
            changes(control).connect(self.edited)
            self._controls[field.name] = control
            self._said[field.name] = said = Remark(look, name=f"{name}-{field.name}-why")
            changes(control).connect(said.hide)
            self.addRow(label(field.label, kind="muted"), control)
            self.addRow("", said)

    def values(self) -> dict[str, str]:
        """What stands in the controls."""
        return {name: text_of(control) for name, control in self._controls.items()}

    def show_error(self, error: Exception) -> bool:
        """Say beside the field that it is about why something was refused; answers if there is one.

        Of several that it may be about, that is the first which is empty.
        """
        for remark in self._said.values():
            remark.hide()
        if not isinstance(error, HimdeskError):
            return False
        place, values = (error.where() or "").rpartition(": ")[2], self.values()
        about = [f.name for f in self._fields if f.is_about(place, values[f.name])]
        if not about:
            return False
        name = next((each for each in about if not values[each]), about[0])
        self._said[name].say("stop", "rem_text", _beside(error.message(), place))
        self._controls[name].setFocus()
        return True

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that they name."""
        for name, control in self._controls.items():
            if name in values:
                put(control, values[name])

    def box(self, name: str) -> QComboBox:
        """The box of a choice."""
        control = self._controls[name]
        assert isinstance(control, QComboBox)
        return control

    def clear(self, *names: str) -> None:
        """Empty some of the fields; a choice goes back to its first option."""
        for name in names:
            put(self._controls[name], "")

    def first(self) -> Control | None:
        """Where typing begins."""
        return next(iter(self._controls.values()), None)

    def offer(self, name: str, options: tuple[tuple[str, str], ...]) -> None:
        """Offer other options of a choice."""
        control = self.box(name)
        control.clear()
        for value, words in options:
            control.addItem(words, value)


def _beside(message: str, place: str) -> str:
    """A message where one sees what it is about; a form on the console is told by its names."""
    rest = message.removeprefix(f"In the form, {place} is ")
    return rest if rest == message else f"{rest[0].upper()}{rest[1:]}"


class FormDialog(QDialog):
    """Asks for what a step needs; `submitted` carries it, and `taken` closes."""

    submitted = Signal(dict)

    def __init__(self, look: Look, form: Form, parent: QWidget, chosen: str = "") -> None:
        """`chosen` is the number that a choice of items, people or systems begins with."""
        super().__init__(parent)
        name = f"case-{form.verb}"
        self.setObjectName(name)
        self.setAccessibleName(form.title.removesuffix("…"))
        self.setWindowTitle(form.title.removesuffix("…"))
        self.message = MessageStrip(look, name=f"{name}-message")
        self.fields = FormFields(look, form.fields, name=name)
        bar = ActionBar(look, name=f"{name}-actions")
        cancel = ActionButton(look, "Cancel", name=f"{name}-cancel", key="Esc", kind="flat")
        self.go = ActionButton(
            look, form.button, name=f"{name}-go", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, lambda: self.submitted.emit(self.fields.values())))
        why = label(f"{form.why[0].upper()}{form.why[1:]}.", kind="muted")
        why.setWordWrap(True)
        body = inset(look, why)
        body.layout().addLayout(self.fields)  # type: ignore[union-attr] # inset makes a column
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, self.windowTitle(), name=f"{name}-title"))
        column.addWidget(self.message)
        column.addWidget(body)
        column.addWidget(bar)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())
        self._begin(chosen)

    def _begin(self, chosen: str) -> None:
        first = self.fields.first()
        if isinstance(first, QComboBox):
            first.setCurrentIndex(max(first.findData(chosen), 0))
        if first is not None:
            first.setFocus()

    def show_error(self, error: Exception) -> None:
        """Say why it was refused; what was typed stays."""
        if self.fields.show_error(error):
            self.message.hide()
        else:
            self.message.show_error(error)
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))
