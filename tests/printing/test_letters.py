# SPDX-License-Identifier: Apache-2.0
"""Every kind of letter in both languages: text as agreed, bytes repeatable, file sound."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from himdesk.printing.errors import BadReference, LetterIncomplete, UnknownTemplate, Unprintable
from himdesk.printing.letters.kinds import KINDS
from himdesk.printing.letters.letters import Letters
from himdesk.printing.letters.values import Person
from himdesk.printing.typesetting.press import Press
from printing import cases, pages

if TYPE_CHECKING:
    from himdesk.printing.letters.notices import Notice

TESTS = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "es")
EVERY = [
    pytest.param(notice, language, id=f"{notice.kind}.{language}")
    for notice in cases.ALL
    for language in LANGUAGES
]


def _issue(letters: Letters, notice: Notice, language: str = "en") -> bytes:
    template = letters.template(notice.kind, language)
    return letters.issue(template, notice, cases.LETTER, cases.SITE).pdf


def test_there_is_a_case_and_a_template_for_every_kind(letters: Letters) -> None:
    assert {notice.kind for notice in cases.ALL} == set(KINDS)
    assert set(letters.templates) == {f"{k}.{lang}" for k in KINDS for lang in LANGUAGES}


@pytest.mark.parametrize(("notice", "language"), EVERY)
def test_text_is_as_agreed(letters: Letters, notice: Notice, language: str) -> None:
    read = "\n\f\n".join(pages.texts(_issue(letters, notice, language)))
    # A template's hash changes with every word of it: its place is tested, not its value.
    text = re.sub(rf"({notice.kind}\.{language} v\d+) [0-9a-f]{{12}}", r"\1 HASH", read) + "\n"
    golden = GOLDEN / f"{notice.kind}.{language}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_denial_of_everything_asks_for_nobody_to_be_told(letters: Letters, language: str) -> None:
    both = "".join(pages.texts(_issue(letters, cases.DENIED, language)))
    alone = "".join(pages.texts(_issue(letters, cases.WHOLLY_DENIED, language)))
    of_amending = {
        "en": ("What is amended", "Whom we should tell", "I agree"),
        "es": ("Qué se enmienda", "A quién debemos avisar", "Estoy de acuerdo"),
    }
    for words in of_amending[language]:
        assert words in both
        assert words not in alone


@pytest.mark.parametrize(("notice", "language"), EVERY)
def test_nothing_is_clipped_or_overlaps(letters: Letters, notice: Notice, language: str) -> None:
    pdf = _issue(letters, notice, language)
    assert pages.clipped_or_overlapping(pdf, left=68, right=544, foot=30) == []


@pytest.mark.parametrize("notice", cases.ALL, ids=lambda notice: notice.kind)
def test_the_same_letter_has_the_same_bytes(letters: Letters, notice: Notice) -> None:
    first = _issue(letters, notice)
    other_press = Letters(Press.open(), letters.templates, letters.linters)
    assert _issue(letters, notice) == first
    assert _issue(other_press, notice) == first


def test_letters_printed_at_once_do_not_touch_each_other(letters: Letters) -> None:
    alone = [_issue(letters, notice) for notice in cases.ALL]
    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(lambda notice: _issue(letters, notice), cases.ALL * 4))
    assert together == alone * 4


def test_another_process_prints_the_same_bytes(letters: Letters) -> None:
    script = (
        "import hashlib; from printing import cases;"
        "from himdesk.printing.letters.letters import Letters;"
        "letters = Letters.open();"
        "print(letters.issue(letters.template('merge-notice', 'en'), cases.MERGE, cases.LETTER,"
        " cases.SITE).sha256)"
    )
    environment = {"PATH": "", "PYTHONHASHSEED": "4711", "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, env=environment, cwd=TESTS.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(_issue(letters, cases.MERGE)).hexdigest()


def test_issued_letter_carries_hash_and_template(letters: Letters) -> None:
    template = letters.template("merge-notice", "en")
    issued = letters.issue(template, cases.MERGE, cases.LETTER, cases.SITE)
    assert issued.kind == "merge-notice"
    assert issued.language == "en"
    assert issued.reference == cases.LETTER.reference
    assert len(issued.sha256) == 64
    assert issued.template_digest == template.digest
    assert issued.template_version == template.version
    assert issued.pages == len(pages.texts(issued.pdf))


@pytest.mark.parametrize("notice", cases.ALL, ids=lambda notice: notice.kind)
def test_document_information_names_no_patient(letters: Letters, notice: Notice) -> None:
    document = pypdfium2.PdfDocument(_issue(letters, notice, "es"))
    facts = document.get_metadata_dict()
    document.close()
    assert facts["Title"] == letters.template(notice.kind, "es").title
    assert "PARK" not in " ".join(facts.values())
    assert b"/Lang (es)" in _issue(letters, notice, "es")


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_files_are_sound(letters: Letters, tmp_path: Path) -> None:
    for notice in cases.ALL:
        file = tmp_path / "letter.pdf"
        file.write_bytes(_issue(letters, notice))
        done = subprocess.run(["qpdf", "--check", file], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_all_fonts_are_embedded(letters: Letters) -> None:
    person = Person(name="王小明 김민준 สมชาย محمد", mrn="LMH:00518")
    pdf = _issue(letters, replace(cases.MERGE, survivor=person))
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") >= 4


def test_characters_without_a_glyph_are_shown_as_codes_and_refused(letters: Letters) -> None:
    notice = replace(cases.MERGE, survivor=Person(name="Ravi रवि", mrn="LMH:00518"))
    template = letters.template(notice.kind, "en")
    proof = letters.proof(template, notice, cases.LETTER, cases.SITE)
    assert "[U+0930]" in pages.texts(proof.printed.pdf)[0]
    assert not proof.issuable
    with pytest.raises(Unprintable) as refused:
        letters.issue(template, notice, cases.LETTER, cases.SITE)
    assert "U+0930" in refused.value.message()


def test_empty_reason_is_refused(letters: Letters) -> None:
    template = letters.template("merge-notice", "en")
    with pytest.raises(LetterIncomplete) as refused:
        letters.issue(template, replace(cases.MERGE, reason=" "), cases.LETTER, cases.SITE)
    assert "the reason for the merge" in refused.value.message()
    assert refused.value.where() == "merge-notice"


@pytest.mark.parametrize("reference", ["", "x" * 25, "LTR-é", "LTR\n1"])
def test_reference_must_fit_the_barcode(letters: Letters, reference: str) -> None:
    letter = replace(cases.LETTER, reference=reference)
    with pytest.raises(BadReference):
        letters.issue(letters.template("merge-notice", "en"), cases.MERGE, letter, cases.SITE)


def test_unknown_kind_and_language(letters: Letters) -> None:
    with pytest.raises(UnknownTemplate):
        letters.template("merge-notice", "tlh")
    with pytest.raises(UnknownTemplate):
        letters.press.render(
            letters.template("merge-notice", "en"), cases.UNMERGE, cases.LETTER, cases.SITE
        )


def test_markup_in_values_is_just_text(letters: Letters) -> None:
    reason = "<b>bold</b> & {survivor.mrn} **stars** <para/> ]]>"
    text = pages.texts(_issue(letters, replace(cases.MERGE, reason=reason)))[0]
    assert reason in text.replace("\n", " ")


def test_control_characters_do_not_reach_the_page(letters: Letters) -> None:
    reason = "one\x00\u202etwo\u200b\x1b three"
    text = pages.texts(_issue(letters, replace(cases.MERGE, reason=reason)))[0]
    assert "one two three" in re.sub(r"\s+", " ", text)
