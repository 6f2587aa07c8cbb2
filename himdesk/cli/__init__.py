# SPDX-License-Identifier: Apache-2.0
"""himdesk-admin: the verbs of the desk on the console, under the same rights as the screens.

Never imports Qt. Rooms are imported when a verb needs them, so that --help answers at once.
Exit status: 0 done, 1 refused by a rule or findings exist, 2 wrong usage, 3 unforeseen failure.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from himdesk import __version__
from himdesk.cli import (
    accounting,
    administering,
    amending,
    cases,
    correcting,
    downstream,
    filing,
    finding,
    looking,
    releasing,
)
from himdesk.cli.shared import FAILED, REFUSED, USAGE
from himdesk.domain.errors import HimdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LATER = {
    "outbox": "messages",
    "send": "messages",
    "listen": "messages",
}


class _Parser(argparse.ArgumentParser):
    """Options in full only (an abbreviated --json would be missed), and typed complaints."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See himdesk-admin --help.")


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one verb and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    _make_printable(as_json=as_json)
    try:
        _check_text(words)
        return _carry_out(words)
    except HimdeskError as error:
        _complain(error, as_json=as_json)
        return REFUSED if error.refusal else USAGE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the one place where the unforeseen ends
        _crash(error, as_json=as_json)
        return FAILED


def _make_printable(*, as_json: bool) -> None:
    """A name that the terminal's encoding lacks must not end a verb; JSON is UTF-8 anywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if as_json and stream is sys.stdout else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _check_text(words: Sequence[str]) -> None:
    """Check that what was typed is text, not bytes of another encoding.

    Raises:
        UsageError: a word or the account's name is not.
    """
    for word in (*words, os.environ.get("HIMDESK_USER", "")):
        if any("\ud800" <= sign <= "\udfff" for sign in word):
            shown = ascii(word)
            raise UsageError(f"{shown} is not text in this terminal's encoding.", shown)


def _carry_out(words: Sequence[str]) -> int:
    """Read the words and run their verb; one of a later version says so whatever follows it."""
    parser = _parser()
    args, unknown = parser.parse_known_args(words)
    if args.verb in LATER:
        later = f"{LATER[args.verb]}: with a later one"
        raise UsageError(f"{args.verb} is not in this version ({__version__}); {later}.")
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        return int(args.run(args))
    finally:
        if hasattr(args, "seat"):
            args.seat.close()


def _complain(error: HimdeskError, *, as_json: bool) -> None:
    if as_json:
        document = {"code": error.code, "message": error.message(), "where": error.where()}
        print(json.dumps({"error": document}, ensure_ascii=False))
    else:
        print(f"himdesk-admin: {error.message()}", file=sys.stderr)


def _crash(error: Exception, *, as_json: bool) -> None:
    """Report what went wrong by places in the program only: messages could hold patient data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    text = f"This should not have happened ({type(error).__name__}). Nothing half-done was kept."
    if as_json:
        document = {"code": "unforeseen", "message": text, "where": places[-1] if places else None}
        print(json.dumps({"error": document}))
    print("\n".join([f"himdesk-admin: {text}", *places]), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--db", help="path of a SQLite file or SQLAlchemy URL (or HIMDESK_DB)")
    common.add_argument("--user", help="who you are (or HIMDESK_USER)")
    common.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser = _Parser(prog="himdesk-admin", description=__doc__, parents=[common])
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=_Parser)

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        sub = verbs.add_parser(name, help=text, description=text, parents=[common])
        sub.set_defaults(run=run)
        return sub

    for group in (
        looking, correcting, downstream, amending, cases, releasing, accounting, filing, finding,
        administering,
    ):  # fmt: skip
        group.add_verbs(verb)
    for name, text in LATER.items():
        sub = verb(name, lambda _: USAGE, f"{text} (not in this version)")
        sub.add_argument("rest", nargs=argparse.REMAINDER)
    return parser
