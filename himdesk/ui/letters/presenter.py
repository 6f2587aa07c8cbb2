# SPDX-License-Identifier: Apache-2.0
"""Decides what the letter screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import UsageError
from himdesk.services.correspondence.change_sets import kinds_about
from himdesk.ui.letters.values import (
    IssuedRow,
    Subject,
    check_folder,
    day_of_mailing,
    title_of,
    wanted_about,
    write_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from himdesk.services.correspondence.letters import IssuedLetter, Wanted
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

KINDS = {kind.value: kinds for kind in ChangeKind if (kinds := kinds_about(kind))}
"""The letters that belong to each kind of change set."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_subject(self, subject: Subject) -> None:
        """Show which letters can be written."""

    def show_letters(self, letters: Sequence[IssuedRow]) -> None:
        """Show what was issued."""

    def show_preview(self, pdf: bytes, title: str, *, kept: bool) -> None:
        """Show a letter as it would be issued, or as it was."""

    def show_issued(self, path: str) -> None:
        """Say where the issued letter was saved."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class LetterPresenter:
    """The letters about one thing, or all that were issued; a preview is the PDF that prints."""

    panel: Panel
    desk: Desk
    run: Run
    subject: Subject = field(default_factory=Subject)
    wanted: Wanted | None = None
    kept: str = ""

    def open(self, change_set: str, done: str, mrn: str = "") -> None:
        """The letters about a change set of a kind, for the chart of a number where they can be."""
        kinds = KINDS.get(done, ())
        self.open_subject(Subject(change_set, f"Letters about this {done}", kinds, mrn=mrn))
        if not kinds:
            text = "No letter is written about this kind of change set."
            self.panel.show_error(UsageError(text, done))

    def open_all(self) -> None:
        """All that was issued lately."""
        self.open_subject(Subject())

    def open_subject(self, subject: Subject) -> None:
        """The letters about a thing, the first of them previewed."""
        self.subject, self.wanted, self.kept = subject, None, ""
        self.panel.show_subject(subject)
        self.refresh()
        if subject.kinds:
            self.preview(subject.kinds[0], "en", {})

    def refresh(self) -> None:
        """Read again what was issued."""
        about = self.subject.id or None

        def read() -> list[IssuedRow]:
            letters = self.desk.letters.issued(about=about)
            sent = self.desk.mail.sent([x.id for x in letters])
            rows = []
            for x in letters:
                last = [(w.on, w.how, w.tracking) for w in sent.get(x.id, ())][-1:]
                went = ", ".join(part for way in last for part in way if part)
                at = x.at[:16].replace("T", " ")
                rows.append(IssuedRow(x.id, title_of(x.kind), at, x.by, went))
            return rows

        self.run(read, self.panel.show_letters, self.panel.show_error)

    def preview(self, kind: str, language: str, facts: dict[str, str]) -> None:
        """Show a letter as it would be issued now."""
        wanted = wanted_about(self.subject, kind, language, facts)
        self.wanted, self.kept = None, ""

        def shown(pdf: bytes) -> None:
            self.wanted = wanted
            self.panel.show_preview(pdf, title_of(kind), kept=False)

        self.run(lambda: self.desk.letters.preview(wanted), shown, self.panel.show_error)

    def show_kept(self, letter: str) -> None:
        """Show an issued letter; it is logged as a copy."""

        def shown(made: IssuedLetter) -> None:
            self.kept, self.wanted = letter, None
            self.panel.show_preview(made.pdf, title_of(made.letter.kind), kept=True)

        self.run(lambda: self.desk.letters.reprint(letter), shown, self.panel.show_error)

    def issue(self, path: Path, sent: str = "", how: str = "") -> None:
        """Issue the letter that is previewed for keeps, or reprint the one shown, and save it."""
        wanted, kept = self.wanted, self.kept

        def work() -> IssuedLetter:
            if kept:
                return self.desk.letters.reprint(kept)
            assert wanted is not None
            check_folder(path.parent)
            mailing = day_of_mailing(sent, how) if sent or how else None
            return self.desk.letters.issue(wanted, sent=mailing)

        def done(made: IssuedLetter) -> None:
            # From here on it is a copy that is saved: a file that fails issues nothing twice.
            self.wanted, self.kept = None, made.letter.id
            self.panel.show_preview(made.pdf, title_of(made.letter.kind), kept=True)
            self.refresh()
            self.run(
                lambda: write_pdf(made.pdf, path),
                lambda _: self.panel.show_issued(str(path)),
                self.panel.show_error,
            )

        if wanted is not None or kept:
            self.run(work, done, self.panel.show_error)
