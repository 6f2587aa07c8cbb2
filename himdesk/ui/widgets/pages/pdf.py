# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF under each other, read from memory: what is seen is what prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class PdfPages(QPdfView):
    """As wide as there is room; `pdf` is for printing, as is `source`: its bytes and passphrase."""

    def __init__(self, parent: QWidget, *, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        # Children of the view would be taken apart after it, and tell it of that.
        self.pdf, self._buffer = QPdfDocument(parent), QBuffer(parent)
        self.source = (b"", "")
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # A bar that comes makes the page smaller, so that it goes again, and so on for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setDocument(self.pdf)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self.pdf.pageCount()

    def show_pdf(self, body: bytes, passphrase: str = "") -> None:
        """Show other pages from the first."""
        self.clear()
        self.source = (body, passphrase)
        self.pdf.setPassword(passphrase)
        self._buffer.setData(QByteArray(body))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._buffer)
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show nothing."""
        self.source = (b"", "")
        self.pdf.close()
        self._buffer.close()
