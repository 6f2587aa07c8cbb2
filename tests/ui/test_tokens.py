# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon

from himdesk import resources
from himdesk.ui.look.fonts import Type, tabular
from himdesk.ui.look.icons import icon
from himdesk.ui.look.theme import Look, style_sheet
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens, identity


def test_there_is_no_fourth_identity() -> None:
    assert identity(LIGHT, "B").block == LIGHT.b_block
    with pytest.raises(KeyError):
        identity(LIGHT, "D")


def test_every_icon_is_drawn(qapp: object) -> None:
    names = sorted(file.stem for file in resources.path("icons").glob("*.svg"))
    assert len(names) >= 56
    for name in names:
        made = icon(name, LIGHT.text)
        assert isinstance(made, QIcon)
        picture = made.pixmap(16, 16).toImage()
        drawn = any(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16))
        assert drawn, name


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_CONTRAST])
def test_every_picture_of_the_style_is_there(tokens: Tokens) -> None:
    named = re.findall(r'url\("([^"]+)"\)', style_sheet(Look(tokens)))
    assert {Path(file).stem.partition("-")[0] for file in named} == {"drop", "tick"}
    for file in named:
        assert Path(file).is_file(), file


def test_text_grows_with_the_scale_and_figures_are_of_one_width(qapp: object) -> None:
    assert Type(1.5).px(28) == 42
    assert Type(2.0).body().pixelSize() == 26
    assert tabular(Type().body()).featureTags()
