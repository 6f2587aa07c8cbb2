# SPDX-License-Identifier: Apache-2.0
"""How fast a batch of letters is issued: written, checked, kept in the database and saved as files.

    python tests/benchmarks/bench_letter_batch.py [COUNT]

The batch of the letter screen does the work, with progress after each letter; then it is asked to
stop in the midst of a second batch.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

import builders as b
from himdesk.ui.letters.batch import BatchPresenter
from himdesk.ui.letters.values import Several, case_subject
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.ui.letters.batch import GoesOn

COUNT = 1000
MEGABYTE = 1 << 20
KIND = "amendment-acknowledgement"


class Panel:
    """Prints what the screen would say."""

    def show_told(self, text: str) -> None:
        print(f"  {text}")

    def show_labels(self, pdf: bytes) -> None:
        print(f"  labels of {len(pdf) / 1024:.0f} KB")


def a_case(desk: Desk, hospital: Hospital) -> str:
    note = b.a_document("A", author="Dr. Lee", at="2025-05-01T10:00:00Z")
    name = b.a_name("A", "Quillfeather", "Maria")
    hospital.add(b.a_chart("A", name, b.an_address("A"), note))
    item = {"item": note.id, "element": "note", "wrong": "smoker", "wanted": "never smoked"}
    form = {
        "how": "letter",
        "reason": "I never smoked",
        "requester": {"name": "Maria Quillfeather", "identity_check": "licence seen"},
        "items": [item],
    }
    return desk.cases.open("0012-A", date(2026, 3, 1), form).case.id


def presenter(desk: Desk, most: int) -> BatchPresenter:
    """The batch of the screen; it is stopped after so many letters."""

    def start(words: str, work: Callable[[GoesOn], Any], then: Callable[[Any], None]) -> None:
        started, worked, heard = time.perf_counter(), time.process_time(), list[int]()

        def goes_on(done: int, _whole: int) -> bool:
            heard.append(done)
            return done < most

        answer = work(goes_on)
        seconds, worked = time.perf_counter() - started, time.process_time() - worked
        print(f"{words}: {len(heard)} in {seconds:.1f} s ({worked:.1f} s of the processor)")
        if heard:
            print(f"  {len(heard) / seconds:.1f} letters/s, {len(heard) / worked:.1f} if alone")
        then(answer)

    return BatchPresenter(Panel(), desk, start, lambda: None)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        hospital = Hospital.make(f"sqlite:///{folder}/bench.db")
        desk = hospital.desk("clerk")
        case = case_subject(a_case(desk, hospital), (KIND,))
        several = Several(
            kinds=(KIND,) * count, language="en", facts={}, folder=Path(folder, "letters")
        )
        presenter(desk, count).issue(case, Several(kinds=(KIND,), language="en", facts={},
                                                   folder=Path(folder, "warm")))  # fmt: skip
        before = process.memory_info().rss
        presenter(desk, count).issue(case, several)
        grown = (process.memory_info().rss - before) / MEGABYTE
        print(f"memory {process.memory_info().rss / MEGABYTE:.0f} MB ({grown:+.1f})")
        presenter(desk, count // 10).issue(case, several)
        letters = [letter.id for letter in desk.letters.issued()]
        presenter(desk, count).labels(letters, "avery-5160", 0)
        hospital.database.close()


if __name__ == "__main__":
    main()
