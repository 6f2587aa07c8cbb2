# SPDX-License-Identifier: Apache-2.0
"""Every pair of colours that the screens use can be read: WCAG AA in each theme."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens, identity

THEMES = {"light": LIGHT, "dark": DARK, "contrast": HIGH_CONTRAST}
READ = 4.5
SEEN = 3.0
GROUNDS = ("surface", "sunken", "window", "hover", "accent_tint")
TEXT = (
    *((ink, ground) for ink in ("text", "text_2", "text_3") for ground in GROUNDS),
    *(("accent", ground) for ground in ("surface", "sunken", "window", "accent_tint")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_press")),
    ("surface", "text_2"),
    *(
        (f"{family}_text", ground)
        for family in "abc"
        for ground in ("surface", "sunken", f"{family}_tint", f"{family}_mark")
    ),
    *(
        (ink, f"{family}_{part}")
        for family in "abc"
        for ink, part in (("text", "tint"), ("text_2", "tint"), ("text", "mark"))
    ),
    *(
        (f"{family}_text", ground)
        for family in ("add", "rem", "chg", "cnf")
        for ground in ("surface", "sunken", "window", "accent_tint", f"{family}_tint",
                       f"{family}_mark")
    ),
    *(
        (ink, f"{family}_{part}")
        for family in ("add", "rem", "chg", "cnf")
        for ink, part in (("text", "tint"), ("text_2", "tint"), ("text", "mark"))
    ),
)  # fmt: skip
DRAWN = (
    ("control", "surface"),
    ("control", "sunken"),
    ("a_mid", "surface"),
    ("b_mid", "surface"),
    ("c_mid", "surface"),
    ("accent", "surface"),
)


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(tokens: Tokens, pairs: tuple[tuple[str, str], ...], least: float) -> list[str]:
    found = {p: contrast(getattr(tokens, p[0]), getattr(tokens, p[1])) for p in pairs}
    return [f"{ink} on {on}: {ratio:.2f}" for (ink, on), ratio in found.items() if ratio < least]


@pytest.mark.parametrize("theme", THEMES)
def test_all_text_can_be_read(theme: str) -> None:
    assert too_faint(THEMES[theme], TEXT, READ) == []


@pytest.mark.parametrize("theme", THEMES)
def test_drawn_parts_can_be_seen(theme: str) -> None:
    assert too_faint(THEMES[theme], DRAWN, SEEN) == []


@pytest.mark.parametrize("theme", THEMES)
def test_white_letters_stand_out_of_their_blocks(theme: str) -> None:
    tokens = THEMES[theme]
    blocks = [identity(tokens, letter).block for letter in "ABC"] + [tokens.stop_block]
    assert all(contrast("#FFFFFF", block) >= READ for block in blocks)


@pytest.mark.parametrize("theme", THEMES)
def test_every_token_is_a_colour(theme: str) -> None:
    values = [getattr(THEMES[theme], field.name) for field in fields(Tokens)]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in values)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
