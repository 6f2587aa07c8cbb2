# SPDX-License-Identifier: Apache-2.0
"""Small questions over the work list: to whom, until when, what about it, which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.widgets.panes import inset
from himdesk.ui.worklist.acting.questions import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.worklist.values import Colleague
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.acting.questions import Ask

WIDTH = 460
FREE = "Nobody: free for all"


class AskDialog(QDialog):
    """Asks; `answered` carries an `Answer`."""

    answered = Signal(object)

    def __init__(
        self, look: Look, ask: Ask, colleagues: Sequence[Colleague], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(ask.name)
        self.setAccessibleName(ask.title)
        self.setWindowTitle(ask.title)
        self._ask, self._file = ask, Path()
        said = label(ask.words, kind="muted")
        said.setWordWrap(True)
        fields: list[QWidget] = [said]
        self.of, self.person = self._people(colleagues, "of"), self._people(colleagues, "person")
        if ask.free:
            self.person.addItem(FREE, None)
        self.day = QDateEdit()
        self.text = QLineEdit()
        fields += self._asked()
        self._lay_out(look, fields)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())
        self._enable()

    def _people(self, colleagues: Sequence[Colleague], name: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(f"{self._ask.name}-{name}")
        for each in colleagues:
            made.addItem(f"{each.display}  {each.away}".strip(), each.name)
        return made

    def _asked(self) -> list[QWidget]:
        """The fields that are asked for, each with its caption."""
        ask, found = self._ask, list[QWidget]()

        def add(caption: str, field: QWidget, name: str) -> None:
            field.setAccessibleName(caption)
            field.setObjectName(f"{ask.name}-{name}")
            found.extend((label(caption, kind="hint"), field))

        if ask.of:
            add("From", self.of, "of")
        if ask.person:
            add("To", self.person, "person")
        if ask.day is not None:
            self.day.setDisplayFormat("yyyy-MM-dd")
            self.day.setCalendarPopup(True)
            self.day.setDate(QDate(ask.day.year, ask.day.month, ask.day.day))
            add(ask.day_words, self.day, "day")
        if ask.text:
            add(ask.text, self.text, "text")
        return found

    def _lay_out(self, look: Look, fields: Sequence[QWidget]) -> None:
        ask = self._ask
        bar = ActionBar(look, name=f"{ask.name}-actions")
        cancel = ActionButton(look, "Cancel", name=f"{ask.name}-cancel", key="Esc", kind="flat")
        self._attach = ActionButton(look, "Attach a file…", name=f"{ask.name}-file")
        self.go = ActionButton(look, ask.verb, name=f"{ask.name}-go", kind="primary")
        bar.add(on_click(cancel, self.reject))
        if ask.file:
            bar.add(on_click(self._attach, self._choose_file))
        bar.stretch()
        bar.add(on_click(self.go, self._answer))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, ask.title, name=f"{ask.name}-title"))
        column.addWidget(inset(look, *fields))
        column.addWidget(bar)
        self.text.textChanged.connect(lambda _text: self._enable())
        self.text.returnPressed.connect(self.go.click)
        if ask.text and not ask.person:
            self.text.setFocus()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.text.text().strip()) or not self._ask.text_needed)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Attach evidence")
        if name:
            self.attach(Path(name))

    def attach(self, file: Path) -> None:
        """Take a file along."""
        self._file = file
        self._attach.say(f"Attached: {file.name}")

    def _answer(self) -> None:
        ask = self._ask
        day = self.day.date().toPython() if ask.day is not None else None
        self.accept()
        self.answered.emit(
            Answer(
                person=self.person.currentData() if ask.person else None,
                of=str(self.of.currentData()) if ask.of else "",
                day=day,  # type: ignore[arg-type]
                text=self.text.text().strip(),
                file=self._file if self._file.name else None,
            )
        )
