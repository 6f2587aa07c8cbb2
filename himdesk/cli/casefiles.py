# SPDX-License-Identifier: Apache-2.0
"""The files of amendment requests on the console: `case add-file`, `case save-file`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.caselines import print_case
from himdesk.cli.shared import DONE, desk, show
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from himdesk.services.charts.brought import Brought


def add_files(action: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the actions about files."""
    sub = action("add-file", _add, "keep files that came: PDF, picture or text")
    sub.add_argument("id")
    sub.add_argument("--file", required=True, action="append", type=Path, metavar="F")
    sub.add_argument("--about", default="", metavar="TEXT", help="what it is")
    sub = action("save-file", _save, "write a file of a case as it came")
    sub.add_argument("id")
    sub.add_argument("--number", required=True, type=int, metavar="N")
    sub.add_argument("--out", required=True, type=Path, metavar="F")


def read_files(args: argparse.Namespace, about: str = "") -> list[Brought]:
    """The files that the command names.

    Raises:
        UsageError: one can't be read, or is too large.
    """
    from himdesk.services.charts.brought import Brought

    return [Brought.read(path, about) for path in args.file]


def write_file(out: Path, body: bytes) -> None:
    """Write what the command saves.

    Raises:
        UsageError: it can't be written.
    """
    try:
        out.write_bytes(body)
    except OSError as error:
        raise UsageError(f"{out} can't be written: {error.strerror}.", "--out") from None


def _add(args: argparse.Namespace) -> int:
    files = read_files(args, args.about)
    return print_case(args, desk(args).cases.attach(args.id, *files))


def _save(args: argparse.Namespace) -> int:
    from himdesk.domain.amendments.log import plain

    found, body = desk(args).cases.attachment(args.id, args.number)
    write_file(args.out, body)
    document = {"attachment": plain(asdict(found)), "file": str(args.out)}
    show(args, document, f"{found.name} is in {args.out}.")
    return DONE
