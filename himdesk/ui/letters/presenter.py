# SPDX-License-Identifier: Apache-2.0
"""Decides what the letter screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.errors import UsageError
from himdesk.services.letters import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.services.desk import Desk
    from himdesk.services.letters import IssuedLetter
    from himdesk.ui.running import Run

KINDS = {"merge": "merge-notice", "undo": "unmerge-notice"}
"""The notice that belongs to a kind of change set."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_preview(self, pdf: bytes, title: str) -> None:
        """Show the letter as it would be issued."""

    def show_issued(self, path: str) -> None:
        """Say where the issued letter was saved."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class LetterPresenter:
    """One letter about one change set."""

    panel: Panel
    desk: Desk
    run: Run
    change_set: str = ""
    kind: str = ""

    def open(self, change_set: str, kind: str) -> None:
        """Preview the notice of a change set of this kind."""
        self.change_set, self.kind = change_set, KINDS.get(kind, "")
        if not self.kind:
            self.panel.show_error(UsageError(f"There is no notice about a {kind}."))
            return
        self.run(
            lambda: self.desk.letters.preview(Wanted(kind=self.kind, about=change_set)),
            lambda pdf: self.panel.show_preview(pdf, self.kind.replace("-", " ")),
            self.panel.show_error,
        )

    def issue(self, path: Path) -> None:
        """Issue the letter for keeps and save its bytes."""
        wanted = Wanted(kind=self.kind, about=self.change_set)
        self.run(
            lambda: self._save(self.desk.letters.issue(wanted), path),
            self.panel.show_issued,
            self.panel.show_error,
        )

    def _save(self, issued: IssuedLetter, path: Path) -> str:
        try:
            path.write_bytes(issued.pdf)
        except OSError as error:
            text = f"The letter {issued.letter.id} was issued, but {path} can't be written"
            raise UsageError(f"{text}: {error.strerror}. Print it again from History.") from None
        return str(path)
