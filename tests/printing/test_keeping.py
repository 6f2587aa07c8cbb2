# SPDX-License-Identifier: Apache-2.0
"""Where pages break: no signature without text over it, no heading or column head as last line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from printing import cases, pages

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters

REASON = "The prescription of that day says 10 mg. " * 5
HEADINGS = ("What we did not accept, and why", "You may disagree", "If you do not send a statement",
            "You may complain")  # fmt: skip
COLUMNS = "No. Record Basis of the decision Reason"
LINES = 3
"""How much text stands over a signature at least."""


def denial(letters: Letters, rows: int, reason: str) -> list[list[str]]:
    """The lines of the text on each page of a denial of so many items."""
    (one,) = cases.DENIED.denied
    denied = tuple(replace(one, number=n + 1, reason=reason) for n in range(rows))
    template = letters.template("amendment-denial", "en")
    notice = replace(cases.WHOLLY_DENIED, denied=denied)
    pdf = letters.issue(template, notice, cases.LETTER, cases.SITE).pdf
    return [body(text.strip().splitlines()) for text in pages.texts(pdf)]


def body(lines: list[str]) -> list[str]:
    """A page's lines but for its head and footer, which are drawn last."""
    heads = (cases.SITE.name, f"{cases.SITE.name} {cases.LETTER.reference}")
    return lines[: next(n for n, x in enumerate(lines) if x == heads[0] or x.startswith(heads[1]))]


@pytest.mark.parametrize("reason", ["Right.", REASON])
@pytest.mark.parametrize("rows", range(1, 16))
def test_pages_break_where_readers_expect(letters: Letters, rows: int, reason: str) -> None:
    read = denial(letters, rows, reason)
    for page in read:
        assert page[-1] not in {*HEADINGS, COLUMNS}
        assert page.count(COLUMNS) <= 1
    last = read[-1]
    assert last.index("Sincerely,") >= LINES, "text stands over the signature"


def test_a_row_higher_than_a_page_is_divided(letters: Letters) -> None:
    assert len(denial(letters, 1, REASON * 40)) > 1
