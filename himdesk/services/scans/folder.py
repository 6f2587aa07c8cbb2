# SPDX-License-Identifier: Apache-2.0
"""The folder that scanners fill: each file is taken by one desk, moved within it and never deleted.

All moves are renames within one folder of one file system: of two desks that want a file, one gets
it. A file under way lies in `taking`, one that was attached in `taken`, one that nobody can open in
`set-aside`, with the reason beside it.
"""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from himdesk.domain.errors import HimdeskError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAKING: Final = "taking"
TAKEN: Final = "taken"
SET_ASIDE: Final = "set-aside"
ABANDONED: Final = timedelta(minutes=10)
"""A file that has been under way for so long belongs to a desk that is gone."""
SHOWN: Final = 20
"""How many of the files set aside are told of."""

_PARTIAL: Final = (".tmp", ".part", ".partial", ".crdownload", ".filepart")
_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})
_WHY: Final = ".why"
_BETWEEN: Final = "~"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_LONGEST: Final = 180


@dataclass
class ScanGone(HimdeskError):
    """A scan isn't in the folder any more: another desk took it, or somebody moved it."""

    name: str
    code: ClassVar[str] = "scan-gone"

    def message(self) -> str:
        """Say who may have it."""
        return f"{self.name} is not there any more: another desk took it. Nothing was attached."


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file stood when it was looked at: it is written no more while this stays the same."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that was set aside, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that one desk has taken hold of; `path` is where it lies meanwhile."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder; all its methods raise OSError where the system refuses."""

    path: Path

    def files(self) -> dict[str, Stamp]:
        """What lies in it, but for what is hidden, a link, or still gets its name."""
        return dict(self._files())

    def _files(self) -> Iterator[tuple[str, Stamp]]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                if _is_passing(entry.name):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(found.st_mode):
                    yield entry.name, Stamp(found.st_size, found.st_mtime_ns)

    def claim(self, name: str, now: datetime, mark: str) -> Claim:
        """Take hold of a file; of several desks one gets it. `mark` is unique.

        Raises:
            ScanGone: another desk was first.
        """
        return Claim(name, self._move(name, TAKING, now, mark))

    def finish(self, claim: Claim) -> None:
        """Put a file that was attached where it stays."""
        self._inside(TAKEN)
        claim.path.rename(self.path / TAKEN / claim.path.name)

    def put_back(self, claim: Claim) -> None:
        """Offer a file again; one that came under its name meanwhile stays as it is."""
        wanted = self.path / claim.name
        try:
            os.link(claim.path, wanted)
        except OSError:
            claim.path.rename(self.path / claim.path.name.replace(_BETWEEN, "-", 2))
        else:
            claim.path.unlink()

    def put_back_abandoned(self, now: datetime, mark: str) -> None:
        """Offer again what a desk took hold of that is gone since; one desk does it."""
        for path in self._within(TAKING):
            stamp, _, rest = path.name.partition(_BETWEEN)
            since, name = _time(stamp), rest.partition(_BETWEEN)[2]
            if since is None or now - since <= ABANDONED:
                continue
            mine = path.with_name(_marked(now, mark, name))
            with contextlib.suppress(FileNotFoundError):
                path.rename(mine)
                self.put_back(Claim(name, mine))

    def set_aside(self, name: str, why: str, now: datetime, mark: str) -> None:
        """Put a file that can't be used where nobody is offered it, the reason beside it.

        Raises:
            ScanGone: another desk was first.
        """
        path = self._move(name, SET_ASIDE, now, mark)
        path.with_name(path.name + _WHY).write_text(why + "\n", encoding="utf-8")

    def aside(self) -> tuple[Aside, ...]:
        """What was set aside last, the latest first."""
        found = [path for path in self._within(SET_ASIDE) if path.suffix != _WHY]
        latest = found[: -SHOWN - 1 : -1]
        return tuple(Aside(path.name.rpartition(_BETWEEN)[2], _why(path)) for path in latest)

    def _move(self, name: str, inside: str, now: datetime, mark: str) -> Path:
        self._inside(inside)
        moved = self.path / inside / _marked(now, mark, name)
        try:
            (self.path / name).rename(moved)
        except FileNotFoundError:
            raise ScanGone(name) from None
        return moved

    def _inside(self, name: str) -> None:
        (self.path / name).mkdir(exist_ok=True)

    def _within(self, name: str) -> list[Path]:
        inside = self.path / name
        return sorted(inside.iterdir()) if inside.is_dir() else []


def _is_passing(name: str) -> bool:
    """Whether a name is hidden, or one that programs use while they write."""
    low = name.lower()
    return low.startswith((".", "~")) or low.endswith(_PARTIAL) or low in _SYSTEM


def _marked(now: datetime, mark: str, name: str) -> str:
    return _BETWEEN.join((now.astimezone(UTC).strftime(_STAMP), mark, _short(name)))


def _short(name: str) -> str:
    """A name that still is one with the marks before it: its end, which says what it is."""
    while len(name.encode()) > _LONGEST:
        name = name[1:]
    return name.replace(_BETWEEN, "-")


def _why(path: Path) -> str:
    try:
        return path.with_name(path.name + _WHY).read_text(encoding="utf-8").strip()
    except OSError:
        return "was set aside."


def _time(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
