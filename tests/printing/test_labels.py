# SPDX-License-Identifier: Apache-2.0
"""Labels: each in its place, in the largest size that fits, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from himdesk.printing.errors import Unprintable
from himdesk.printing.labels import Label, LabelSheet, print_labels
from himdesk.printing.letters.values import Recipient
from printing import pages

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters

SHEET = LabelSheet()


def _label(number: int, name: str = "Helen Marsh") -> Label:
    lines = (f"{number} Harbor Drive", "Milwaukee, WI 53202")
    return Label(recipient=Recipient(name=name, lines=lines), reference=f"LTR-{number}")


def test_labels_fill_sheets_in_order(letters: Letters) -> None:
    pdf = print_labels(letters.press.fonts, [_label(n) for n in range(70)], SHEET)
    read = pages.texts(pdf)
    assert len(read) == 3
    assert "29 Harbor" in read[0]
    assert "30 Harbor" in read[1]
    assert pdf == print_labels(letters.press.fonts, [_label(n) for n in range(70)], SHEET)


def test_used_labels_are_skipped(letters: Letters) -> None:
    read = pages.texts(print_labels(letters.press.fonts, [_label(1), _label(2)], SHEET, skip=29))
    assert ["1 Harbor" in read[0], "2 Harbor" in read[1]] == [True, True]


@pytest.mark.parametrize(
    "name",
    ["VAN DER WESTHUIZEN-MONTGOMERY-FEATHERSTONEHAUGH, Maximiliana", "W" * 60, "محمد 王小明"],
)
def test_text_stays_inside_its_label(letters: Letters, name: str) -> None:
    pdf = print_labels(letters.press.fonts, [_label(4711, name)], SHEET, skip=1)
    x, y = SHEET.corner(1)
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    inside = text.get_text_bounded(x, y, x + SHEET.width, y + SHEET.height)
    everything = text.get_text_bounded()
    document.close()
    assert inside.split() == everything.split()
    assert "4711 Harbor Drive" in inside


def test_unprintable_addresses_are_refused(letters: Letters) -> None:
    with pytest.raises(Unprintable):
        print_labels(letters.press.fonts, [_label(1, "रवि")], SHEET)
