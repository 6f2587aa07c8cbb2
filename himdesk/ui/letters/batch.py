# SPDX-License-Identifier: Apache-2.0
"""Many letters at once, off the window's thread, with progress; what was done before a stop stays.

Knows no widget: `start` runs the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from himdesk.ui.letters.values import check_folder, day_of_mailing, save_letter, wanted_about

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from himdesk.services.correspondence.letters import IssuedLetter
    from himdesk.services.desk import Desk
    from himdesk.ui.letters.values import Several, Subject

    GoesOn = Callable[[int, int], bool]

Answer = TypeVar("Answer")


class Start(Protocol):
    """Starts work that hears whether it goes on as it tells how far it is."""

    def __call__(
        self, words: str, work: Callable[[GoesOn], Answer], then: Callable[[Answer], None]
    ) -> None:
        """Run `work`, then `then`; an exception is shown."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_told(self, text: str) -> None:
        """Say what was done."""

    def show_labels(self, pdf: bytes) -> None:
        """Show sheets of labels, to be printed or saved."""


@dataclass
class BatchPresenter:
    """Letters that are issued, saved, printed, labelled and noted together."""

    panel: Panel
    desk: Desk
    start: Start
    refresh: Callable[[], None]

    def issue(self, about: Subject, several: Several) -> None:
        """Issue letters, each for keeps by itself, and save them in a folder."""

        def issued(kind: str) -> IssuedLetter:
            wanted = wanted_about(about, kind, several.language, several.facts)
            gone = several.sent or several.how
            mailing = day_of_mailing(several.sent, several.how) if gone else None
            return self.desk.letters.issue(wanted, sent=mailing)

        letters = [partial(issued, kind) for kind in several.kinds]
        self._save("Issuing letters", letters, several.folder)

    def save(self, letters: Sequence[str], folder: Path) -> None:
        """Save copies of issued letters in a folder."""
        self._save("Saving copies", self._copies(letters), folder)

    def collect(self, letters: Sequence[str], then: Callable[[list[bytes]], None]) -> None:
        """Read copies of issued letters, to be printed."""

        def work(goes_on: GoesOn) -> list[bytes]:
            copies, found = self._copies(letters), list[bytes]()
            for copy in copies:
                if not goes_on(len(found), len(copies)):
                    return []
                found.append(copy().pdf)
            return found

        self.start("Reading letters", work, lambda pdfs: then(pdfs) if pdfs else None)

    def labels(self, letters: Sequence[str], sheet: str, used: int) -> None:
        """Show the labels for the envelopes of letters."""
        self.start(
            "Setting labels",
            lambda _goes_on: self.desk.mail.labels(letters, sheet=sheet, skip=used),
            self.panel.show_labels,
        )

    def note(self, letters: Sequence[str], day: str, how: str, tracking: str) -> None:
        """Note how letters went, all or none."""

        def work(_goes_on: GoesOn) -> str:
            mailing = day_of_mailing(day, how, tracking)
            self.desk.mail.note(letters, mailing)
            return f"{_number(len(letters))} noted as sent on {mailing.on} by {mailing.how}."

        self.start("Noting", work, self._done)

    def _copies(self, letters: Sequence[str]) -> list[Callable[[], IssuedLetter]]:
        return [partial(self.desk.letters.reprint, letter) for letter in letters]

    def _save(
        self, words: str, letters: Sequence[Callable[[], IssuedLetter]], folder: Path
    ) -> None:
        def work(goes_on: GoesOn) -> str:
            check_folder(folder)
            for done, make in enumerate(letters):
                if not goes_on(done, len(letters)):
                    return f"Stopped: {done:,} of {_number(len(letters))} are in {folder}."
                save_letter(make(), folder)
            return f"{_number(len(letters))} saved in {folder}."

        self.start(words, work, self._done)

    def _done(self, text: str) -> None:
        self.panel.show_told(text)
        self.refresh()


def _number(count: int) -> str:
    return f"{count:,} letter{'' if count == 1 else 's'}"
