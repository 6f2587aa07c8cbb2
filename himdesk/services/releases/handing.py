# SPDX-License-Identifier: Apache-2.0
"""Handing over a file so that a log can tell the truth of it: laid beside first, then renamed.

What could fail (no right, no room, no folder) fails while nothing is logged yet.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Laid:
    """Bytes that lie on the disk beside the file that they are to become.

    As a context manager it takes away what was not handed over.
    """

    path: Path
    beside: Path

    def hand_over(self) -> None:
        """Give the bytes their name.

        Raises:
            UsageError: the system refuses; the bytes still lie beside.
        """
        try:
            self.beside.replace(self.path)
        except OSError as error:
            raise _unwritable(self.path, error.strerror) from None

    def __enter__(self) -> Self:
        """Nothing more to do."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Take away what still lies beside."""
        self.beside.unlink(missing_ok=True)


def check_file(path: Path) -> None:
    """Check early that a file may be written here, before anybody waits for its making.

    Raises:
        UsageError: it is a folder or a device, its folder is missing, or the rights are.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise _unwritable(path, "it is no file")
    if not path.parent.is_dir():
        raise _unwritable(path, "there is no such folder")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise _unwritable(path, "the rights are missing")


def lay(path: Path, data: Iterable[bytes]) -> Laid:
    """Write bytes to the disk beside the file that they are to become, for its owner's eyes.

    Raises:
        UsageError: they can't be written; nothing is left behind.
    """
    path = path.resolve()
    try:
        number, name = tempfile.mkstemp(prefix=".himdesk-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error.strerror) from None
    laid = Laid(path, Path(name))
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(data)
            file.flush()
            os.fsync(number)
    except OSError as error:
        laid.beside.unlink(missing_ok=True)
        raise _unwritable(path, error.strerror) from None
    return laid


@contextmanager
def handing(path: Path | None, data: bytes) -> Iterator[Callable[[], None]]:
    """Gives what hands the file over, as the last step of a block that logs it.

    If the block fails then or before, there is no file; without a path there is none at all.

    Raises:
        UsageError: the file can't be written.
    """
    if path is None:
        yield lambda: None
        return
    with lay(path, [data]) as laid:
        handed: list[Path] = []

        def hand_over() -> None:
            laid.hand_over()
            handed.append(laid.path)

        try:
            yield hand_over
        except BaseException:
            for file in handed:
                file.unlink(missing_ok=True)
            raise


def _unwritable(path: Path, why: str | None) -> UsageError:
    return UsageError(f"{path} can't be written: {why or 'the system refuses'}.", str(path))
