# SPDX-License-Identifier: Apache-2.0
"""Pages of PDFs that came from elsewhere: how many there are, and some of them as a new PDF."""

from __future__ import annotations

import hashlib
import io
import re
from threading import Lock
from typing import TYPE_CHECKING, Final

import pypdfium2

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINE: Final = Lock()
"""PDFium keeps state of its own: one thread at a time."""

_MADE: Final = re.compile(rb"/CreationDate\(D:(\d{14})")
_NAMED: Final = re.compile(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]>>\r?\nstartxref")


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        UsageError: it is no PDF that can be opened.
    """
    with ENGINE:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def take_pages(pdf: bytes, pages: Sequence[int]) -> bytes:
    """A new PDF of some pages, numbered from 1, and of nothing else that the old one holds.

    The same input gives the same bytes.

    Raises:
        UsageError: it is no PDF that can be opened, or has no such page.
    """
    with ENGINE:
        source = _open(pdf)
        made = pypdfium2.PdfDocument.new()
        try:
            for page in pages:
                if not 1 <= page <= len(source):
                    raise UsageError(f"There is no page {page}: there are {len(source)}.")
            made.import_pages(source, [page - 1 for page in pages])
            buffer = io.BytesIO()
            made.save(buffer)
        finally:
            made.close()
            source.close()
    return _timeless(buffer.getvalue())


def _open(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise UsageError("This is no PDF whose pages can be read.") from None


def _timeless(pdf: bytes) -> bytes:
    """The engine writes the time and a random name into a PDF; the same lengths keep its table."""
    found = bytearray(pdf)
    made = _MADE.search(pdf)
    if made is not None:
        found[made.start(1) : made.end(1)] = b"20000101000000"
    named = _NAMED.search(pdf)
    if named is not None:
        for number in (1, 2):
            found[named.start(number) : named.end(number)] = b"0" * 32
        name = hashlib.sha256(found).hexdigest()[:32].upper().encode()
        for number in (1, 2):
            found[named.start(number) : named.end(number)] = name
    return bytes(found)
