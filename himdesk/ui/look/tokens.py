# SPDX-License-Identifier: Apache-2.0
"""Every colour, size and distance of the program; nowhere else is one named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme, by use; every theme has the same names."""

    window: str
    surface: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    control: str
    text: str
    text_2: str
    text_3: str
    scrim: str

    accent: str
    accent_hover: str
    accent_press: str
    accent_tint: str
    on_accent: str

    a_text: str
    a_block: str
    a_mid: str
    a_tint: str
    a_mark: str
    b_text: str
    b_block: str
    b_mid: str
    b_tint: str
    b_mark: str
    c_text: str
    c_block: str
    c_mid: str
    c_tint: str
    c_mark: str

    add_text: str
    add_tint: str
    add_mark: str
    rem_text: str
    rem_tint: str
    rem_mark: str
    chg_text: str
    chg_tint: str
    chg_mark: str
    cnf_text: str
    cnf_tint: str
    cnf_mark: str
    stop_block: str

    chart_1: str
    chart_2: str
    chart_3: str
    chart_4: str


LIGHT: Final = Tokens(
    window="#F0F2F5",
    surface="#FFFFFF",
    sunken="#F7F8FA",
    hover="#ECF0F4",
    line="#DDE2E8",
    line_strong="#BCC4CE",
    control="#7F8A99",
    text="#18202B",
    text_2="#465160",
    text_3="#5B6675",
    scrim="#18202B",
    accent="#0B6870",
    accent_hover="#09565D",
    accent_press="#07464C",
    accent_tint="#DFF0F1",
    on_accent="#FFFFFF",
    a_text="#1B4A9C",
    a_block="#1F57B8",
    a_mid="#3A74D4",
    a_tint="#E6EEFB",
    a_mark="#C3D8FA",
    b_text="#944000",
    b_block="#B04C00",
    b_mid="#DB7A1A",
    b_tint="#FDEFDF",
    b_mark="#FBD3A8",
    c_text="#66309F",
    c_block="#7439B3",
    c_mid="#9663D1",
    c_tint="#F2EAFB",
    c_mark="#DDCAF6",
    add_text="#14673A",
    add_tint="#E3F4E9",
    add_mark="#B7E4C6",
    rem_text="#AC231C",
    rem_tint="#FCE9E7",
    rem_mark="#F6C7C2",
    chg_text="#6A5300",
    chg_tint="#FBF5D3",
    chg_mark="#F1E08C",
    cnf_text="#A3144F",
    cnf_tint="#FCE7EF",
    cnf_mark="#F5BED4",
    stop_block="#B3261E",
    chart_1="#0B6870",
    chart_2="#7FBFC4",
    chart_3="#465160",
    chart_4="#BCC4CE",
)
"""For bright rooms; the default where the system says nothing."""

DARK: Final = Tokens(
    window="#14171B",
    surface="#1C2025",
    sunken="#181B20",
    hover="#252A31",
    line="#2D333B",
    line_strong="#424A55",
    control="#758091",
    text="#E8EBEF",
    text_2="#B7BFCA",
    text_3="#99A3B1",
    scrim="#000000",
    accent="#4CBAC3",
    accent_hover="#67C9D1",
    accent_press="#82D5DC",
    accent_tint="#143438",
    on_accent="#06272A",
    a_text="#9FC4FF",
    a_block="#2E68C8",
    a_mid="#5F97EE",
    a_tint="#18273F",
    a_mark="#294A84",
    b_text="#FFB877",
    b_block="#B55A12",
    b_mid="#E58C35",
    b_tint="#38260F",
    b_mark="#6E430F",
    c_text="#CFAFFA",
    c_block="#7E49BE",
    c_mid="#A87CE0",
    c_tint="#2A1D3C",
    c_mark="#503078",
    add_text="#7FD6A0",
    add_tint="#14301F",
    add_mark="#1F5536",
    rem_text="#FF9F96",
    rem_tint="#3A1A18",
    rem_mark="#6B2722",
    chg_text="#E9CB5B",
    chg_tint="#322B0E",
    chg_mark="#5A4C10",
    cnf_text="#FF9CC2",
    cnf_tint="#3A1727",
    cnf_mark="#6E2447",
    stop_block="#C23B32",
    chart_1="#4CBAC3",
    chart_2="#A9E2E6",
    chart_3="#8E99A8",
    chart_4="#4F5965",
)
"""For dark rooms."""

HIGH_CONTRAST: Final = replace(
    LIGHT,
    window="#FFFFFF",
    sunken="#FFFFFF",
    line="#5B6675",
    line_strong="#18202B",
    control="#18202B",
    text="#000000",
    text_2="#000000",
    text_3="#26303C",
    accent="#004B52",
    accent_hover="#003A40",
    accent_press="#00292D",
)
"""Black on white with strong lines, for people who ask their system for more contrast."""

GRID: Final = 4
"""All distances are multiples of this, in pixels."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights and widths of parts in pixels, at the system's standard text size."""

    menu_bar: int = 36
    rail: int = 176
    rail_folded: int = 52
    rail_entry: int = 32
    screen_header: int = 40
    banner: int = 60
    banner_bar: int = 3
    section_bar: int = 28
    table_header: int = 24
    row_compare: int = 26
    row_list: int = 28
    row_double: int = 42
    row_nested: int = 24
    action_bar: int = 52
    status_bar: int = 26
    button: int = 28
    button_small: int = 24
    input: int = 28
    badge: int = 20
    letter_block: int = 16
    letter_block_large: int = 28
    sign_block: int = 20
    choice: int = 20
    choice_large: int = 24
    radius: int = 4
    pane: int = 16
    cell: int = 8
    fold_rail_below: int = 1400


SIZES: Final = Sizes()


@dataclass(frozen=True, slots=True)
class Identity:
    """The colours of one of the charts side by side; the letter always stands beside them."""

    letter: str
    text: str
    block: str
    mid: str
    tint: str
    mark: str


def identity(tokens: Tokens, letter: str) -> Identity:
    """The colours of chart A, B or C, or of "?", what is undecided.

    Raises:
        KeyError: there is no such letter.
    """
    found = {
        "A": (tokens.a_text, tokens.a_block, tokens.a_mid, tokens.a_tint, tokens.a_mark),
        "B": (tokens.b_text, tokens.b_block, tokens.b_mid, tokens.b_tint, tokens.b_mark),
        "C": (tokens.c_text, tokens.c_block, tokens.c_mid, tokens.c_tint, tokens.c_mark),
        "?": (tokens.chg_text, tokens.chg_mark, tokens.chg_text, tokens.chg_tint, tokens.chg_mark),
    }
    return Identity(letter, *found[letter])
