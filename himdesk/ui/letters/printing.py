# SPDX-License-Identifier: Apache-2.0
"""The pages of a letter onto paper, through the system's print dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtWidgets import QWidget

FINEST: Final = 300
"""Dots an inch at most: finer is not seen, and takes long."""


def ask_and_print(document: QPdfDocument, parent: QWidget) -> None:
    """Ask for printer and pages, and print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("letter-print-dialog")
    dialog.setMinMax(1, max(document.pageCount(), 1))
    dialog.accepted.connect(lambda: print_pages(document, printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def print_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Print the pages that the printer was told to, as large as its paper; answers how many."""
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), FINEST))
    painter = QPainter(printer)
    for number in range(first, last + 1):
        if number > first:
            printer.newPage()
        paper = printer.pageLayout().fullRectPixels(printer.resolution()).size()
        points = document.pagePointSize(number - 1).toSize()
        size: QSize = points.scaled(paper, Qt.AspectRatioMode.KeepAspectRatio)
        image = document.render(number - 1, size)
        painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    painter.end()
    return max(last - first + 1, 0)
