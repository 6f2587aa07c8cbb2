# SPDX-License-Identifier: Apache-2.0
"""What the console's verbs share: signing in, passwords, one document on stdout."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.config import Config
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk

Plain = dict[str, Any]

DONE, REFUSED, USAGE, FAILED = 0, 1, 2, 3
"""Exit statuses: done; refused by a rule or findings exist; wrong usage; unforeseen failure."""

UNNUMBERED: Final = "The charts' numbers could not be read; their ids stand in their place."

LARGEST: Final = 8 << 20
"""Bytes of a file with a plan or with the text of a document."""


def config(args: argparse.Namespace) -> Config:
    """What the command and the environment say of the database and the site."""
    from himdesk.config import load

    return load(getattr(args, "db", None), os.environ)


def url(args: argparse.Namespace) -> str:
    """The database that the command or the environment names."""
    return config(args).database_url


def desk(args: argparse.Namespace) -> Desk:
    """Sign in; `main` closes the desk, which stays in `args.seat`, at the end of the verb."""
    from himdesk import services

    args.seat = services.open(
        url(args),
        *credentials(args),
        training_now=os.environ.get("HIMDESK_NOW"),
        db_password=os.environ.get("HIMDESK_DB_PASSWORD"),
    )
    seat: Desk = args.seat
    return seat


def credentials(args: argparse.Namespace) -> tuple[str, str]:
    """Who signs in, and the password, from the environment or a prompt."""
    user = getattr(args, "user", None) or os.environ.get("HIMDESK_USER")
    if not user:
        raise UsageError("Say who you are: --user NAME or HIMDESK_USER.")
    password = os.environ.get("HIMDESK_PASSWORD")
    if password is None:
        password = _ask(f"Password of {user}: ")
    return user, password


def _ask(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for the password; set HIMDESK_PASSWORD.")
    return getpass(prompt, stream=sys.stderr)


def new_password() -> str:
    """The password to be set: from the environment or a prompt."""
    password = os.environ.get("HIMDESK_NEW_PASSWORD")
    if password is not None:
        return password
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for it; set HIMDESK_NEW_PASSWORD.")
    return getpass("New password: ", stream=sys.stderr)


def show(args: argparse.Namespace, document: Plain | list[Plain], text: str | None = None) -> None:
    """One document on stdout: JSON if asked for, else text for people."""
    if getattr(args, "json", False) or text is None:
        print(
            json.dumps(
                document, ensure_ascii=False, indent=None if args.__dict__.get("json") else 1
            )
        )
    else:
        print(text)


def pairs(words: Sequence[str], option: str, *, empty: bool = False) -> dict[str, str]:
    """NAME=VALUE words as a mapping; VALUE may be missing if it may be `empty`.

    Raises:
        UsageError: a word of another form, or a name given twice.
    """
    pairs: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key or not (value or empty):
            raise UsageError(f"{option} wants NAME=VALUE, not {word!r}.", word)
        if key in pairs:
            raise UsageError(f"{option} names {key} twice.", key)
        pairs[key] = value
    return pairs


def show_outcome(args: argparse.Namespace, seat: Desk, outcome: Outcome) -> int:
    """Print what a writing verb did."""
    from himdesk.services.reports import outcome_text
    from himdesk.services.views import outcome_view

    outcome, numbers = numbered(seat, outcome)
    show(args, outcome_view(outcome, numbers), outcome_text(outcome, numbers))
    return DONE


def numbered(seat: Desk, outcome: Outcome) -> tuple[Outcome, dict[str, str]]:
    """An outcome with the numbers of its charts; what stands is told without them, too."""
    from himdesk.services.corrections.outcomes import Mode

    if outcome.mode is Mode.DRY_RUN:
        return outcome, seat.charts.numbers(outcome)
    numbers: dict[str, str] = {}
    told = outcome.followed_by(lambda: numbers.update(seat.charts.numbers(outcome)), UNNUMBERED)
    return told, numbers


def show_undo(args: argparse.Namespace, seat: Desk, outcome: Outcome) -> int:
    """Print the dry run of an undo, with the disclosures that it calls in question."""
    from himdesk.services.releases.disclosures.misdirected import misdirected
    from himdesk.services.releases.requests.views import logged_view
    from himdesk.services.reports import outcome_text
    from himdesk.services.views import outcome_view

    numbers = seat.charts.numbers(outcome)
    told = misdirected(seat.context, outcome)
    lines = [
        f"possibly misdirected: {each.disclosure.on}  {each.mrn}  {each.disclosure.recipient}"
        for each in told
    ]
    view = {**outcome_view(outcome, numbers), "misdirected": [logged_view(each) for each in told]}
    show(args, view, "\n".join([outcome_text(outcome, numbers), *lines]))
    return DONE


def day(text: str) -> date:
    """The day that an option names, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date like 2026-01-31") from None


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        UsageError: it can't be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.", str(path)) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text.", str(path)) from None


def read_small(name: str) -> str:
    """The text of a file with a plan or a document.

    Raises:
        UsageError: it can't be read, is too large, or is no UTF-8 text.
    """
    try:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UsageError(f"{name} is larger than {LARGEST >> 20} MB.", name)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{name} can't be read: {error.strerror}.", name) from None
    except UnicodeDecodeError as error:
        text = f"{name} is no UTF-8 text (byte {error.start})."
        raise UsageError(text, name) from None


def read_json(path: Path) -> Any:
    """What a JSON file says.

    Raises:
        UsageError: it can't be read, or is no JSON.
    """
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        text = f"{path} is no JSON: see line {error.lineno}, column {error.colno}."
        raise UsageError(text, str(path)) from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is no JSON that can be read.", str(path)) from None
