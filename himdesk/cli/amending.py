# SPDX-License-Identifier: Apache-2.0
"""The verb that amends: a revision of a document, or what a chart shows of its person."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from himdesk.cli.shared import desk, pairs, read_json, read_small, show_outcome
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

DEMOGRAPHIC: Final = "demographic"
REVISIONS: Final = ("addendum", "late-entry", "correction", "retraction")

FIELDS: Final = """\
A revision of a document wants --text and --author. A demographic correction names the chart
by its MRN, and wants --field once, or once for each part of a name or an address:
  family given middle prefix suffix     the name; parts that are not named stay as shown,
  line city state postal_code country   the address; and PART= leaves one out
  birth_date sex deceased language marital_status ssn phone mobile email
or these as {FIELD: VALUE} in a file, where others of the machine can't see them in the command.
The value shown before is struck where it was wrong (--because correction, which is meant
unless said otherwise), or ends today where it was right once (--because update).
"""


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add this verb to the parser."""
    sub = verb("amend", _amend, "file a revision of a document, or correct what a chart shows")
    sub.formatter_class = argparse.RawDescriptionHelpFormatter
    sub.epilog = FIELDS
    sub.add_argument("target", metavar="DOCUMENT|MRN")
    sub.add_argument("--kind", required=True, choices=(*REVISIONS, DEMOGRAPHIC))
    sub.add_argument("--text", metavar="FILE", help="what a revision says")
    sub.add_argument("--author", metavar="NAME", help="the clinician whose revision it is")
    sub.add_argument("--field", action="append", default=[], metavar="FIELD=VALUE")
    sub.add_argument("--json-file", type=Path, metavar="F", help="fields and values, as below")
    sub.add_argument("--because", choices=("correction", "update"))
    sub.add_argument("--evidence", metavar="TEXT", help="what was seen, such as a passport")
    sub.add_argument("--reason", required=True)
    sub.add_argument("--dry-run", action="store_true")


def _amend(args: argparse.Namespace) -> int:
    _check_options(args)
    return _restate(args) if args.kind == DEMOGRAPHIC else _revise(args)


def _check_options(args: argparse.Namespace) -> None:
    """Check that what was said belongs to the kind of amendment.

    Raises:
        UsageError: an option is missing, or is one of the other kind.
    """
    revision = {"--text": args.text, "--author": args.author}
    fields = {"--field": args.field, "--json-file": args.json_file}
    other = fields | {"--because": args.because, "--evidence": args.evidence}
    if args.kind == DEMOGRAPHIC:
        other = revision
        if bool(args.field) == bool(args.json_file):
            raise UsageError("--kind demographic wants --field, or a --json-file.", "--field")
    elif not all(revision.values()):
        raise UsageError(f"--kind {args.kind} wants --text and --author.")
    for option, said in other.items():
        if said:
            raise UsageError(f"{option} does not belong to --kind {args.kind}.", option)


def _revise(args: argparse.Namespace) -> int:
    text = read_small(args.text)
    seat = desk(args)
    outcome = seat.corrections.amend(
        args.target,
        kind=args.kind,
        text=text,
        author=args.author,
        reason=args.reason,
        dry_run=args.dry_run,
    )
    return show_outcome(args, seat, outcome)


def _restate(args: argparse.Namespace) -> int:
    from himdesk.services.corrections.demographics import Restated

    wanted = Restated(
        fields=_fields(args),
        because=args.because or "correction",
        evidence=args.evidence or "",
    )
    seat = desk(args)
    outcome = seat.corrections.correct(
        args.target, wanted, reason=args.reason, dry_run=args.dry_run
    )
    return show_outcome(args, seat, outcome)


def _fields(args: argparse.Namespace) -> dict[str, str]:
    """What the chart shall show.

    Raises:
        UsageError: it is not said as fields with texts.
    """
    if args.json_file is None:
        return pairs(args.field, "--field", empty=True)
    said = read_json(args.json_file)
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise UsageError(f"{args.json_file} wants an object of fields and texts.")
    return said
