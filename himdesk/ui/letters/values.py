# SPDX-License-Identifier: Apache-2.0
"""What the letter screen shows: what may be written about a thing, and what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from himdesk.domain.errors import UsageError
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from himdesk.services.correspondence.letters import IssuedLetter


@dataclass(frozen=True, slots=True)
class Subject:
    """What letters are written about: a change set or a case, and the kinds that fit, best first.

    `case` tells a request, which hears of it when its letters went; `mrn` is the number of the
    chart in whose history one is.
    """

    id: str = ""
    title: str = "Letters"
    kinds: tuple[str, ...] = ()
    case: bool = False
    mrn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Kinds of letters to be issued together into a folder; how they go, if they go at once."""

    kinds: tuple[str, ...]
    language: str
    facts: Mapping[str, str]
    folder: Path
    sent: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A letter that was issued; `went` is empty until that is noted."""

    id: str
    kind: str
    at: str
    by: str
    went: str = ""


def case_subject(case: str, kinds: tuple[str, ...]) -> Subject:
    """The letters of an amendment request."""
    return Subject(case, "Letters of the amendment request", kinds, case=True)


def title_of(kind: str) -> str:
    """A kind of letter as people read it."""
    return kind.replace("-", " ").capitalize()


def day_of_mailing(day: str, how: str, tracking: str = "") -> Mailing:
    """A mailing as it was typed.

    Raises:
        UsageError: the day is none.
    """
    try:
        on = date.fromisoformat(day)
    except ValueError:
        text = "The day on which the letter goes is written like 2026-03-01."
        raise UsageError(text, "sent") from None
    return Mailing(on=on, how=how, tracking=tracking)


def save_letter(made: IssuedLetter, folder: Path) -> None:
    """Save a letter in a folder, under its kind and reference.

    Raises:
        UsageError: it can't be written; the letter is kept all the same.
    """
    write_pdf(made.pdf, folder / f"{made.letter.kind}-{made.letter.id[-12:].lower()}.pdf")


def check_folder(folder: Path) -> None:
    """See first that files can be written into a folder, which is made if there is none.

    Raises:
        UsageError: they can't be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        text = f"Nothing was done: {folder} can't be written: {error.strerror}."
        raise UsageError(text, str(folder)) from None


def write_pdf(pdf: bytes, path: Path) -> None:
    """Write a file, its folder too if there is none.

    Raises:
        UsageError: it can't be written; what was issued is kept all the same.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    except OSError as error:
        text = f"What was issued is kept, but {path} can't be written: {error.strerror}."
        raise UsageError(text, str(path)) from None


def wanted_about(subject: Subject, kind: str, language: str, facts: Mapping[str, str]) -> Wanted:
    """A letter about a subject."""
    return Wanted(
        kind=kind,
        about=subject.id,
        language=language,
        seen_from=subject.mrn or None,
        facts=facts,
    )
