# SPDX-License-Identifier: Apache-2.0
"""Verbs around letters and the site that they are headed by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.shared import DONE, Plain, day, desk, pairs, show
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from himdesk.services.correspondence.letters import IssuedLetter
    from himdesk.services.desk import Desk
    from himdesk.store.desk.letters import Letter


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    sub = verb(
        "letter", _letter, "letters about corrections and requests: list, issue KIND, reprint"
    )
    sub.add_argument("action", choices=("list", "issue", "reprint"))
    sub.add_argument("what", nargs="?", metavar="KIND or LETTER")
    sub.add_argument("--for", dest="about", metavar="ID", help="a change set or a case")
    sub.add_argument("--language", default="en", choices=("en", "es"))
    sub.add_argument("--patient", metavar="MRN", help="the chart that it is for, of several")
    sub.add_argument(
        "--set",
        dest="facts",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        help="what only a person can tell: recipient, disclosed_to, viewed ...",
    )
    sub.add_argument("--sent", type=day, metavar="DATE", help="when it went, for its case")
    sub.add_argument("--how", metavar="TEXT", help="how it went")
    sub.add_argument("--out", metavar="F")
    sub = verb("site", _site, "the facts of the site, which letters are headed by")
    for name in ("name", "address", "phone", "zone", "authority"):
        sub.add_argument(f"--{name}", dest=f"site_{name}", metavar="TEXT")


def _letter(args: argparse.Namespace) -> int:
    seat = desk(args)
    if args.action == "list":
        letters = [_view(letter) for letter in seat.letters.issued(about=args.about)]
        text = "\n".join(f"{x['id']}  {x['at']}  {x['kind']}  {x['for']}" for x in letters)
        show(args, {"letters": letters}, text or "No letter was issued.")
        return DONE
    if not args.what or not args.out or (args.action == "issue" and not args.about):
        raise UsageError("letter issue KIND --for ID --out F, or letter reprint LETTER --out F.")
    made = _issue(args, seat) if args.action == "issue" else seat.letters.reprint(args.what)
    try:
        Path(args.out).write_bytes(made.pdf)
    except OSError as error:
        text = f"The letter {made.letter.id} is kept, but {args.out} can't be written"
        raise UsageError(f"{text}: {error.strerror}. Use letter reprint.", args.out) from None
    view = {"letter": _view(made.letter), "file": args.out}
    show(args, view, f"Letter {made.letter.id} is in {args.out}.")
    return DONE


def _issue(args: argparse.Namespace, seat: Desk) -> IssuedLetter:
    from himdesk.services.correspondence.letters import Wanted
    from himdesk.services.correspondence.mailing import Mailing

    if (args.sent is None) != (args.how is None):
        raise UsageError("--sent DATE and --how TEXT go together.", "--sent")
    wanted = Wanted(
        kind=args.what,
        about=args.about,
        language=args.language,
        patient=args.patient,
        facts=pairs(args.facts, "--set"),
    )
    sent = Mailing(on=args.sent, how=args.how) if args.sent else None
    return seat.letters.issue(wanted, sent=sent)


def _view(letter: Letter) -> Plain:
    names = ("id", "kind", "at", "by", "language", "template", "template_version", "content")
    return {name: getattr(letter, name) for name in names} | {"for": letter.for_id}


def _site(args: argparse.Namespace) -> int:
    given = {
        name: getattr(args, f"site_{name}")
        for name in ("name", "address", "phone", "zone", "authority")
        if getattr(args, f"site_{name}") is not None
    }
    seat = desk(args)
    facts = seat.staff.site(given)
    show(args, {"site": facts}, "\n".join(f"{key}: {value}" for key, value in facts.items()))
    return DONE
