# SPDX-License-Identifier: Apache-2.0
"""PDFs that are on the disk while they are made, without a name that anybody could open or leave.

A packet may be larger than the memory that there is; what a kill leaves behind is nothing.
"""

from __future__ import annotations

import hashlib
import weakref
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

PART: Final = 1 << 20
ENOUGH: Final = 32 << 20
"""Bytes of papers that are put together in memory before they go to the disk."""


def _nameless(owner: object) -> BinaryIO:
    """A file that is gone with its owner, or with the process."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  closed by the finalizer
    weakref.finalize(owner, file.close)
    return file


class PacketFile:
    """The bytes of a packet, as long as somebody holds it."""

    def __init__(self) -> None:
        self._file = _nameless(self)
        self.sha256 = ""

    def save(self, pdf: pikepdf.Pdf, **how: Any) -> None:
        """Write the PDF; `how` is as for `pikepdf.Pdf.save`.

        Raises:
            OSError: there is no room.
        """
        pdf.save(self._file, **how)
        digest = hashlib.sha256()
        for part in self.parts():
            digest.update(part)
        self.sha256 = digest.hexdigest()

    def parts(self) -> Iterator[bytes]:
        """The bytes, from the first to the last."""
        self._file.seek(0)
        while part := self._file.read(PART):
            yield part


class Pile:
    """Pages that are put together; what would be too much for the memory goes to the disk.

    A page that is taken over from another PDF is copied, and stays in memory until it is saved.
    """

    def __init__(self) -> None:
        self.pdf = pikepdf.Pdf.new()
        self._fresh = self._saved = 0

    def add(self, pdf: pikepdf.Pdf, size: int) -> None:
        """Lay the pages of a PDF on top, which is of about so many bytes.

        Raises:
            OSError: there is no room.
        """
        self.pdf.pages.extend(pdf.pages)
        self._fresh += size
        # Each time all is written anew: the more there is, the more seldom.
        if self._fresh >= max(ENOUGH, self._saved // 4):
            self._save()

    def _save(self) -> None:
        file = _nameless(self)
        self.pdf.save(file, deterministic_id=True)
        self.pdf = pikepdf.open(file, access_mode=pikepdf.AccessMode.stream)
        self._fresh, self._saved = 0, self._fresh + self._saved
