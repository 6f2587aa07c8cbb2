# SPDX-License-Identifier: Apache-2.0
"""Pages that look as if they came out of a scanner, written as a small PDF by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
_TILTS = ("1 0.006 -0.006 1", "1 -0.009 0.009 1", "1 0.003 -0.003 1")


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A letter-size PDF, one page for each list of lines; the same bytes for the same lines."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
    ]
    for number, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>".encode()
        )
        drawn = _drawn(lines, number, len(pages))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return _assembled(objects)


def _drawn(lines: Sequence[str], number: int, count: int) -> bytes:
    """Slightly tilted typewriter text on greyish paper, with the scanner's stamp."""
    tilt = _TILTS[number % len(_TILTS)]
    parts = [
        "0.96 0.95 0.92 rg 18 18 576 756 re f",
        f"q {tilt} 0 0 cm 0.15 g BT /F1 12 Tf 17 TL 72 700 Td",
        *(f"({_escaped(line)}) Tj T*" for line in lines),
        "ET Q",
        f"0.5 g BT /F1 8 Tf 72 40 Td (SCANNED - page {number + 1} of {count}) Tj ET",
    ]
    return "\n".join(parts).encode("cp1252", "replace")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: Sequence[bytes]) -> bytes:
    body = bytearray(_HEAD)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        body += b"%010d 00000 n \n" % offset
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)
