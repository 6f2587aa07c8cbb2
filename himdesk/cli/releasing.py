# SPDX-License-Identifier: Apache-2.0
"""Release of information on the console: requests, packets, the log, the accounting."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from himdesk.cli.denying import add_denying
from himdesk.cli.releasefiles import add_files
from himdesk.cli.shared import DONE, REFUSED, day, desk, read_json, show
from himdesk.domain.errors import UsageError
from himdesk.domain.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.releases.requests.values import ReleaseView

PASSPHRASE = "HIMDESK_PACKET_PASSPHRASE"  # noqa: S105 - the name of a variable


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    parser = verb("release", _help, "release of information: open, check, choose, build, log, list")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        for option in ("--db", "--user"):
            sub.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)
        return sub

    sub = action("open", _open, "open a request from a filled-in form")
    sub.add_argument("--mrn", required=True)
    sub.add_argument("--received", required=True, type=day, metavar="DATE")
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    sub = action("check", _check, "the checklist of its authorization; exit 1 while it is shut")
    sub.add_argument("id")
    sub.add_argument("--json-file", type=Path, metavar="F", help="the form as it was read")
    sub = action("direct", _direct, "the patient's directive to a third person, as it was read")
    sub.add_argument("id")
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    sub = action("choose", _choose, "what goes, what is left out, which pages, what is black")
    sub.add_argument("id")
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    sub = action("build", _build, f"the packet for keeps (passphrase: {PASSPHRASE})")
    sub.add_argument("id")
    sub.add_argument("--out", required=True, type=Path, metavar="F")
    sub.add_argument("--preview", action="store_true", help="as it would be; nothing is logged")
    sub = action("reprint", _reprint, "the very bytes of a packet that went out")
    sub.add_argument("id", metavar="DISCLOSURE")
    sub.add_argument("--out", required=True, type=Path, metavar="F")
    sub = action("extend", _extend, "take more time, once")
    sub.add_argument("id")
    sub.add_argument("--reason", required=True, metavar="TEXT")
    sub.add_argument("--until", required=True, type=day, metavar="DATE")
    sub.add_argument(
        "--sent", type=day, metavar="DATE", help="when its letter went; else once that is noted"
    )
    sub = action("end", _end, "end a request without a release")
    sub.add_argument("id")
    sub.add_argument(
        "--as", dest="state", required=True, choices=("returned", "denied", "cancelled")
    )
    sub.add_argument("--reason", required=True, metavar="TEXT")
    sub = action("record", _record, "log a disclosure that no packet of ours made")
    sub.add_argument("--mrn", required=True)
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    sub = action("suspend", _suspend, "an agency's statement that suspends an accounting")
    sub.add_argument("--mrn", required=True)
    sub.add_argument("--json-file", required=True, type=Path, metavar="F")
    _add_looking(action)
    add_files(action)
    add_denying(action, _print)
    _add_accounting(verb)


def _add_looking(action: Callable[..., argparse.ArgumentParser]) -> None:
    sub = action("recipients", _recipients, "the directory of verified addresses")
    sub.add_argument("--json-file", type=Path, metavar="F", help="an entry, new or changed")
    sub = action("log", _log, "what was disclosed, newest first")
    sub.add_argument("--mrn")
    sub = action("list", _list, "the open requests, those due first")
    sub.add_argument("--ended", action="store_true")


def _add_accounting(verb: Callable[..., argparse.ArgumentParser]) -> None:
    sub = verb("accounting", _accounting, "the accounting of disclosures of a patient")
    sub.add_argument("mrn", metavar="MRN")
    sub.add_argument("--from", dest="since", required=True, type=day, metavar="D")
    sub.add_argument("--to", dest="until", required=True, type=day, metavar="D")
    sub.add_argument("--out", type=Path, metavar="F", help="PDF or CSV, by its ending")


def _open(args: argparse.Namespace) -> int:
    form = read_json(args.json_file)
    return _print(args, desk(args).releases.open(args.mrn, args.received, form))


def _check(args: argparse.Namespace) -> int:
    releases = desk(args).releases
    if args.json_file is not None:
        releases.check(args.id, read_json(args.json_file))
    view = releases.show(args.id)
    _print(args, view)
    return REFUSED if view.shut else DONE


def _direct(args: argparse.Namespace) -> int:
    return _print(args, desk(args).releases.direct(args.id, read_json(args.json_file)))


def _choose(args: argparse.Namespace) -> int:
    return _print(args, desk(args).releases.choose(args.id, read_json(args.json_file)))


def _build(args: argparse.Namespace) -> int:
    packets = desk(args).packets
    if args.preview:
        _check_file(args.out)
        packet = packets.preview(args.id)
        _write(args.out, packet.pdf)
    else:
        packet = packets.build(args.id, passphrase=os.environ.get(PASSPHRASE), file=args.out)
    facts = {"file": str(args.out), "pages": packet.pages, "sha256": packet.sha256}
    stripped = [{"item": item, "what": what} for item, what in packet.stripped]
    are = "is" if packet.pages == 1 else "are"
    text = f"{counted(packet.pages, 'page')} {are} in {args.out}."
    invoice = [{"text": line.text, "amount": str(line.amount)} for line in packet.invoice]
    document = {**facts, "stripped": stripped, "invoice": invoice}
    show(args, {"packet": document, "release": args.id}, text)
    return DONE


def _reprint(args: argparse.Namespace) -> int:
    _check_file(args.out)
    _write(args.out, desk(args).packets.reprint(args.id))
    show(args, {"disclosure": args.id, "file": str(args.out)}, f"The copy is in {args.out}.")
    return DONE


def _extend(args: argparse.Namespace) -> int:
    releases = desk(args).releases
    view = releases.extend(args.id, reason=args.reason, until=args.until, sent_on=args.sent)
    return _print(args, view)


def _end(args: argparse.Namespace) -> int:
    from himdesk.domain.releases.request import State

    view = desk(args).releases.end(args.id, State(args.state), reason=args.reason)
    return _print(args, view)


def _record(args: argparse.Namespace) -> int:
    from himdesk.services.releases.forms import read_disclosure
    from himdesk.services.releases.requests.views import logged_view

    disclosure, how = read_disclosure(read_json(args.json_file))
    logged = desk(args).disclosures.record(args.mrn, disclosure, how=how)
    show(args, {"disclosure": logged_view(logged)}, f"Logged as {logged.disclosure.id}.")
    return DONE


def _suspend(args: argparse.Namespace) -> int:
    from himdesk.services.releases.forms import read_suspension

    suspension = read_suspension(read_json(args.json_file))
    desk(args).disclosures.suspend(args.mrn, suspension)
    ends = suspension.ends().isoformat()
    show(args, {"suspended_until": ends}, f"Suspended until {ends}.")
    return DONE


def _recipients(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    directory = desk(args).directory
    if args.json_file is not None:
        directory.put(read_json(args.json_file))
    found = directory.all()
    text = "\n".join(f"{e.name}  {e.address}  {e.fax}  verified {e.verified_on}" for e in found)
    show(args, {"recipients": [asdict(each) for each in found]}, text or "There is no entry.")
    return DONE


def _log(args: argparse.Namespace) -> int:
    from himdesk.services.releases.requests.views import logged_view

    found = desk(args).disclosures.log(args.mrn)
    text = "\n".join(
        f"{each.disclosure.on}  {each.mrn}  {each.disclosure.recipient}  {each.disclosure.why}"
        for each in found
    )
    view = {"disclosures": [logged_view(each) for each in found]}
    show(args, view, text or "Nothing was disclosed.")
    return DONE


def _list(args: argparse.Namespace) -> int:
    from himdesk.services.releases.requests.views import release_view

    found = desk(args).releases.find(ended=args.ended)
    text = "\n".join(_line(view) for view in found)
    document = {"releases": [release_view(view) for view in found]}
    show(args, document, text or "There is no request.")
    return DONE


def _accounting(args: argparse.Namespace) -> int:
    from himdesk.services.releases.handing import check_file
    from himdesk.services.releases.requests.views import accounting_view

    disclosures = desk(args).disclosures
    made = disclosures.accounting(args.mrn, args.since, args.until)
    document = accounting_view(made)
    if args.out is not None:
        check_file(args.out)
        report = disclosures.report(made, csv=args.out.suffix.lower() == ".csv")
        disclosures.give(made, report, file=args.out)
        document["file"] = str(args.out)
    rows = [f"{e.on}  {e.recipient}  {e.purpose}  {e.count}" for e in made.entries]
    show(args, document, "\n".join(rows) or "There is nothing to account for.")
    return DONE


def _print(args: argparse.Namespace, view: ReleaseView) -> int:
    from himdesk.services.releases.requests.views import release_view

    failed = [f"  {e.mark.value}: {e.name}: {e.text}" for e in view.elements if e.text]
    shut = [f"  shut: {why}" for why in view.shut]
    shut += [f"  mind: {why}" for why in view.warnings]
    going = sum(line.goes for line in view.lines)
    go = "goes" if going == 1 else "go"
    goes = f"  {going} of {counted(len(view.lines), 'record')} {go}"
    text = "\n".join([_line(view), *failed, *shut, goes])
    show(args, {"release": release_view(view)}, text)
    return DONE


def _line(view: ReleaseView) -> str:
    release = view.release
    due = f"  due {view.due}" if view.due else ""
    return f"{release.id}  {view.mrn}  {release.basis}  {release.state}{due}"


def _check_file(path: Path) -> None:
    from himdesk.services.releases.handing import check_file

    check_file(path)


def _write(path: Path, data: bytes) -> None:
    from himdesk.services.releases.handing import lay

    with lay(path, [data]) as laid:
        laid.hand_over()


def _help(_: argparse.Namespace) -> Any:
    raise UsageError("release ACTION …; see himdesk-admin release --help.")
