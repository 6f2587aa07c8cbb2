# SPDX-License-Identifier: Apache-2.0
"""Documents with bytes of every sort that a hospital's scans and notes come in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import builders as b
from himdesk.domain.changes import sha256
from himdesk.store import content

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Item
    from services.hospital import Hospital


def a_pdf(*pages: str) -> bytes:
    """A PDF with a line of text on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for text in pages or ("Discharge summary",):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def an_encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return buffer.getvalue()


def a_picture(kind: str = "PNG", frames: int = 1) -> bytes:
    """A picture, or a TIFF of several."""
    buffer = io.BytesIO()
    made = [Image.new("RGB", (600, 400), (200, 20 * n, 120)) for n in range(frames)]
    more = {"save_all": True, "append_images": made[1:]} if frames > 1 else {}
    made[0].save(buffer, kind, **more)
    return buffer.getvalue()


def a_paper(hospital: Hospital, name: str, body: bytes | None, **fields: Any) -> Item:
    """A document of chart A whose bytes are in the store."""
    digest = None
    if body is not None:
        with hospital.database.write("admin") as session:
            content.put(session, [body])
        digest = sha256(body)
    values = {"at": "2026-01-10T09:00:00Z", "author": "Dr. Lee", "title": name, **fields}
    return b.a_document("A", id=name, content=digest, **values)
