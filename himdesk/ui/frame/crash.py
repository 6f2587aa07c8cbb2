# SPDX-License-Identifier: Apache-2.0
"""What is said when something unforeseen reaches the top: a sentence, and places without values."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from himdesk.ui.parts.failure import where

if TYPE_CHECKING:
    from types import TracebackType

SENTENCE = (
    "Something unforeseen happened. What you did last may not have been done: look before you "
    "do it again. The work on the screen is kept."
)


class CrashDialog(QMessageBox):
    """Says that something went wrong; the details name places in the program, never values."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.setObjectName("crash")
        self.setAccessibleName("Something unforeseen happened")
        self.setWindowTitle("himdesk")
        self.setModal(True)
        self.setIcon(QMessageBox.Icon.Critical)
        self.setText(SENTENCE)
        self.setInformativeText("Tell the administrator, with what stands under Show details.")
        self.setDetailedText(where(error))


class CrashReport:
    """Takes every unforeseen error: a line of stderr, and the dialog, one at a time."""

    def __init__(self) -> None:
        self._dialog: CrashDialog | None = None

    def __call__(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """Tell of an error."""
        sys.stderr.write(where(error) + "\n")
        if isinstance(error, Exception) and self._dialog is None:
            self._dialog = CrashDialog(error)
            self._dialog.finished.connect(self._closed)
            self._dialog.show()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None
