# SPDX-License-Identifier: Apache-2.0
"""Amendment requests on the console: `case open`, and every step after that."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from himdesk.cli.casefiles import add_files, read_files
from himdesk.cli.caselines import case_line, print_case
from himdesk.cli.shared import DONE, day, desk, read_json, read_text, show, show_outcome
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.amendments.steps.duties import TaskDone
    from himdesk.domain.amendments.steps.step import Step

    Build = Callable[[argparse.Namespace], Step | list[TaskDone]]


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the verb with its actions to the parser."""
    parser = verb("case", _help, "amendment requests: open, decide, extend, disagree, close, …")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        for option in ("--db", "--user"):
            sub.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    sub = action("open", _open, "open a case from a filled-in form")
    sub.add_argument("--mrn", required=True)
    _day(sub, "received")
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    sub.add_argument("--file", action="append", default=[], type=Path, metavar="F",
                     help="what came with it; once for each")  # fmt: skip
    sub = action("list", _list, "the open cases, those due first")
    sub.add_argument("--closed", action="store_true", help="those that are over")
    sub.add_argument("--mrn")
    action("show", _show, "a case with its clock and its log").add_argument("id")
    sub = action("correct", _correct, "propose the correction of an accepted item's document")
    _of_item(sub)
    sub.add_argument("--kind", default="correction")
    sub.add_argument("--text", required=True, type=Path, metavar="FILE")
    sub.add_argument("--author", required=True, metavar="NAME")
    add_files(action)
    _add_steps(action)


def _add_steps(action: Callable[..., argparse.ArgumentParser]) -> None:
    from himdesk.domain.amendments.steps import deciding, dispute, duties, intake

    def step(name: str, text: str, build: Build, *options: str) -> argparse.ArgumentParser:
        sub = action(name, lambda args: _take(args, build), text)
        sub.add_argument("id")
        for option in options:
            sub.add_argument(f"--{option}", required=True, metavar="TEXT")
        return sub

    sub = step("decide", "accept or deny an item", _decision, "reason")
    sub.add_argument("--item", required=True, type=int, metavar="N")
    answer = sub.add_mutually_exclusive_group(required=True)
    answer.add_argument("--accept", action="store_true")
    answer.add_argument("--deny", metavar="BASIS")
    sub.add_argument("--originator-gone", choices=("yes", "no"))
    sub = step(
        "extend",
        "take more time, once",
        lambda a: deciding.Extended(reason=a.reason, until=a.until),
        "reason",
    )
    _day(sub, "until")
    sub = step("disagree", "the patient's statement of disagreement", _disagreement)
    sub.add_argument("--text", required=True, type=Path, metavar="FILE")
    sub.add_argument("--on", type=day, metavar="DATE", help="when it came; else today")
    sub.add_argument("--attachment", type=int, metavar="N", help="the file that shows it")
    sub = step("rebut", "a rebuttal", lambda a: dispute.Rebutted(text=read_text(a.text)))
    sub.add_argument("--text", required=True, type=Path, metavar="FILE")
    step("attach", "later releases carry request and denial (files: add-file)", _attachment)
    step("close", "close the case", lambda _: deciding.Closed())
    step("cancel", "taken back", lambda a: intake.Cancelled(reason=a.reason), "reason")
    step("ask", "ask the patient", lambda a: intake.InformationAsked(what=a.what), "what")
    step("came", "the answer came", lambda a: intake.InformationCame(what=a.what), "what")
    sub = step(
        "redate",
        "another day of receipt",
        lambda a: intake.Redated(received=a.received, reason=a.reason),
        "reason",
    )
    _day(sub, "received")
    sub = step("route", "ask the author of the record", _routing, "clinician")
    sub.add_argument("--item", type=int, action="append", required=True, metavar="N")
    sub = step("answer", "what the author said", _answer, "clinician", "text", "evidence")
    sub.add_argument("--item", required=True, type=int, metavar="N")
    sub.add_argument("--accept", action="store_true")
    sub = step(
        "moot",
        "the record left the chart",
        lambda a: deciding.Mooted(item=a.item, why=a.why),
        "why",
    )
    sub.add_argument("--item", required=True, type=int, metavar="N")
    sub = step("sent", "a letter went out", _sent, "kind", "letter", "how")
    sub.add_argument("--on", type=day, metavar="DATE", help="when it went; else today")
    sub.add_argument("--notice", type=int, metavar="N")
    sub = step("notify", "someone to be told", _notice, "recipient")
    sub.add_argument("--address", default="", metavar="TEXT")
    sub.add_argument("--named-by-patient", action="store_true")
    sub.add_argument("--agreed", action="store_true")
    sub = step(
        "waive",
        "someone need not be told",
        lambda a: duties.NoticeWaived(notice=a.notice, why=a.why),
        "why",
    )
    sub.add_argument("--notice", required=True, type=int, metavar="N")
    sub = step(
        "agree",
        "the patient agrees, or not, that someone is told",
        lambda a: duties.NoticeAgreed(notice=a.notice, agreed=not a.no),
    )
    sub.add_argument("--notice", required=True, type=int, metavar="N")
    sub.add_argument("--no", action="store_true", help="the patient does not agree")
    step(
        "task",
        "a system to be corrected",
        lambda a: duties.TaskListed(system=a.system, action=a.what),
        "system",
        "what",
    )
    sub = step(
        "done",
        "a system was corrected",
        lambda a: [duties.TaskDone(task=number, evidence=a.evidence) for number in a.task],
        "evidence",
    )
    sub.add_argument("--task", required=True, type=int, action="append", metavar="N")


def _day(sub: argparse.ArgumentParser, name: str) -> None:
    sub.add_argument(f"--{name}", required=True, type=day, metavar="DATE")


def _of_item(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id")
    sub.add_argument("--item", required=True, type=int, metavar="N")


def _decision(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.law import Basis
    from himdesk.domain.amendments.steps.deciding import Decided

    if args.deny is not None and args.deny not in set(Basis):
        known = ", ".join(Basis)
        raise UsageError(f"{args.deny} is no basis of a denial; there are: {known}.", "--deny")
    gone = None if args.originator_gone is None else args.originator_gone == "yes"
    return Decided(
        item=args.item,
        accept=args.accept,
        reason=args.reason,
        basis=Basis(args.deny) if args.deny else None,
        originator_gone=gone,
    )


def _disagreement(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.dispute import Disagreed

    return Disagreed(text=read_text(args.text), on=args.on, attachment=args.attachment)


def _attachment(_: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.dispute import AttachmentAsked

    return AttachmentAsked()


def _routing(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.intake import Routed

    return Routed(items=tuple(args.item), clinician=args.clinician)


def _answer(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.intake import Answered

    return Answered(
        item=args.item,
        clinician=args.clinician,
        accept=args.accept,
        text=args.text,
        evidence=args.evidence,
    )


def _sent(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.duties import LetterSent

    return LetterSent(
        kind=args.kind, letter=args.letter, on=args.on, how=args.how, notice=args.notice
    )


def _notice(args: argparse.Namespace) -> Step:
    from himdesk.domain.amendments.steps.duties import NoticeListed

    return NoticeListed(
        recipient=args.recipient,
        address=args.address,
        named_by_patient=args.named_by_patient,
        agreed=args.agreed,
    )


def _open(args: argparse.Namespace) -> int:
    form = read_json(args.json_file)
    files = read_files(args)
    return print_case(args, desk(args).cases.open(args.mrn, args.received, form, files))


def _show(args: argparse.Namespace) -> int:
    return print_case(args, desk(args).cases.show(args.id))


def _take(args: argparse.Namespace, build: Build) -> int:
    cases = desk(args).cases
    if getattr(args, "on", "") is None:
        args.on = cases.today()
    steps = build(args)
    return print_case(args, cases.take(args.id, *(steps if isinstance(steps, list) else [steps])))


def _correct(args: argparse.Namespace) -> int:
    seat = desk(args)
    outcome = seat.cases.correct(
        args.id, args.item, kind=args.kind, text=read_text(args.text), author=args.author
    )
    return show_outcome(args, seat, outcome)


def _list(args: argparse.Namespace) -> int:
    from himdesk.services.amendments.views import case_view

    found = desk(args).cases.find(closed=args.closed, mrn=args.mrn)
    text = "\n".join(case_line(view) for view in found)
    show(args, {"cases": [case_view(view) for view in found]}, text or "There is no case.")
    return DONE


def _help(_: argparse.Namespace) -> int:
    raise UsageError("case ACTION …; see himdesk-admin case --help.")
