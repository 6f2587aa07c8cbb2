# SPDX-License-Identifier: Apache-2.0
"""Pages onto paper, through the system's print dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from himdesk.domain.errors import UsageError
from himdesk.domain.progress import unheard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from himdesk.domain.progress import Progress

FINEST: Final = 300
"""Dots an inch at most: finer is not seen, and takes long."""


def ask(parent: QWidget, pages: int, accepted: Callable[[QPrinter], None]) -> None:
    """Ask for the printer, and for which of so many pages (0: all there are)."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print-dialog")
    if pages:
        dialog.setMinMax(1, pages)
    dialog.accepted.connect(lambda: accepted(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()


def ask_and_print(
    document: QPdfDocument, parent: QWidget, refused: Callable[[Exception], None]
) -> None:
    """Ask for printer and pages, and print; `refused` is told if the printer can't."""

    def accepted(printer: QPrinter) -> None:
        try:
            print_pages(document, printer)
        except UsageError as error:
            refused(error)

    ask(parent, max(document.pageCount(), 1), accepted)


def print_pages(document: QPdfDocument, printer: QPrinter, progress: Progress = unheard) -> int:
    """Print the pages that the printer was told to, as large as its paper; answers how many.

    `progress` hears before each page how many of how many are printed, and may raise to stop.

    Raises:
        UsageError: the printer takes nothing.
    """
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    painter, whole = _begun(printer), max(last - first + 1, 0)
    try:
        for done, number in enumerate(range(first, last + 1)):
            progress(done, whole)
            if done:
                printer.newPage()
            _draw(painter, printer, document, number - 1)
    finally:
        painter.end()
    return whole


def print_pdf(body: bytes, passphrase: str, printer: QPrinter, progress: Progress) -> int:
    """Print a PDF as `print_pages` does, on any thread."""
    document, buffer = QPdfDocument(), QBuffer()
    document.setPassword(passphrase)
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        return print_pages(document, printer, progress)
    finally:
        document.close()


def print_all(pdfs: Sequence[bytes], printer: QPrinter, goes_on: Callable[[int, int], bool]) -> int:
    """Print PDFs one after the other, on any thread; answers how many, up to where it stopped.

    `goes_on` hears how many of how many are printed, and says whether to go on.

    Raises:
        UsageError: the printer takes nothing.
    """
    painter = _begun(printer)
    done = 0
    for pdf in pdfs:
        if not goes_on(done, len(pdfs)):
            break
        document, buffer = QPdfDocument(), QBuffer()
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        for page in range(document.pageCount()):
            if done or page:
                printer.newPage()
            _draw(painter, printer, document, page)
        document.close()
        done += 1
    painter.end()
    return done


def _begun(printer: QPrinter) -> QPainter:
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), FINEST))
    painter = QPainter()
    if not painter.begin(printer):
        text = "The printer takes nothing: look whether it is there. Nothing was printed."
        raise UsageError(text, printer.printerName())
    return painter


def _draw(painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int) -> None:
    paper = printer.pageLayout().fullRectPixels(printer.resolution()).size()
    points = document.pagePointSize(page).toSize()
    size: QSize = points.scaled(paper, Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(0, 0, size.width(), size.height()), document.render(page, size))
