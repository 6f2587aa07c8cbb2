# SPDX-License-Identifier: Apache-2.0
"""What a PDF's pages hold, read with PDFium: text, and the boxes of everything drawn as text."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\x02", "-\n")
            for page in document
        ]
    finally:
        document.close()


def boxes(pdf: bytes) -> Iterator[tuple[int, list[Box]]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            yield number, [Box(*text.get_rect(i)) for i in range(text.count_rects())]
    finally:
        document.close()


def clipped_or_overlapping(pdf: bytes, left: float, right: float, foot: float) -> list[str]:
    """What runs out of the margins, and which pieces of text lie on each other."""
    faults: list[str] = []
    for number, found in boxes(pdf):
        faults += [
            f"page {number}: {box} leaves the page"
            for box in found
            if box.left < left - 1 or box.right > right + 1 or box.bottom < foot or box.top > 792
        ]
        # Accents may touch the line above; Thai marks are pieces of their own on their letters.
        faults += [
            f"page {number}: {box} overlaps {other}"
            for box, other in combinations(found, 2)
            if box.overlap(other) > 0.3 * min(box.area, other.area) > 1.5
        ]
    return faults
