# SPDX-License-Identifier: Apache-2.0
"""Verbs that find duplicates: match, check-duplicates, model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from himdesk.cli.shared import DONE, desk, show
from himdesk.domain.errors import UsageError
from himdesk.domain.words import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from himdesk.services.desk import Desk


def add_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the parser."""
    sub = verb("match", _match, "find the records of one person, in a CSV file or the database")
    sub.add_argument("--csv", type=Path, metavar="FILE", help="needs no database and no sign-in")
    for name in ("out", "clusters", "model", "save-model"):
        sub.add_argument(f"--{name}", type=Path, metavar="FILE")
    sub.add_argument("--threshold", type=float, metavar="P")
    sub = verb("check-duplicates", _check, "each row of a CSV file against the database")
    sub.add_argument("--csv", required=True, type=Path, metavar="FILE")
    sub = verb("model", _model, "versions of the matching model: list, use VERSION, learn, report")
    sub.add_argument("action", choices=("list", "use", "learn", "report"))
    sub.add_argument("version", nargs="?", type=int)
    sub.add_argument("--reason", default="", metavar="TEXT")


def _match(args: argparse.Namespace) -> int:
    if args.threshold is not None and not 0 <= args.threshold <= 1:
        raise UsageError("--threshold is a probability between 0 and 1.")
    return _match_database(args) if args.csv is None else _match_file(args)


def _tell(stage: str, share: float) -> None:
    print(f"\r{stage} {share:4.0%} ", end="", file=sys.stderr, flush=True)


def _match_file(args: argparse.Namespace) -> int:
    from himdesk.matching import job

    report = job.run(
        args.csv,
        out=args.out,
        clusters=args.clusters,
        threshold=args.threshold,
        model=args.model,
        save_model=args.save_model,
        progress=_tell if sys.stderr.isatty() else None,
    )
    for notice in report.notices:
        print(f"himdesk-admin: {notice.text}", file=sys.stderr)
    found = report.summary()
    expected = "expected precision {expected_precision}, recall {expected_recall}".format(**found)
    show(args, found, f"{_counts(found)} at {found['threshold']}; {expected}")
    return DONE


def _match_database(args: argparse.Namespace) -> int:
    """Search the whole database; what is found waits in the work list."""
    if args.out or args.clusters:
        raise UsageError("--out and --clusters go with --csv; the database keeps what it finds.")
    seat = desk(args)
    found = seat.matching.scan(
        model=_text(args.model) if args.model else None,
        threshold=args.threshold,
        progress=_tell if sys.stderr.isatty() else None,
    )
    if args.save_model:
        _save(seat, args.save_model)
    view = {
        "records": found.records,
        "pairs": found.pairs,
        "clusters": found.cases,
        "threshold": round(found.threshold, 4),
        "model": found.model,
        "seconds": {name: round(value, 3) for name, value in found.seconds.items()},
        "expected_precision": round(found.expected_precision, 4),
        "expected_recall": round(found.expected_recall, 4),
    }
    text = f"{_counts(view, 'open case', ' in ')} at {view['threshold']}"
    show(args, view, text)
    return DONE


def _counts(found: dict[str, Any], cluster: str = "cluster", then: str = ", ") -> str:
    """How much was compared and found, in words."""
    records, pairs = counted(found["records"], "record"), counted(found["pairs"], "pair")
    return f"{records}, {pairs}{then}{counted(found['clusters'], cluster)}"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file} can't be read.", str(file)) from None


def _save(seat: Desk, file: Path) -> None:
    document = seat.matching.model_document()
    try:
        file.write_text(document, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}.", str(file)) from None


def _check(args: argparse.Namespace) -> int:
    found = desk(args).matching.check_file(args.csv)
    views = [
        {
            "record_id": each.record_id,
            "candidates": [
                {"mrn": c.mrn, "probability": c.probability, "evidence": list(c.evidence)}
                for c in each.candidates
            ],
        }
        for each in found
    ]
    lines = [
        f"{each.record_id}  {c.mrn}  {c.probability:.3f}  {'; '.join(c.evidence)}"
        for each in found
        for c in each.candidates
    ]
    show(args, views, "\n".join(lines) or "Nobody like these is in the database.")
    return DONE


def _model(args: argparse.Namespace) -> int:
    matching = desk(args).matching
    if args.action == "use":
        if args.version is None:
            raise UsageError("model use VERSION --reason TEXT; see model list.")
        matching.use_model(args.version, reason=args.reason)
    elif args.action == "learn":
        matching.learn(reason=args.reason)
    elif args.action == "report":
        report = matching.report()
        figures = [
            {"class": f.code, "judged": f.judged, "precision": f.precision, "recall": f.recall}
            for f in report.figures
        ]
        view = {"model": report.model, "threshold": report.threshold, "figures": figures}
        words = "{class}: {judged} judged, precision {precision:.3f}, recall {recall:.3f}"
        show(args, view, "\n".join(words.format(**each) for each in figures))
        return DONE
    used = matching.model_in_use()
    versions: list[dict[str, Any]] = [
        {"version": v.version, "at": v.at, "by": v.by, "reason": v.reason, "digest": v.digest}
        for v in matching.models()
    ]
    lines = [f"{v['version']}  {v['at']}  {v['by']}  {v['reason']}" for v in versions]
    text = "\n".join([f"In use: version {used}.", *lines])
    show(args, {"in_use": used, "versions": versions}, text)
    return DONE
