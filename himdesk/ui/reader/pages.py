# SPDX-License-Identifier: Apache-2.0
"""A document of pages: only those in sight are drawn, in threads of the PDF engine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPointF, Qt, Signal
from PySide6.QtPdf import QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView

from himdesk.ui.widgets.pages.pdf import PdfPages

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from himdesk.ui.look.theme import Look

STEP, LEAST, MOST = 1.25, 0.25, 8.0
"""The factor of a step of the pages' size, and how far it goes."""


class PagesView(PdfPages):
    """Pages under each other.

    `found` carries which of how many finds is shown, `turned` the page in sight, from 1.
    """

    found = Signal(int, int)
    turned = Signal(int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent, name="reader-pages", title="The document's pages")
        self._search = QPdfSearchModel(parent)
        self._search.setDocument(self.pdf)
        self._at = 0
        self.setSearchModel(self._search)
        self.setPageSpacing(look.px(8))
        self.zoom(0)
        self._search.countChanged.connect(self._counted)
        self.pageNavigator().currentPageChanged.connect(lambda page: self.turned.emit(page + 1))

    def show_pdf(self, body: bytes, passphrase: str = "") -> None:
        """Show other pages from the first."""
        self._search.setSearchString("")
        super().show_pdf(body, passphrase)
        self.setAccessibleName(f"The document's pages, {self.page_count} in all")

    def zoom(self, by: int) -> None:
        """Make the pages larger (1), smaller (-1), or as wide as the view (0)."""
        if not by:
            self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            return
        now = self._factor()
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(min(max(now * STEP**by, LEAST), MOST))

    def _factor(self) -> float:
        """How large the pages are drawn now."""
        if self.zoomMode() == QPdfView.ZoomMode.Custom or not self.page_count:
            return self.zoomFactor()
        margins = self.documentMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        points = self.pdf.pagePointSize(self.pageNavigator().currentPage()).width()
        return float(room / (points * self.logicalDpiX() / 72.0)) if points else 1.0

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls; with Ctrl the pages grow."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.page_count - 1}
        page = ends.get(Qt.Key(event.key()))
        if page is None:
            super().keyPressEvent(event)
        else:
            self._jump(page)

    def _jump(self, page: int, place: QPointF | None = None) -> None:
        self.pageNavigator().jump(page, place or QPointF(), 0.0)

    def find_all(self, text: str) -> None:
        """Mark where a text stands; the pages are searched bit by bit."""
        self._at = 0
        self._search.setSearchString(text)
        if not text:
            self.found.emit(0, 0)

    def step(self, by: int) -> None:
        """Show the next (1) or the last (-1) of what was found."""
        if count := self._count():
            self._at = (self._at + by) % count
            self._show_find()

    def _count(self) -> int:
        return self._search.rowCount(QModelIndex())

    def _counted(self) -> None:
        if self._at == 0 and self._count():
            self._show_find()
        else:
            self.found.emit(min(self._at + 1, self._count()), self._count())

    def _show_find(self) -> None:
        link = self._search.resultAtIndex(self._at)
        self.setCurrentSearchResultIndex(self._at)
        self._jump(link.page(), link.location())
        self.found.emit(self._at + 1, self._count())
