# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting of disclosures on the console."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from himdesk.cli.shared import DONE, day, desk, show
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.releases.accountings.values import AccountView


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    parser = verb("accounting-request", _help, "requests for an accounting: open to give, list")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        for option in ("--db", "--user"):
            sub.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    sub = action("open", _open, "take down a request; 60 days from its receipt")
    sub.add_argument("--mrn", required=True)
    sub.add_argument("--requester", required=True, metavar="NAME")
    sub.add_argument("--received", required=True, type=day, metavar="DATE")
    sub.add_argument("--from", dest="since", type=day, metavar="D", help="else six years back")
    sub.add_argument("--to", dest="until", type=day, metavar="D", help="else the day it came")
    sub = action("tell-fee", _tell_fee, "the patient was told what it costs")
    sub.add_argument("id")
    sub.add_argument("--amount", required=True, metavar="DOLLARS")
    sub.add_argument("--told", type=day, metavar="DATE", help="else today")
    sub = action("agree", _agree, "the patient agrees to the fee they were told")
    sub.add_argument("id")
    sub = action("modify", _modify, "the patient asks for another period; the fee is told anew")
    sub.add_argument("id")
    sub.add_argument("--from", dest="since", required=True, type=day, metavar="D")
    sub.add_argument("--to", dest="until", required=True, type=day, metavar="D")
    sub = action("extend", _extend, "take 30 days more, once")
    sub.add_argument("id")
    sub.add_argument("--reason", required=True, metavar="TEXT")
    sub.add_argument("--until", required=True, type=day, metavar="DATE")
    sub.add_argument(
        "--sent", type=day, metavar="DATE", help="when its letter went; else once that is noted"
    )
    sub = action("withdraw", _withdraw, "the patient took the request back")
    sub.add_argument("id")
    sub.add_argument("--reason", required=True, metavar="TEXT")
    sub = action("give", _give, "give the accounting that was asked for")
    sub.add_argument("id")
    sub.add_argument("--out", required=True, type=Path, metavar="F", help="PDF or CSV")
    sub = action("list", _list, "the open requests, those due first")
    sub.add_argument("--ended", action="store_true")


def _open(args: argparse.Namespace) -> int:
    view = desk(args).accountings.open(
        args.mrn,
        requester=args.requester,
        received=args.received,
        since=args.since,
        until=args.until,
    )
    return _print(args, view)


def _tell_fee(args: argparse.Namespace) -> int:
    from himdesk.domain.releases.charges import money

    at = desk(args)
    told_on = args.told or at.disclosures.today()
    amount = money(args.amount, "--amount")
    return _print(args, at.accountings.tell_fee(args.id, amount=amount, told_on=told_on))


def _agree(args: argparse.Namespace) -> int:
    return _print(args, desk(args).accountings.agree(args.id))


def _modify(args: argparse.Namespace) -> int:
    return _print(args, desk(args).accountings.modify(args.id, args.since, args.until))


def _extend(args: argparse.Namespace) -> int:
    accountings = desk(args).accountings
    view = accountings.extend(args.id, reason=args.reason, until=args.until, sent_on=args.sent)
    return _print(args, view)


def _withdraw(args: argparse.Namespace) -> int:
    return _print(args, desk(args).accountings.withdraw(args.id, reason=args.reason))


def _give(args: argparse.Namespace) -> int:
    from himdesk.services.releases.handing import check_file

    at = desk(args)
    made = at.accountings.make(args.id)
    check_file(args.out)
    report = at.disclosures.report(made, csv=args.out.suffix.lower() == ".csv")
    view = at.accountings.give(args.id, made, report, file=args.out)
    return _print(args, view, file=str(args.out))


def _list(args: argparse.Namespace) -> int:
    found = desk(args).accountings.find(ended=args.ended)
    document = {"accounting_requests": [_document(view) for view in found]}
    show(args, document, "\n".join(_line(view) for view in found) or "There is no request.")
    return DONE


def _print(args: argparse.Namespace, view: AccountView, **more: str) -> int:
    show(args, {"accounting_request": {**_document(view), **more}}, _line(view))
    return DONE


def _document(view: AccountView) -> dict[str, Any]:
    from himdesk.services.releases.accountings.forms import plain

    values = {name: value for name, value in plain(view.request).items() if name != "patient"}
    return {**values, "mrn": view.mrn, "due": view.due.isoformat()}


def _line(view: AccountView) -> str:
    asked = view.request
    period = f"{asked.since} to {asked.until}"
    return f"{asked.id}  {view.mrn}  {asked.state}  due {view.due}  {period}  {asked.requester}"


def _help(_: argparse.Namespace) -> Any:
    raise UsageError("accounting-request ACTION …; see himdesk-admin accounting-request --help.")
