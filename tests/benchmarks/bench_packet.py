# SPDX-License-Identifier: Apache-2.0
"""Packets of scans and of notes, against qpdf that joins and overlays the same pages.

python tests/benchmarks/bench_packet.py [PAGES]
"""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from himdesk.printing.letters.values import Person, Recipient, Signer, Site
from himdesk.printing.packet.build import build
from himdesk.printing.packet.values import Cover, PacketOrder, Paper

if TYPE_CHECKING:
    from collections.abc import Callable

SCAN = 10  # pages of one scan
WORDS = ("seen", "and", "examined;", "history", "is", "as", "stated", "below")


def a_scan(number: int, pages: int) -> bytes:
    """Pages of noise, as incompressible as a scan: about 60 kB each."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    chance = Random(number)
    for _ in range(pages):
        noise = Image.frombytes("L", (160, 208), chance.randbytes(160 * 208)).resize((800, 1040))
        jpeg = io.BytesIO()
        noise.save(jpeg, "JPEG", quality=40)
        canvas.drawImage(ImageReader(jpeg), 0, 0, 612, 792)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def an_order(papers: list[Paper]) -> PacketOrder:
    return PacketOrder(
        reference="BENCH",
        at=datetime(2026, 3, 2, tzinfo=UTC),
        site=Site(name="Main Hospital", department="Release", address=("1 Harbour Road",)),
        signer=Signer(name="R. Ode", title="Release of information", phone="555-0100"),
        recipient=Recipient(name="Zenith Insurance", lines=("PO Box 1",)),
        fax="",
        cover=Cover.LETTER,
        patient=Person(name="SANTOS, Maria", mrn="0012987"),
        purpose="claim",
        period="all dates",
        ledger_head="abcdef012345",
        papers=tuple(papers),
        watermark="Released to Zenith Insurance",
    )


def a_paper(number: int, content_type: str, read: Callable[[], bytes]) -> Paper:
    return Paper(
        id=f"doc-{number}",
        title=f"Record {number}",
        day="2025-05-01",
        author="Dr. Lee",
        content_type=content_type,
        read=read,
    )


def scans(pages: int) -> None:
    """The scans are files, as they are in a database: only what is in hand is in memory."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / f"{n}.pdf" for n in range(pages // SCAN)]
        for number, name in enumerate(names):
            name.write_bytes(a_scan(number, SCAN))
        size = sum(name.stat().st_size for name in names) / 1e6
        papers = [a_paper(n, "application/pdf", each.read_bytes) for n, each in enumerate(names)]
        order = an_order(papers)
        start = time.perf_counter()
        build(order)
        ours = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        build(replace(order, passphrase="quiet harbour at dawn"))
        locked = time.perf_counter() - start
        peer = _qpdf(Path(folder), names)
    print(
        f"scans: {pages} pages, {size:.0f} MB in {ours:.2f} s, {pages / ours:.0f} pages/s; ", end=""
    )
    print(f"encrypted {pages / locked:.0f} pages/s; peak {peak:.0f} MB", end="")
    print(f"; qpdf {peer:.2f} s, {ours / peer:.2f}x" if peer else "; qpdf is not installed")


def _qpdf(home: Path, names: list[Path]) -> float | None:
    """How long qpdf takes to join the same files and lay as many pages over them."""
    if shutil.which("qpdf") is None:
        return None
    stamps = Canvas(str(home / "stamps.pdf"), pagesize=(612, 792))
    for number in range(len(names) * SCAN):
        stamps.drawString(72, 26, f"Page {number}")
        stamps.showPage()
    stamps.save()
    start = time.perf_counter()
    joined = ["qpdf", "--empty", "--pages", *map(str, names), "--", str(home / "joined.pdf")]
    subprocess.run(joined, check=True)
    laid = ["qpdf", str(home / "joined.pdf"), "--overlay", str(home / "stamps.pdf"), "--"]
    subprocess.run([*laid, str(home / "out.pdf")], check=True)
    return time.perf_counter() - start


def notes(count: int) -> None:
    chance = Random(1)
    text = "\n\n".join(" ".join(chance.choices(WORDS, k=70)) for _ in range(6))
    order = an_order([a_paper(n, "text/plain", text.encode) for n in range(count)])
    start = time.perf_counter()
    packet = build(order)
    took = time.perf_counter() - start
    print(f"notes: {packet.pages} pages in {took:.2f} s, {packet.pages / took:.0f} pages/s")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for pages in (wanted // 10, wanted // 3, wanted):
        scans(pages)
    notes(200)
