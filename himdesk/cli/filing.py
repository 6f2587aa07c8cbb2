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
    from himdesk.services.correspondence.mailing import Mailing
    from himdesk.services.desk import Desk
    from himdesk.store.desk.letters import Letter


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    words = "letters: list, issue KIND, reprint, sent, labels"
    sub = verb("letter", _letter, words)
    sub.add_argument("action", choices=("list", "issue", "reprint", "sent", "labels"))
    sub.add_argument("what", nargs="*", metavar="KIND or LETTER")
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
    sub.add_argument("--sent", type=day, metavar="DATE", help="when it went, for its case too")
    sub.add_argument("--how", metavar="TEXT", help="how it went: post, courier, portal ...")
    sub.add_argument("--tracking", default="", metavar="NUMBER", help="the carrier's number")
    sub.add_argument("--sheet", default="avery-5160", metavar="NAME", help="or a4-3x8")
    sub.add_argument("--used", type=int, default=0, metavar="N", help="labels used already")
    sub.add_argument("--out", metavar="F")
    sub = verb("site", _site, "the facts of the site, which letters are headed by")
    for name in ("name", "address", "phone", "zone", "authority"):
        sub.add_argument(f"--{name}", dest=f"site_{name}", metavar="TEXT")


def _letter(args: argparse.Namespace) -> int:
    return {
        "list": _list, "issue": _print, "reprint": _print, "sent": _sent, "labels": _labels
    }[args.action](args)  # fmt: skip


def _list(args: argparse.Namespace) -> int:
    seat = desk(args)
    found = seat.letters.issued(about=args.about)
    sent = seat.mail.sent([letter.id for letter in found])
    letters = [
        _view(letter)
        | {
            "sent": [
                {"on": x.on, "how": x.how, "tracking": x.tracking, "by": x.by}
                for x in sent.get(letter.id, ())
            ]
        }
        for letter in found
    ]
    text = "\n".join(f"{x['id']}  {x['at']}  {x['kind']}  {x['for']}" for x in letters)
    show(args, {"letters": letters}, text or "No letter was issued.")
    return DONE


def _print(args: argparse.Namespace) -> int:
    seat, issues = desk(args), args.action == "issue"
    if len(args.what) != 1 or not args.out or (issues and not args.about):
        raise UsageError("letter issue KIND --for ID --out F, or letter reprint LETTER --out F.")
    made = _issue(args, seat) if issues else seat.letters.reprint(args.what[0])
    _write(args.out, made.pdf, f"The letter {made.letter.id} is kept, but", "Use letter reprint.")
    view = {"letter": _view(made.letter), "file": args.out}
    show(args, view, f"Letter {made.letter.id} is in {args.out}.")
    return DONE


def _sent(args: argparse.Namespace) -> int:
    mailing = _mailing(args)
    if not args.what or mailing is None:
        text = "letter sent LETTER ... --sent DATE --how TEXT [--tracking NUMBER]."
        raise UsageError(text)
    desk(args).mail.note(args.what, mailing)
    count = len(args.what)
    text = f"{count} letter{'' if count == 1 else 's'} noted as sent by {args.how}."
    show(args, {"letters": args.what, "on": args.sent.isoformat(), "how": args.how}, text)
    return DONE


def _labels(args: argparse.Namespace) -> int:
    if not args.what or not args.out:
        raise UsageError("letter labels LETTER ... --out F [--sheet NAME] [--used N].")
    pdf = desk(args).mail.labels(args.what, sheet=args.sheet, skip=args.used)
    _write(args.out, pdf, "", "Nothing was changed.")
    show(args, {"labels": len(args.what), "file": args.out}, f"The labels are in {args.out}.")
    return DONE


def _write(out: str, pdf: bytes, before: str, after: str) -> None:
    try:
        Path(out).write_bytes(pdf)
    except OSError as error:
        text = f"{before} {out} can't be written: {error.strerror}. {after}".lstrip()
        raise UsageError(text, out) from None


def _mailing(args: argparse.Namespace) -> Mailing | None:
    from himdesk.services.correspondence.mailing import Mailing

    if (args.sent is None) != (args.how is None):
        raise UsageError("--sent DATE and --how TEXT go together.", "--sent")
    return Mailing(on=args.sent, how=args.how, tracking=args.tracking) if args.sent else None


def _issue(args: argparse.Namespace, seat: Desk) -> IssuedLetter:
    from himdesk.services.correspondence.letters import Wanted

    mailing = _mailing(args)
    wanted = Wanted(
        kind=args.what[0],
        about=args.about,
        language=args.language,
        patient=args.patient,
        facts=pairs(args.facts, "--set"),
    )
    return seat.letters.issue(wanted, sent=mailing)


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
