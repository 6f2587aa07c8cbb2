# SPDX-License-Identifier: Apache-2.0
"""S24: long and non-Latin names, long texts, many pages: nothing clips, and all of it is read."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from himdesk.printing.letters.values import FieldChange, Person, Recipient, Task
from printing import cases, pages

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters
    from himdesk.printing.letters.notices import Notice

NAMES = {
    "sixty": "VAN DER WESTHUIZEN-MONTGOMERY-FEATHERSTONEHAUGH, Maximiliana",
    "vietnamese": "Nguyễn Thị Phương Thảo Đặng Hoàng Ngọc Trâm Anh Quỳnh Như Lệ",
    "cyrillic": "Преображенская-Вознесенская, Александра Константиновна Юрьевна",
    "greek": "Παπαδημητρακοπούλου-Χριστοδουλοπούλου, Αλεξάνδρα Ευανθία",
    "extended": "Łukaszewiczówna-Şükrüoğlu, Þórgunnur Øyvindsdóttir Čapková Ğ",
    "arabic": "محمد عبد الرحمن بن خالد الأنصاري التميمي القرشي الهاشمي",
    "hebrew": "אברהם יצחק בן־שלמה הכהן־לוינסון (אבי)",
    "chinese": "歐陽修德・司馬相如",
    "japanese": "藤原朝臣清衡 たなか さくら タナカ",
    "korean": "남궁민수 독고영재 황보석",
    "thai": "นางสาวน้ำทิพย์ กิ่งแก้วศรีสุวรรณ",
    "armenian-georgian": "Հարություն Մկրտչյան მარიამ",
    "one-word": "W" * 60,
}
LONG = "The side was dictated wrongly, and the images show the other knee. " * 90


def _issue(letters: Letters, notice: Notice, *, name: str, language: str = "en") -> bytes:
    lines = (f"c/o {name}", "402 Harbor Drive Northwest, Apartment 1234", "Milwaukee, WI 53203")
    letter = replace(cases.LETTER, recipient=Recipient(name=name, lines=lines))
    template = letters.template(notice.kind, language)
    return letters.issue(template, notice, letter, cases.SITE).pdf


def _with_name(notice: Notice, name: str) -> Notice:
    person = Person(name=name, mrn="LMH:00518", birth_date=cases.PARK.birth_date)
    owner = next(f for f in ("patient", "survivor", "subject") if hasattr(notice, f))
    return replace(notice, **{owner: person})


def _sound(pdf: bytes) -> None:
    assert pages.clipped_or_overlapping(pdf, left=68, right=544, foot=25) == []


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("kind", ["merge-notice", "overlay-patient", "merge-certificate"])
def test_names_of_every_script_and_length(letters: Letters, kind: str, script: str) -> None:
    case = next(notice for notice in cases.ALL if notice.kind == kind)
    _sound(_issue(letters, _with_name(case, NAMES[script]), name=NAMES[script]))


@pytest.mark.parametrize("notice", cases.ALL, ids=lambda notice: notice.kind)
def test_long_name_in_every_kind(letters: Letters, notice: Notice) -> None:
    _sound(_issue(letters, _with_name(notice, NAMES["sixty"]), name=NAMES["sixty"], language="es"))


def test_pages_are_numbered_over_all_pages(letters: Letters) -> None:
    pdf = _issue(letters, replace(cases.CORRECTION, was=LONG, now=LONG), name="Laboratory")
    _sound(pdf)
    read = pages.texts(pdf)
    assert len(read) > 2
    for number, text in enumerate(read, start=1):
        assert f"Page {number} of {len(read)}" in text
        assert "Ledger 0123456789ab" in text
        assert cases.LETTER.reference in text


def test_two_hundred_rows(letters: Letters) -> None:
    tasks = tuple(Task(system=f"System {n}", action=f"relabel item {n}") for n in range(200))
    _sound(_issue(letters, replace(cases.MERGE, tasks=tasks), name="All departments"))


def test_cells_higher_than_a_page_lose_nothing(letters: Letters) -> None:
    change = FieldChange(field="Note", before=LONG, after="z" * 3000)
    pdf = _issue(letters, replace(cases.CERTIFICATE, changes=(change,)), name="")
    _sound(pdf)
    read = re.sub(r"\s", "", "".join(pages.texts(pdf)))
    assert read.count("z") >= 3000
    assert read.count("otherknee") == 90


def test_long_site_name_is_made_smaller(letters: Letters) -> None:
    name = "Regional University Hospital and Medical Center of Greater Lakeside County"
    site = replace(cases.SITE, name=name)
    template = letters.template("correction-notice", "en")
    notice = replace(cases.CORRECTION, was=LONG)
    pdf = letters.issue(template, notice, cases.LETTER, site).pdf
    _sound(pdf)
    assert all(name in text for text in pages.texts(pdf))


@pytest.mark.parametrize("name", [NAMES["sixty"], NAMES["one-word"], "Laboratory"])
def test_address_stays_in_the_window_of_the_envelope(letters: Letters, name: str) -> None:
    document = pypdfium2.PdfDocument(_issue(letters, cases.MERGE, name=name))
    text = document[0].get_textpage()
    # What a #10 envelope's window may show, however the folded sheet lies in it, in points.
    shown = text.get_text_bounded(0, 792 - 3.625 * 72, 5.375 * 72, 792 - 2.04 * 72)
    safe = text.get_text_bounded(0.875 * 72 - 1, 792 - 3.40 * 72, 4.4 * 72, 792 - 2.30 * 72)
    document.close()
    assert "".join(shown.split()) == "".join(safe.split())
    assert safe.split()[0] in f"{name}"
    assert "53203" in safe
    assert cases.PARK.name not in shown
    assert "LMH" not in shown


def test_arabic_reads_from_right_to_left(letters: Letters) -> None:
    notice = _with_name(cases.MERGE, "محمد عبد")
    document = pypdfium2.PdfDocument(_issue(letters, notice, name="Laboratory"))
    text = document[0].get_textpage()
    places = {}
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if "\u0600" < character < "\uffff" and character not in "☐–·":
            places[index] = text.get_charbox(index)[0]
    document.close()
    assert len(places) == 7
    assert all(first > second for first, second in pairwise(places.values()))
