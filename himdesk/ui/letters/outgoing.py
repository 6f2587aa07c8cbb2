# SPDX-License-Identifier: Apache-2.0
"""What is done with the letters chosen from the list: copies, paper, labels, how they went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from himdesk.services.correspondence.mailing import WAYS
from himdesk.ui.parts.controls import ActionButton, label, on_click

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

SHEETS: Final = (("avery-5160", "Avery 5160, 3 × 10"), ("a4-3x8", "A4, 3 × 8"))
MOST_USED: Final = 29
COLUMNS: Final = 4
DAY: Final = 104
"""The width that a day needs."""
CAPTIONS: Final = ("Copies", "Labels", "Sent on")
"""What each row of fields does with the letters chosen."""


class OutgoingBar(QWidget):
    """Stands under the list of issued letters.

    `saved` carries a folder, `labelled` a sheet and how many of its labels are used, `noted` day,
    means and tracking number.
    """

    saved = Signal(str)
    printed = Signal()
    labelled = Signal(str, int)
    noted = Signal(str, str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("outgoing")
        self.folder = edit("outgoing-folder", "Folder to save copies in")
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder.setText(str(Path(place) / "letters"))
        self.sheet = _combo("outgoing-sheet", "Sheet of labels")
        for name, words in SHEETS:
            self.sheet.addItem(words, name)
        self.used = _combo("outgoing-used", "Labels of the sheet that are used already")
        for count in range(MOST_USED + 1):
            self.used.addItem(f"{count} used", count)
        self.day = edit("outgoing-day", "Day on which the letters went", "2026-03-01")
        self.day.setMinimumWidth(look.px(DAY))
        self.how = _combo("outgoing-how", "Means by which the letters went")
        self.how.setEditable(True)
        self.how.addItems(WAYS)
        self.tracking = edit("outgoing-tracking", "Tracking number", "Tracking")
        save = ActionButton(look, "Save copies", name="outgoing-save", icon_name="save")
        paper = ActionButton(look, "Print…", name="outgoing-print", icon_name="print")
        labels = ActionButton(look, "Make", name="outgoing-labels")
        labels.setAccessibleName("Make labels for the letters chosen")
        note = ActionButton(look, "Note sent", name="outgoing-note")
        on_click(save, lambda: self.saved.emit(self.folder.text().strip()))
        on_click(paper, self.printed.emit)
        on_click(
            labels, lambda: self.labelled.emit(self.sheet.currentData(), self.used.currentData())
        )
        on_click(note, self._note)
        self._buttons = (save, paper, labels, note)
        grid = QGridLayout(self)
        grid.setContentsMargins(*look.pane(8, 8))
        grid.setSpacing(look.px(6))
        for row, widgets in enumerate(
            ((self.folder, save, paper), (self.sheet, self.used, labels),
             (self.day, self.how, self.tracking, note))
        ):  # fmt: skip
            grid.addWidget(label(CAPTIONS[row], kind="muted"), row, 0)
            wide = COLUMNS + 1 - len(widgets)
            grid.addWidget(widgets[0], row, 1, 1, wide)
            for column, widget in enumerate(widgets[1:], start=wide + 1):
                grid.addWidget(widget, row, column)
        for column in range(1, COLUMNS):
            grid.setColumnStretch(column, 1)
        self.show_chosen(0)

    def show_chosen(self, count: int) -> None:
        """Only what was chosen can go."""
        for button in self._buttons:
            button.setEnabled(count > 0)

    def _note(self) -> None:
        self.noted.emit(
            self.day.text().strip(), self.how.currentText().strip(), self.tracking.text().strip()
        )


def edit(name: str, title: str, hint: str = "") -> QLineEdit:
    """A line to write on, with its title in it until one writes."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint or title)
    return made


def _combo(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setMinimumContentsLength(5)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
