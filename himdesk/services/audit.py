# SPDX-License-Identifier: Apache-2.0
"""The auditor's desk: is the ledger whole, where is its head, and a copy in one file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.progress import unheard
from himdesk.domain.vocabulary import vocabulary
from himdesk.store import backup
from himdesk.store.desk import access
from himdesk.store.verify import Anchor, anchors, verify
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.domain.progress import Progress
    from himdesk.services.context import Context


WHOLE: Final = "whole"
BROKEN: Final = "not whole"
LATELY: Final = 50_000
"""Lines of the access log back to which the last verification is looked for."""


@dataclass(frozen=True, slots=True)
class Verified:
    """When the ledger was verified, and whether it was found whole."""

    at: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Audit:
    """Verifying and anchoring the ledger, and backing the database up."""

    context: Context

    def verify(self, *, anchor: Path | None = None, progress: Progress = unheard) -> dict[str, Any]:
        """Recompute all chains and compare the tables with the ledger.

        `progress` hears how far it is and may raise to stop; then nothing is said to be verified.

        Raises:
            UsageError: the anchor can't be read.
        """
        self.context.require("verify")
        witnesses = _read_anchor(anchor) if anchor is not None else None
        verdict = verify(self.context.database, anchored=witnesses, progress=progress)
        with self.context.writing() as session:
            self.context.log(session, "verify", reason=WHOLE if verdict.ok else BROKEN)
        broken = verdict.first_broken
        return {
            "ok": verdict.ok,
            "change_sets": verdict.change_sets,
            "head": verdict.head,
            "first_broken": asdict(broken) if broken is not None else None,
        }

    def verified(self) -> Verified | None:
        """When the ledger was last verified, by anybody; None where that is long ago or never."""
        with self.context.database.read() as session:
            line = access.latest(session, "verify", among=LATELY)
        if line is None or line.reason not in {WHOLE, BROKEN}:
            return None
        return Verified(line.at, line.reason == WHOLE)

    def head(self) -> tuple[int, str]:
        """The last change set's place and digest."""
        with self.context.database.read() as session:
            return ledger.head(session)

    def anchor(self, path: Path) -> dict[str, Any]:
        """Write the ledger's head out, as a witness against a cut-off tail.

        Raises:
            UsageError: the file can't be written.
        """
        self.context.require("anchor")
        with self.context.database.read() as session:
            ends = anchors(session)
        chains = {name: {"seq": end.seq, "digest": end.digest} for name, end in ends.items()}
        ledger_end = ends["change_set"]
        document = {
            "seq": ledger_end.seq,
            "head": ledger_end.digest,
            "at": self.context.now(),
            "chains": chains,
        }
        try:
            path.write_text(json.dumps(document) + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{path} can't be written: {error.strerror}.", str(path)) from None
        return document

    def backup(self, path: Path) -> dict[str, Any]:
        """Copy the whole database into one new file, and verify the copy."""
        self.context.require("backup")
        backup.save(self.context.database, path)
        with self.context.writing() as session:
            self.context.log(session, "backup")
        seq, digest = self.head()
        return {"file": str(path), "change_sets": seq, "head": digest}

    def vocabulary(self) -> dict[str, object]:
        """Field names, kinds, warning codes, roles and verbs, protected tables."""
        self.context.require("vocabulary")
        return vocabulary()


def _read_anchor(path: Path) -> dict[str, Anchor]:
    """The ends of chains that `anchor` wrote out before."""
    try:
        chains = json.loads(path.read_text(encoding="utf-8"))["chains"]
        witnesses = {
            str(name): Anchor(seq=int(end["seq"]), digest=str(end["digest"]))
            for name, end in {"change_set": chains["change_set"], **chains}.items()
        }
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.", str(path)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        text = f"{path} is no anchor: expected what himdesk-admin anchor writes."
        raise UsageError(text, str(path)) from None
    return witnesses
