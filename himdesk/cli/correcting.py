# SPDX-License-Identifier: Apache-2.0
"""Verbs that merge, divide and judge charts, and those of the second person."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from himdesk.cli.shared import (
    DONE,
    desk,
    numbered,
    pairs,
    read_small,
    show,
    show_outcome,
    show_undo,
)
from himdesk.domain.errors import UsageError
from himdesk.domain.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.corrections.splitplan import SplitPlan
    from himdesk.services.desk import Desk

PLAN: Final = """\
A plan is a JSON document; every key may be missing:
{"moves": [{"item": ID, "to": MRN or "new:NAME"}], "new": {NAME: {FIELD: TEXT}},
 "parts": [{"document": ID, "to": MRN or "new:NAME", "pages": [1, 2] or "text": TEXT}],
 "again": [{"item": ID, "to": MRN or "new:NAME", "reason": TEXT}]}
  moves   what leaves, with all that hangs on it; everything else stays
  new     charts to be made, each with a number of its own, and what is known of the person
  parts   a document about both persons: of a scanned PDF each page goes to one chart, and the
          original stays, sealed; a note is retracted, each part being documented anew as a text
  again   a clinical item that holds for both persons, recorded anew in the other chart too
"""


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    sub = verb("merge", _merge, "merge charts of one person")
    sub.add_argument("survivor")
    sub.add_argument("retired", nargs="+")
    sub.add_argument("--keep", action="append", default=[], metavar="FIELD=MRN|both")
    sub.add_argument("--acknowledge", action="append", default=[], metavar="CODE=TEXT")
    _reason(sub)
    sub = verb("undo", _undo, "take a change set, or an import, back")
    sub.add_argument("change_set", nargs="?")
    sub.add_argument("--import", dest="import_id", metavar="ID")
    sub.add_argument("--assign", action="append", default=[], metavar="ITEM=MRN")
    sub.add_argument("--field", action="append", default=[], metavar="FIELD=before|now")
    _reason(sub)
    _add_relocating(verb)
    _add_hold(verb)
    for name, run, text in (
        ("approve", _approve, "approve a proposal: it is applied"),
        ("return", _return, "return a proposal to its requester"),
        ("reject", _reject, "reject a proposal"),
        ("withdraw", _withdraw, "withdraw a proposal of one's own"),
    ):
        sub = verb(name, run, text)
        sub.add_argument("id")
        if name in {"return", "reject"}:
            sub.add_argument("--comment", required=True)
        if name != "withdraw":
            over = "decide it though somebody else has it"
            sub.add_argument("--take-over", action="store_true", help=over)


def _add_relocating(verb: Callable[..., argparse.ArgumentParser]) -> None:
    sub = verb("split", _split, "divide a chart that holds two people's data")
    sub.add_argument("mrn")
    sub.add_argument("--plan", required=True, metavar="FILE", help="what goes where, as below")
    sub.formatter_class = argparse.RawDescriptionHelpFormatter
    sub.epilog = PLAN
    _reason(sub)
    sub = verb("move", _move, "move an item with what hangs on it to another chart or encounter")
    sub.add_argument("item")
    sub.add_argument("--to", required=True, metavar="MRN")
    sub.add_argument("--encounter", metavar="ID")
    sub.add_argument("--detach", action="store_true", help="tear it off a parent that stays")
    _reason(sub)
    for name, text in (
        ("link", "say that two charts are one person at two places"),
        ("unlink", "take a link back"),
        ("distinct", "say that charts are different people"),
    ):
        sub = verb(name, _judge, text)
        sub.add_argument("mrns", nargs="+", metavar="MRN")
        sub.add_argument("--reason", required=name == "distinct", default="")
        sub.add_argument("--dry-run", action="store_true")


def _add_hold(verb: Callable[..., argparse.ArgumentParser]) -> None:
    text = "hold entries back from release while it is doubtful whose they are, or lift that"
    sub = verb("hold", _hold, text)
    sub.add_argument("items", nargs="+", metavar="ITEM")
    sub.add_argument("--lift", action="store_true", help="let them go")
    _reason(sub)


def _reason(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--reason", required=True)
    sub.add_argument("--dry-run", action="store_true")


def _merge(args: argparse.Namespace) -> int:
    seat = desk(args)
    outcome = seat.corrections.merge(
        args.survivor,
        args.retired,
        reason=args.reason,
        keep=pairs(args.keep, "--keep"),
        acknowledged=pairs(args.acknowledge, "--acknowledge"),
        dry_run=args.dry_run,
    )
    return show_outcome(args, seat, outcome)


def _undo(args: argparse.Namespace) -> int:
    if (args.change_set is None) == (args.import_id is None):
        raise UsageError("Name either a change set or an import (--import ID) to undo.")
    if args.import_id is not None and args.field:
        raise UsageError("--field belongs to the undo of one change set, not of an import.")
    seat = desk(args)
    if args.import_id is not None:
        return _undo_import(args, seat)
    outcome = seat.corrections.undo(
        args.change_set,
        reason=args.reason,
        assign=pairs(args.assign, "--assign"),
        fields=pairs(args.field, "--field"),
        dry_run=args.dry_run,
    )
    if args.dry_run:
        return show_undo(args, seat, outcome)
    return show_outcome(args, seat, outcome)


def _undo_import(args: argparse.Namespace, seat: Desk) -> int:
    from himdesk.services.views import outcome_view

    def tell(done: int) -> None:
        print(f"\r{counted(done, 'change set')}", end="", file=sys.stderr, flush=True)

    outcomes = seat.corrections.undo_import(
        args.import_id,
        reason=args.reason,
        assign=pairs(args.assign, "--assign"),
        dry_run=args.dry_run,
        progress=tell if sys.stderr.isatty() else None,
    )
    views = [outcome_view(*numbered(seat, outcome)) for outcome in outcomes]
    document = {"outcome": outcomes[0].mode.value, "change_sets": [v["change_set"] for v in views]}
    document["undecided"] = [u for v in views for u in v["undecided"]]
    document["warnings"] = [w for v in views for w in v["warnings"]]
    document["not_done"] = sorted({text for v in views for text in v["not_done"]})
    sets = counted(len(views), "change set")
    lines = [f"{document['outcome']}: {sets} of {args.import_id}"]
    lines += [f"  not done: {text}" for text in document["not_done"]]
    show(args, document, "\n".join(lines))
    return DONE


def _approve(args: argparse.Namespace) -> int:
    seat = desk(args)
    return show_outcome(args, seat, seat.approvals.approve(args.id, take_over=args.take_over))


def _return(args: argparse.Namespace) -> int:
    decide = desk(args).approvals.return_
    return _decided(args, decide(args.id, comment=args.comment, take_over=args.take_over))


def _reject(args: argparse.Namespace) -> int:
    decide = desk(args).approvals.reject
    return _decided(args, decide(args.id, comment=args.comment, take_over=args.take_over))


def _withdraw(args: argparse.Namespace) -> int:
    return _decided(args, desk(args).approvals.withdraw(args.id))


def _decided(args: argparse.Namespace, request: Any) -> int:
    from himdesk.services.views import request_view

    view = request_view(request)
    show(args, {"request": view}, f"Request {request.id} is {request.state.value}.")
    return DONE


def _plan(name: str) -> SplitPlan:
    """The plan of a split in a file.

    Raises:
        UsageError: it is no JSON, or states no plan.
    """
    from himdesk.services.corrections.splitplan import SplitPlan

    text = read_small(name)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{name} is no JSON ({where}: {error.msg}).", name) from None
    except (ValueError, RecursionError):
        raise UsageError(f"{name} is no JSON document of the form of a plan.", name) from None
    return SplitPlan.read(document)


def _split(args: argparse.Namespace) -> int:
    plan = _plan(args.plan)
    seat = desk(args)
    outcome = seat.corrections.split(
        args.mrn,
        moves=plan.moves,
        new=plan.new,
        parts=plan.parts,
        again=plan.again,
        reason=args.reason,
        dry_run=args.dry_run,
    )
    return show_outcome(args, seat, outcome)


def _move(args: argparse.Namespace) -> int:
    seat = desk(args)
    outcome = seat.corrections.move(
        args.item,
        to=args.to,
        encounter=args.encounter,
        detach=args.detach,
        reason=args.reason,
        dry_run=args.dry_run,
    )
    return show_outcome(args, seat, outcome)


def _hold(args: argparse.Namespace) -> int:
    seat = desk(args)
    outcome = seat.corrections.hold(
        args.items, reason=args.reason, lift=args.lift, dry_run=args.dry_run
    )
    return show_outcome(args, seat, outcome)


def _judge(args: argparse.Namespace) -> int:
    from himdesk.domain.changes import ChangeKind

    if len(args.mrns) < 2 or (args.verb != "distinct" and len(args.mrns) > 2):  # noqa: PLR2004
        raise UsageError(f"{args.verb} wants two charts.")
    seat = desk(args)
    outcome = seat.corrections.judge(
        ChangeKind(args.verb), args.mrns, reason=args.reason, dry_run=args.dry_run
    )
    return show_outcome(args, seat, outcome)
