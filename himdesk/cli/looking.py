# SPDX-License-Identifier: Apache-2.0
"""Verbs that look and change nothing: search, show, history, requests, verify, vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.shared import DONE, REFUSED, desk, show

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    sub = verb("search", _search, "find patients by name, number, birth date, SSN or phone")
    sub.add_argument("text")
    sub = verb("show", _show, "a chart with all its items")
    sub.add_argument("mrn")
    sub.add_argument("--as-of", help="a time (ISO 8601) or a change set's id")
    sub.add_argument("--break-glass", metavar="REASON", help="open a restricted chart")
    verb("history", _history, "the change sets of a chart").add_argument("mrn")
    verb("requests", _requests, "proposals that wait for a second person")
    sub = verb("verify", _verify, "check the hash chains and the tables against the ledger")
    sub.add_argument("--anchor", metavar="FILE", help="also check a head written out by anchor")
    verb("vocabulary", _vocabulary, "field names, kinds, warning codes, roles, protected tables")


def _search(args: argparse.Namespace) -> int:
    from himdesk.services.reports import search_text

    found = desk(args).charts.search(args.text)
    document = {"patients": [hit.view() for hit in found.hits], "more": found.more}
    show(args, document, search_text(found))
    return DONE


def _show(args: argparse.Namespace) -> int:
    from himdesk.services.reports import chart_text

    seat = desk(args)
    if args.break_glass:
        seat.charts.break_glass(args.mrn, reason=args.break_glass)
    view = seat.charts.show_view(args.mrn, as_of=args.as_of)
    show(args, view, chart_text(view))
    return DONE


def _history(args: argparse.Namespace) -> int:
    from himdesk.services.reports import history_text

    view = desk(args).charts.history_view(args.mrn)
    show(args, view, history_text(view))
    return DONE


def _requests(args: argparse.Namespace) -> int:
    from himdesk.services.reports import requests_text
    from himdesk.services.views import request_view

    views = [request_view(request) for request in desk(args).approvals.requests()]
    show(args, {"requests": views}, requests_text(views))
    return DONE


def _verify(args: argparse.Namespace) -> int:
    from himdesk.services.reports import verify_text

    anchor = Path(args.anchor) if args.anchor else None
    verdict = desk(args).audit.verify(anchor=anchor)
    show(args, verdict, verify_text(verdict))
    return DONE if verdict["ok"] else REFUSED


def _vocabulary(args: argparse.Namespace) -> int:
    seat = desk(args)
    document = seat.audit.vocabulary()
    show(args, document)
    return DONE
