# SPDX-License-Identifier: Apache-2.0
"""Pages taken out of a PDF that came from elsewhere."""

from __future__ import annotations

import subprocess
import sys

import pypdfium2
import pytest

from himdesk.domain.changes import sha256
from himdesk.domain.errors import UsageError
from himdesk.printing.pdfium import count_pages, take_pages
from himdesk.services.training.records.pdf import pdf

SCAN = pdf([[f"Sheet {number}"] for number in range(1, 7)])
AGAIN = """
import sys
from himdesk.printing.pdfium import take_pages
from himdesk.domain.changes import sha256
print(sha256(take_pages(bytes.fromhex(sys.stdin.read()), [4, 6])))
"""


def test_some_pages_in_their_order_and_nothing_of_the_others() -> None:
    taken = take_pages(SCAN, [4, 6])
    assert count_pages(SCAN) == 6
    assert count_pages(taken) == 2
    texts = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(taken)]
    assert ["Sheet 4" in texts[0], "Sheet 6" in texts[1]] == [True, True]
    assert b"Sheet 5" not in taken
    assert pypdfium2.PdfDocument(taken)[0].render().to_numpy().std() > 0, "the page is drawn"


def test_the_same_pages_are_the_same_bytes_in_another_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], input=SCAN.hex(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sha256(take_pages(SCAN, [4, 6]))
    assert sha256(take_pages(SCAN, [4, 5])) != done.stdout.strip()


@pytest.mark.parametrize("data", [b"", b"no PDF", SCAN[:200]])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError):
        count_pages(data)


@pytest.mark.parametrize("pages", [[0], [7], [-1]])
def test_there_is_no_such_page(pages: list[int]) -> None:
    with pytest.raises(UsageError):
        take_pages(SCAN, pages)
