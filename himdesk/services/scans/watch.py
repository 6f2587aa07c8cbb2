# SPDX-License-Identifier: Apache-2.0
"""One desk's looks at the folder: what is complete is offered, what is broken is set aside."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import sha256
from himdesk.domain.errors import UsageError
from himdesk.services.charts.brought import NOTHING_DONE, Brought
from himdesk.services.scans.folder import Aside, Folder, ScanGone, Stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SETTLED: Final = 2.0
"""Seconds for which a file has to stay as it is before it counts as written to its end."""

PATIENCE: Final = 60.0
"""Seconds after which a file that rests and can't be opened counts as broken, not half-written."""

AT_ONCE: Final = 20
"""How many files a look opens at most; the next look goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A file that can be attached; the SHA-256 `digest` says which bytes were offered."""

    name: str
    size: int
    content_type: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one look found: scans to attach, how many are being written, what was set aside.

    `fault` says why the folder can't be looked into.
    """

    scans: tuple[Scan, ...] = ()
    waiting: int = 0
    aside: tuple[Aside, ...] = ()
    fault: str = ""


@dataclass
class _Seen:
    """A file as it stood at a look, since when, and what it was found to be."""

    stamp: Stamp
    since: float
    scan: Scan | None = None
    fault: str = ""


@dataclass
class Watch:
    """Remembers from look to look how the files stood; looks are made one after the other."""

    folder: Folder
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    ticks: Callable[[], float] = time.monotonic
    _seen: dict[str, _Seen] = field(default_factory=dict)

    def look(self) -> Found:
        """Look into the folder once."""
        try:
            self.folder.put_back_abandoned(self.clock(), self.new_id())
            stamps = self.folder.files()
            self._remember(stamps)
            self._judge()
            aside = self.folder.aside()
        except OSError as error:
            why = error.strerror or "the system refuses"
            return Found(fault=f"The folder for scans, {self.folder.path}, can't be used: {why}.")
        scans = [seen.scan for _, seen in sorted(self._seen.items()) if seen.scan is not None]
        waiting = len(self._seen) - len(scans)
        return Found(scans=tuple(scans), waiting=waiting, aside=aside)

    def _remember(self, stamps: dict[str, Stamp]) -> None:
        now = self.ticks()
        for name in self._seen.keys() - stamps.keys():
            del self._seen[name]
        for name, stamp in stamps.items():
            if name not in self._seen or self._seen[name].stamp != stamp:
                self._seen[name] = _Seen(stamp, now)

    def _judge(self) -> None:
        """Open what is written no more; set aside what stays as it is and can't be opened."""
        now, opened = self.ticks(), 0
        for name, seen in sorted(self._seen.items()):
            rested = now - seen.since
            if seen.scan is None and not seen.fault and rested >= SETTLED and opened < AT_ONCE:
                opened += 1
                self._open(name, seen)
            if seen.fault and rested >= PATIENCE:
                with contextlib.suppress(ScanGone):
                    self.folder.set_aside(name, seen.fault, self.clock(), self.new_id())
                del self._seen[name]

    def _open(self, name: str, seen: _Seen) -> None:
        try:
            scan = scan_of(Brought.read(self.folder.path / name))
        except UsageError as error:
            seen.fault = error.message().removesuffix(NOTHING_DONE)
        else:
            seen.scan = scan


def scan_of(file: Brought) -> Scan:
    """A file as a scan.

    Raises:
        UsageError: it is none that everybody can open: broken, encrypted, empty, too large, not
            what its name says, or neither a PDF nor a picture.
    """
    kind = file.content_type()
    if kind.startswith("text/"):
        text = f"{file.shown_name} is text; a scan is a PDF or a picture.{NOTHING_DONE}"
        raise UsageError(text, file.shown_name)
    return Scan(name=file.name, size=len(file.body), content_type=kind, digest=sha256(file.body))
