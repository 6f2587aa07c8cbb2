# SPDX-License-Identifier: Apache-2.0
"""How fast letters are printed and issued, beside a bare ReportLab canvas with the same fonts.

    python tests/benchmarks/bench_letters.py [COUNT]

*bare*: a canvas that writes the same words, line by line, in the same embedded fonts, without
layout. *render*: template, layout, letterhead, barcode. *issue*: the same, then the finished PDF
is read back and every required content looked for: what a batch of letters does.
"""

from __future__ import annotations

import io
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).parents[1]))

from himdesk.printing.letters.letters import Letters
from himdesk.printing.letters.values import Dispatch, Person, Recipient
from himdesk.printing.typesetting.fonts import Weight
from printing import cases, pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.printing.letters.notices import MergeNotice

COUNT = 1000
MEGABYTE = 1 << 20


def letter(number: int) -> Dispatch:
    return replace(
        cases.LETTER,
        reference=f"LTR-2026-{number:06d}",
        recipient=Recipient(name=f"Department {number}", lines=cases.LETTER.recipient.lines),
    )


def notice(number: int) -> MergeNotice:
    return replace(
        cases.MERGE,
        survivor=Person(name=f"PARK, Min-jun {number}", mrn=f"LMH:{number:05d}"),
        change_set=f"cs-{number:06d}",
    )


def bare(lines: list[str], number: int) -> int:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1)
    reference = f"LTR-2026-{number:06d}"
    for index, line in enumerate([*lines, reference]):
        canvas.setFont(str(Weight.BOLD if index % 5 == 0 else Weight.REGULAR), 9)
        canvas.drawString(68, 740 - 14 * index, line)
    Code128(reference, barWidth=0.7, barHeight=24, quiet=0).drawOn(canvas, 396, 620)
    canvas.showPage()
    canvas.save()
    return len(buffer.getvalue())


def measure(name: str, work: Callable[[int], int], count: int, base: float | None) -> float:
    work(0)
    process = psutil.Process()
    before = process.memory_info().rss
    started = time.perf_counter()
    size = sum(work(number) for number in range(count))
    rate = count / (time.perf_counter() - started)
    grown = (process.memory_info().rss - before) / MEGABYTE
    ratio = f"{base / rate:5.2f} x the time of bare" if base else ""
    total = process.memory_info().rss / MEGABYTE
    print(
        f"{name:7} {rate:7.1f} letters/s   {size / count / 1024:5.1f} KB each   "
        f"memory {total:5.0f} MB ({grown:+.1f})   {ratio}"
    )
    return rate


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    started = time.perf_counter()
    letters = Letters.open()
    print(f"fonts, templates and requirements read in {time.perf_counter() - started:.2f} s")
    template = letters.template("merge-notice", "en")
    issued = letters.issue(template, notice(0), letter(0), cases.SITE)
    lines = pages.texts(issued.pdf)[0].splitlines()
    print(f"{count} merge notices of {issued.pages} page, {len(lines)} lines")

    def render(number: int) -> int:
        printed = letters.press.render(template, notice(number), letter(number), cases.SITE)
        return len(printed.pdf)

    def issue(number: int) -> int:
        done = letters.issue(template, notice(number), letter(number), cases.SITE)
        return len(done.pdf)

    base = measure("bare", lambda number: bare(lines, number), count, None)
    measure("render", render, count, base)
    measure("issue", issue, count, base)


if __name__ == "__main__":
    main()
