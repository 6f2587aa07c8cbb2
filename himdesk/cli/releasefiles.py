# SPDX-License-Identifier: Apache-2.0
"""The files of requests for release on the console: `release add-file`, `release save-file`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.casefiles import read_files, write_file
from himdesk.cli.shared import DONE, desk, show
from himdesk.domain.amendments.log import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_files(action: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the actions about files."""
    sub = action("add-file", _add, "keep files that came: the signed form, a subpoena")
    sub.add_argument("id")
    sub.add_argument("--file", required=True, action="append", type=Path, metavar="F")
    sub.add_argument("--about", default="", metavar="TEXT", help="what it is")
    sub = action("save-file", _save, "write a file of a request as it came")
    sub.add_argument("id")
    sub.add_argument("--number", required=True, type=int, metavar="N")
    sub.add_argument("--out", required=True, type=Path, metavar="F")


def _add(args: argparse.Namespace) -> int:
    view = desk(args).release_files.add(args.id, *read_files(args, args.about))
    files = view.release.files
    lines = [f"{each.number} {each.name}" for each in files]
    document = {"release": args.id, "files": [plain(asdict(each)) for each in files]}
    show(args, document, "\n".join(lines))
    return DONE


def _save(args: argparse.Namespace) -> int:
    found, body = desk(args).release_files.get(args.id, args.number)
    write_file(args.out, body)
    document = {"attachment": plain(asdict(found)), "file": str(args.out)}
    show(args, document, f"{found.name} is in {args.out}.")
    return DONE
