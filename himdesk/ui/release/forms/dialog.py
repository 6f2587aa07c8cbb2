# SPDX-License-Identifier: Apache-2.0
"""A form over the release screen, in one or two halves; what is typed is kept as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.requests.dialog import FormFields
from himdesk.ui.widgets.panes import inset, scrolled, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import Sheet

WIDTH: Final = 500
"""Pixels of a half."""
MOST: Final = 700
"""Pixels that a form is high at most: more is scrolled to."""
MARGIN: Final = 60
"""Pixels around a field that are seen with it: what is said below it."""
REST: Final = 800
"""Milliseconds without a key after which a draft is kept."""


class SheetDialog(QDialog):
    """`submitted` carries what stands in the fields, `rested` the same for the draft."""

    submitted = Signal(dict)
    rested = Signal(dict)

    def __init__(self, look: Look, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(sheet.name)
        self.setAccessibleName(sheet.title)
        self.setWindowTitle(sheet.title)
        self.message = MessageStrip(look, name=f"{sheet.name}-message")
        self.halves = tuple(
            FormFields(look, fields, name=sheet.name) for _title, fields in sheet.halves
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REST)
        self._pause.timeout.connect(lambda: self.rested.emit(self.values()))
        self._lay_out(look, sheet)
        for half in self.halves:
            half.edited.connect(self._pause.start)
        self.finished.connect(self.deleteLater)
        first = self.halves[0].first()
        if first is not None:
            first.setFocus()

    def _lay_out(self, look: Look, sheet: Sheet) -> None:
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, ((title, _), fields) in enumerate(zip(sheet.halves, self.halves, strict=True)):
            row.addWidget(_half(look, title, fields, f"{sheet.name}-half-{number}"), 1)
        why = label(sheet.why, kind="muted")
        why.setWordWrap(True)
        bar = ActionBar(look, name=f"{sheet.name}-actions")
        cancel = ActionButton(look, "Cancel", name=f"{sheet.name}-cancel", key="Esc", kind="flat")
        go = ActionButton(
            look, sheet.button, name=f"{sheet.name}-go", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(go, lambda: self.submitted.emit(self.values())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(inset(look, why, vertical=8))
        self._area = scrolled(sides, name=f"{sheet.name}-scroll", label=sheet.title)
        column.addWidget(self._area, 1)
        column.addWidget(bar)
        room = sides.sizeHint().height() + bar.sizeHint().height() + look.px(90)
        wide, high = look.px(WIDTH) * len(self.halves), min(room, look.px(MOST))
        self.resize(within(self, QSize(wide, high)))

    def values(self) -> dict[str, str]:
        """What stands in all fields."""
        return {name: text for half in self.halves for name, text in half.values().items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put in what a draft kept."""
        for half in self.halves:
            half.fill(values)

    def show_error(self, error: Exception) -> None:
        """Say why it was refused, beside the field that it is about; what was typed stays."""
        beside = [half.show_error(error) for half in self.halves]
        if any(beside):
            self.message.hide()
            QTimer.singleShot(0, self, self._show_focus)
        else:
            self.message.show_error(error)

    def _show_focus(self) -> None:
        """Scroll to where typing goes on."""
        focused = self.focusWidget()
        if focused is not None:
            self._area.ensureWidgetVisible(focused, 0, MARGIN)

    def show_notice(self, text: str) -> None:
        """Say something about the form."""
        self.message.show_notice(text)

    def stop(self) -> None:
        """What was typed is done: no draft of it is kept any more."""
        self._pause.stop()

    def reject(self) -> None:
        """Close without doing it; what was typed is kept."""
        if self._pause.isActive():
            self._pause.stop()
            self.rested.emit(self.values())
        super().reject()


def _half(look: Look, title: str, fields: FormFields, name: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    body = inset(look)
    body.layout().addLayout(fields)  # type: ignore[union-attr] # inset makes a column
    column.addWidget(SectionBar(look, title, name=name))
    column.addWidget(body, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return made
