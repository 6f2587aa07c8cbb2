# SPDX-License-Identifier: Apache-2.0
"""Printing into a file through the system's dialog, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QLineEdit, QPushButton

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.ui.parts.message import MessageStrip
    from himdesk.ui.tour.hands import Hands
    from himdesk.ui.workstation import Workstation


def printed(
    station: Workstation, hands: Hands, path: Path, message: MessageStrip, words: str
) -> int:
    """Print what the dialog is open for until the message says so; answers the pages."""
    dialog = hands.find(station.window, QPrintDialog, "print-dialog")
    hands.type(hands.find(dialog, QLineEdit, "filename"), str(path))
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "&Print")
    hands.click(button)
    hands.wait("it is printed", lambda: words in message.accessibleName())
    document = pypdfium2.PdfDocument(str(path))
    try:
        return len(document)
    finally:
        document.close()
