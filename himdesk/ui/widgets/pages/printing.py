# SPDX-License-Identifier: Apache-2.0
"""Pages onto paper, through the system's print dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtWidgets import QWidget

FINEST: Final = 300
"""Dots an inch at most: finer is not seen, and takes long."""


def ask_and_print(
    document: QPdfDocument, parent: QWidget, refused: Callable[[Exception], None]
) -> None:
    """Ask for printer and pages, and print; `refused` is told if the printer can't."""

    def accepted() -> None:
        try:
            print_pages(document, printer)
        except UsageError as error:
            refused(error)

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print-dialog")
    dialog.setMinMax(1, max(document.pageCount(), 1))
    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()


def print_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Print the pages that the printer was told to, as large as its paper; answers how many.

    Raises:
        UsageError: the printer takes nothing.
    """
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), FINEST))
    painter = QPainter()
    if not painter.begin(printer):
        text = "The printer takes nothing: look whether it is there. Nothing was printed."
        raise UsageError(text, printer.printerName())
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
