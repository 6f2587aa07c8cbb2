# SPDX-License-Identifier: Apache-2.0
"""The letter screen: the PDF page by page, and where it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QStandardPaths, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class LetterPanel(QWidget):
    """Shows a letter; `issued` carries the file to save it in."""

    issued = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("letter")
        self.setAccessibleName("Letter")
        self.message = MessageStrip(look, name="letter-message")
        self._title = SectionBar(look, "Letter", name="letter-title")
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = QPdfView(self)
        self.view.setObjectName("letter-pages")
        self.view.setAccessibleName("The letter as it will be printed")
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self._document)
        self.path = QLineEdit()
        self.path.setObjectName("letter-file")
        self.path.setAccessibleName("File to save the letter in")
        self._issue = ActionButton(
            look, "Issue and save", name="issue-letter", key="Ctrl+Return", kind="primary"
        )
        bar = ActionBar(look, name="letter-actions")
        back = ActionButton(look, "Back", name="letter-back", key="Esc", kind="flat")
        bar.add(on_click(back, self.left.emit))
        bar.stretch()
        self.path.setMinimumWidth(look.px(360))
        bar.add(label("Save as", kind="muted"), self.path)
        bar.add(on_click(self._issue, lambda: self.issued.emit(self.path.text())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.message, self._title):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(bar)

    @property
    def pages(self) -> int:
        """How many pages the letter shown has."""
        return self._document.pageCount()

    def show_preview(self, pdf: bytes, title: str) -> None:
        """Show the letter as it would be issued."""
        self.message.hide()
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._title.say(title.capitalize(), f"{self._document.pageCount()} page(s)")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        if not self.path.text():
            self.path.setText(str(Path(folder) / f"{title.replace(' ', '-')}.pdf"))
        self._issue.setEnabled(True)

    def show_issued(self, path: str) -> None:
        """Say where the issued letter was saved."""
        self._issue.setEnabled(False)
        self.message.show_done(f"Issued, kept byte for byte, and saved as {path}.")

    def show_error(self, error: Exception) -> None:
        """Say what happened."""
        self.message.show_error(error)
