# SPDX-License-Identifier: Apache-2.0
"""Joined Arabic letters and the visual order of lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himdesk.printing.typesetting.scripts import Joining, is_right_to_left, visual

JOINING = Joining.from_unicode()


def _shown(text: str) -> str:
    return "".join(character for _, character in visual(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc 123", "abc 123"),
        ("שלום", "םולש"),
        ("Mr שלום Smith", "Mr םולש Smith"),
        ("שלום כהן", "ןהכ םולש"),
        ("(שלום)", "(םולש)"),
        ("א (ב) ג", "ג (ב) א"),
        ("שלום 123", "123 םולש"),
        ("שלום 1,234.5 כהן", "ןהכ 1,234.5 םולש"),
        ("12.5 שלום", "12.5 םולש"),
        ("שלום, John", "םולש, John"),
        ("א–ב", "ב–א"),
        ("שלום (כהן)", "(ןהכ) םולש"),
        ("John (שלום)", "John (םולש)"),
        ("שלום (John)", "םולש (John)"),
        ("", ""),
    ],
)
def test_visual_order(text: str, shown: str) -> None:
    assert _shown(text) == shown


def test_marks_stay_after_their_letters() -> None:
    assert _shown("שָל") == "לשָ"


def test_arabic_letters_take_the_form_of_their_place() -> None:
    joined = JOINING.join("محمد")
    names = [unicodedata.name(letter).rsplit(" ", 2)[-2] for letter in joined]
    assert names == ["INITIAL", "MEDIAL", "MEDIAL", "FINAL"]


def test_lam_and_alef_are_one_letter_and_others_are_not() -> None:
    assert len(JOINING.join("سلام")) == 3
    assert len(JOINING.join("لم")) == 2


def test_persian_letters_are_joined() -> None:
    assert JOINING.join("چپ") == "\ufb7c\ufb57"


@given(st.text(alphabet="abאבמלا 12(),.-\u064e"))
def test_no_character_is_lost(text: str) -> None:
    order = visual(text)
    assert sorted(place for place, _ in order) == list(range(len(text)))


@given(st.text())
def test_left_to_right_text_is_left_alone(text: str) -> None:
    if not is_right_to_left(text) and not any(
        unicodedata.bidirectional(c) in {"AN", "R", "AL"} for c in text
    ):
        assert _shown(text) == text


@given(st.text(alphabet="مسلاإدرحي "))
def test_joining_keeps_the_letters(text: str) -> None:
    assert unicodedata.normalize("NFKC", JOINING.join(text)) == unicodedata.normalize("NFKC", text)
