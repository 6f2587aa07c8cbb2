# SPDX-License-Identifier: Apache-2.0
"""An overlay's letters never name the other patient, whoever typed it and however."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from himdesk.printing.errors import LetterIncomplete
from himdesk.printing.letters.values import Entry, Person, Withheld
from printing import cases, pages

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters
    from himdesk.printing.letters.notices import Notice, OverlayClinicianNotice

OVERLAYS: tuple[Notice, ...] = (cases.OVERLAY_CLINICIANS, cases.OVERLAY_PATIENT, cases.SIGNATURE)


def _noted(text: str) -> OverlayClinicianNotice:
    entry = Entry(title=text, on=date(2026, 10, 2), change="taken out", author="Dr. T. Okafor")
    return replace(cases.OVERLAY_CLINICIANS, entries=(entry,))


def _traces(letters: Letters, notice: Notice, language: str = "en") -> tuple[str, ...]:
    template = letters.template(notice.kind, language)
    return letters.proof(template, notice, cases.LETTER, cases.SITE).report.traces


@pytest.mark.parametrize("notice", OVERLAYS, ids=lambda notice: notice.kind)
@pytest.mark.parametrize("language", ["en", "es"])
def test_shipped_letters_name_nobody_else(letters: Letters, notice: Notice, language: str) -> None:
    template = letters.template(notice.kind, language)
    pdf = letters.issue(template, notice, cases.LETTER, cases.SITE).pdf
    text = " ".join(pages.texts(pdf)).casefold()
    for trace in ("kowalczyk", "zofia", "90417", "1957"):
        assert trace not in text


@pytest.mark.parametrize(
    "text",
    [
        "Note about Zofia Kowalczyk",
        "Note of KOWALCZYK, Zofia",
        "Mrs Kowalczyk's note",
        "Note of zofia",
        "Note from chart LMH:90417",
        "Note from chart 90417",
        "Note, patient born 02/03/1957",
        "Note, patient born February 3, 1957",
        "Note, patient born 1957-02-03",
    ],
)
def test_typed_traces_are_found(letters: Letters, text: str) -> None:
    notice = _noted(text)
    assert _traces(letters, notice)
    with pytest.raises(LetterIncomplete) as refused:
        letters.issue(letters.template(notice.kind, "en"), notice, cases.LETTER, cases.SITE)
    assert "another person's" in refused.value.message()
    assert "Kowalczyk" not in refused.value.message()


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("SMITH, John Jr", "SMITH, John Sr"),
        ("CARTER, James", "CARTER, James"),
        ("PARK, Min-jun", "CHART, May Page"),
        ("PARK, Min-jun", "OKAFOR, November"),
        ("PARK, Min-jun", "LAKESIDE, Ruth"),
    ],
)
def test_shared_names_and_common_words_are_no_traces(
    letters: Letters, own: str, other: str
) -> None:
    notice = replace(
        cases.OVERLAY_CLINICIANS,
        patient=Person(name=own, mrn="LMH:00518", birth_date=date(1990, 9, 17)),
        withheld=(Withheld(names=(other,), numbers=("LMH:5",), birth_date=date(1990, 9, 17)),),
    )
    assert _traces(letters, notice) == ()


def test_full_name_of_common_words_is_a_trace(letters: Letters) -> None:
    other = Withheld(names=("PAGE, May",))
    notice = replace(_noted("Note of May Page"), withheld=(other,))
    assert _traces(letters, notice)
