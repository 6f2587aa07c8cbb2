# SPDX-License-Identifier: Apache-2.0
"""himdesk-admin: the verbs of the desk on the console, under the same rights as the screens.

Never imports Qt. Rooms are imported when a verb needs them, so that --help answers at once.
Exit status: 0 done, 1 refused by a rule or findings exist, 2 wrong usage, 3 unforeseen failure.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from himdesk import __version__
from himdesk.domain.errors import HimdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.desk import Desk
    from himdesk.services.outcomes import Outcome

Plain = dict[str, Any]

DONE, REFUSED, USAGE, FAILED = 0, 1, 2, 3

LATER = {
    "split": "splitting charts",
    "move": "moving items",
    "link": "linking charts",
    "unlink": "unlinking charts",
    "distinct": "recording that two charts are two people",
    "amend": "amending documents",
    "case": "amendment requests",
    "letter": "letters",
    "release": "release of information",
    "accounting": "accounting of disclosures",
    "match": "matching",
    "check-duplicates": "checking for duplicates",
    "outbox": "messages",
    "send": "messages",
    "listen": "messages",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See himdesk-admin --help.")


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one verb and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    try:
        args = _parser().parse_args(words)
        if args.verb in LATER:
            _not_yet(args.verb)
        return int(args.run(args))
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


def _not_yet(verb: str) -> NoReturn:
    raise UsageError(f"{verb} is not in this version ({__version__}): {LATER[verb]} come later.")


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

    _reading_verbs(verb)
    _correcting_verbs(verb)
    _administering_verbs(verb)
    for name, text in LATER.items():
        sub = verb(name, lambda _: USAGE, f"{text} (not in this version)")
        sub.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _reading_verbs(verb: Callable[..., _Parser]) -> None:
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


def _correcting_verbs(verb: Callable[..., _Parser]) -> None:
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


def _reason(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--reason", required=True)
    sub.add_argument("--dry-run", action="store_true")


def _administering_verbs(verb: Callable[..., _Parser]) -> None:
    sub = verb("init", _init, "make an empty database and its first administrator")
    sub.add_argument("--admin", required=True, metavar="NAME")
    sub.add_argument("--training", action="store_true")
    sub.add_argument("--plain", action="store_true", help="not encrypted")
    sub = verb("staff", _staff, "accounts and their roles")
    sub.add_argument("action", choices=("add", "disable", "role", "password", "list"))
    sub.add_argument("name", nargs="?")
    sub.add_argument("--role", action="append", default=[])
    sub.add_argument("--name", dest="display", metavar="TEXT")
    sub.add_argument("--person", metavar="ACCOUNT", help="an account of the same person")
    sub = verb("import", _import, "FHIR R4 (JSON, NDJSON) and CSV")
    sub.add_argument("paths", nargs="+", metavar="PATH")
    sub.add_argument("--source", default="import")
    verb("anchor", _anchor, "write the head of the ledger out").add_argument("--out", required=True)
    verb("backup", _backup, "copy the database into one file").add_argument("file")
    verb("restore", _restore, "fill an empty database from a backup").add_argument("file")
    verb("migrate", _migrate, "bring the database to this version, after a backup")


def _url(args: argparse.Namespace) -> str:
    from himdesk.config import load

    return load(getattr(args, "db", None), os.environ).database_url


def _desk(args: argparse.Namespace) -> Desk:
    """Sign in."""
    from himdesk import services

    user = getattr(args, "user", None) or os.environ.get("HIMDESK_USER")
    if not user:
        raise UsageError("Say who you are: --user NAME or HIMDESK_USER.")
    password = os.environ.get("HIMDESK_PASSWORD")
    if password is None:
        password = _ask(f"Password of {user}: ")
    return services.open(
        _url(args),
        user,
        password,
        training_now=os.environ.get("HIMDESK_NOW"),
        db_password=os.environ.get("HIMDESK_DB_PASSWORD"),
    )


def _ask(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for the password; set HIMDESK_PASSWORD.")
    return getpass(prompt, stream=sys.stderr)


def _new_password() -> str:
    password = os.environ.get("HIMDESK_NEW_PASSWORD")
    if password is not None:
        return password
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for it; set HIMDESK_NEW_PASSWORD.")
    return getpass("New password: ", stream=sys.stderr)


def _print(args: argparse.Namespace, document: Plain, text: str | None = None) -> None:
    """One document on stdout: JSON if asked for, else text for people."""
    if getattr(args, "json", False) or text is None:
        print(
            json.dumps(
                document, ensure_ascii=False, indent=None if args.__dict__.get("json") else 1
            )
        )
    else:
        print(text)


def _pairs(words: Sequence[str], option: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key or not value:
            raise UsageError(f"{option} wants NAME=VALUE, not {word!r}.", word)
        if key in pairs:
            raise UsageError(f"{option} names {key} twice.", key)
        pairs[key] = value
    return pairs


def _outcome(args: argparse.Namespace, desk: Desk, outcome: Outcome) -> int:
    from himdesk.services.reports import outcome_text
    from himdesk.services.views import outcome_view

    numbers = desk.charts.numbers(outcome)
    _print(args, outcome_view(outcome, numbers), outcome_text(outcome, numbers))
    return DONE


def _search(args: argparse.Namespace) -> int:
    from himdesk.services.reports import search_text

    found = _desk(args).charts.search(args.text)
    document = {"patients": [hit.view() for hit in found.hits], "more": found.more}
    _print(args, document, search_text(found))
    return DONE


def _show(args: argparse.Namespace) -> int:
    from himdesk.services.reports import chart_text

    desk = _desk(args)
    if args.break_glass:
        desk.charts.break_glass(args.mrn, reason=args.break_glass)
    view = desk.charts.show_view(args.mrn, as_of=args.as_of)
    _print(args, view, chart_text(view))
    return DONE


def _history(args: argparse.Namespace) -> int:
    from himdesk.services.reports import history_text

    view = _desk(args).charts.history_view(args.mrn)
    _print(args, view, history_text(view))
    return DONE


def _requests(args: argparse.Namespace) -> int:
    from himdesk.services.reports import requests_text
    from himdesk.services.views import request_view

    views = [request_view(request) for request in _desk(args).approvals.requests()]
    _print(args, {"requests": views}, requests_text(views))
    return DONE


def _merge(args: argparse.Namespace) -> int:
    desk = _desk(args)
    outcome = desk.corrections.merge(
        args.survivor,
        args.retired,
        reason=args.reason,
        keep=_pairs(args.keep, "--keep"),
        acknowledged=_pairs(args.acknowledge, "--acknowledge"),
        dry_run=args.dry_run,
    )
    return _outcome(args, desk, outcome)


def _undo(args: argparse.Namespace) -> int:
    if (args.change_set is None) == (args.import_id is None):
        raise UsageError("Name either a change set or an import (--import ID) to undo.")
    desk = _desk(args)
    if args.import_id is not None:
        return _undo_import(args, desk)
    outcome = desk.corrections.undo(
        args.change_set,
        reason=args.reason,
        assign=_pairs(args.assign, "--assign"),
        fields=_pairs(args.field, "--field"),
        dry_run=args.dry_run,
    )
    return _outcome(args, desk, outcome)


def _undo_import(args: argparse.Namespace, desk: Desk) -> int:
    from himdesk.services.views import outcome_view

    outcomes = desk.corrections.undo_import(
        args.import_id,
        reason=args.reason,
        assign=_pairs(args.assign, "--assign"),
        dry_run=args.dry_run,
    )
    views = [outcome_view(o, desk.charts.numbers(o)) for o in outcomes]
    document = {"outcome": outcomes[0].mode.value, "change_sets": [v["change_set"] for v in views]}
    document["undecided"] = [u for v in views for u in v["undecided"]]
    document["warnings"] = [w for v in views for w in v["warnings"]]
    _print(args, document, f"{document['outcome']}: {len(views)} change sets of {args.import_id}")
    return DONE


def _approve(args: argparse.Namespace) -> int:
    desk = _desk(args)
    return _outcome(args, desk, desk.approvals.approve(args.id))


def _return(args: argparse.Namespace) -> int:
    return _decided(args, _desk(args).approvals.return_(args.id, comment=args.comment))


def _reject(args: argparse.Namespace) -> int:
    return _decided(args, _desk(args).approvals.reject(args.id, comment=args.comment))


def _withdraw(args: argparse.Namespace) -> int:
    return _decided(args, _desk(args).approvals.withdraw(args.id))


def _decided(args: argparse.Namespace, request: Any) -> int:
    from himdesk.services.views import request_view

    view = request_view(request)
    _print(args, {"request": view}, f"Request {request.id} is {request.state.value}.")
    return DONE


def _verify(args: argparse.Namespace) -> int:
    from himdesk.services.reports import verify_text

    anchor = Path(args.anchor) if args.anchor else None
    verdict = _desk(args).audit.verify(anchor=anchor)
    _print(args, verdict, verify_text(verdict))
    return DONE if verdict["ok"] else REFUSED


def _vocabulary(args: argparse.Namespace) -> int:
    desk = _desk(args)
    document = desk.audit.vocabulary()
    _print(args, document)
    return DONE


def _init(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    setup.initialise(
        _url(args),
        admin=args.admin,
        password=_new_password(),
        training=args.training,
        db_password=os.environ.get("HIMDESK_DB_PASSWORD"),
    )
    if not args.plain:
        print(
            "Note: this version does not encrypt the file; use an encrypted disk.", file=sys.stderr
        )
    document = {"created": True, "admin": args.admin, "training": args.training}
    _print(args, document, f"Made a database; {args.admin} is its first administrator.")
    return DONE


def _staff(args: argparse.Namespace) -> int:
    from himdesk.services.reports import staff_text

    desk = _desk(args)
    if args.action != "list" and not args.name:
        raise UsageError(f"staff {args.action} needs a NAME.")
    match args.action:
        case "add":
            desk.staff.add(
                args.name,
                roles=args.role,
                display=args.display,
                password=_new_password(),
                same_person_as=args.person,
            )
        case "disable":
            desk.staff.disable(args.name)
        case "role":
            desk.staff.set_roles(args.name, args.role)
        case "password":
            desk.staff.reset_password(args.name, _new_password())
    views = desk.staff.list()
    _print(args, {"staff": views}, staff_text(views))
    return DONE


def _import(args: argparse.Namespace) -> int:
    from himdesk.services.reports import import_text

    def progress(done: int) -> None:
        print(f"\r{done} records", end="", file=sys.stderr, flush=True)

    desk = _desk(args)
    show = progress if sys.stderr.isatty() else None
    report = desk.exchange.import_files([Path(p) for p in args.paths], args.source, progress=show)
    _print(args, report, import_text(report))
    return REFUSED if any(f["rejected"] for f in report["files"]) else DONE


def _anchor(args: argparse.Namespace) -> int:
    document = _desk(args).audit.anchor(Path(args.out))
    _print(args, document, f"Wrote the head {document['head'][:12]} to {args.out}.")
    return DONE


def _backup(args: argparse.Namespace) -> int:
    document = _desk(args).audit.backup(Path(args.file))
    _print(args, document, f"Wrote the backup {args.file}.")
    return DONE


def _restore(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    document = setup.restore(
        _url(args), Path(args.file), db_password=os.environ.get("HIMDESK_DB_PASSWORD")
    )
    _print(args, document, f"Restored {document['change_sets']} change sets.")
    return DONE


def _migrate(args: argparse.Namespace) -> int:
    from himdesk.services import setup

    document = setup.migrate(_url(args), db_password=os.environ.get("HIMDESK_DB_PASSWORD"))
    _print(args, document, document["text"])
    return DONE


if __name__ == "__main__":
    sys.exit(main())
