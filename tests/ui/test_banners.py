# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from himdesk.ui.compare.banners import with_age
from himdesk.ui.compare.header import BannerHeader, fitted, packed
from himdesk.ui.compare.panel import ComparePanel
from ui import samples

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from himdesk.ui.look.theme import Look


@pytest.mark.parametrize(
    ("born", "until", "said"),
    [
        ("1984-03-12", "2026-11-22T10:00:00Z", "1984-03-12 (42)"),
        ("1984-12-03", "2026-11-22", "1984-12-03 (41)"),
        ("2026-01-30", "2026-11-22", "2026-01-30 (9 mo)"),
        ("1984", "2026-11-22", "1984"),
        ("2027-01-01", "2026-11-22", "2027-01-01"),
        (None, "2026-11-22", "birth date unknown"),
    ],
)
def test_a_birth_date_is_told_with_the_age(born: str | None, until: str, said: str) -> None:
    assert with_age(born, until) == said


def test_facts_are_never_broken_and_keep_their_order(qtbot: QtBot, look: Look) -> None:
    metrics = QFontMetrics(look.type.body())
    parts = ["00123", "1984-03-12 (42)", "F", "Part 2", "deceased 2026-01-02"]
    for width in (40, 120, 200, 900):
        assert " · ".join(packed(parts, metrics, width)) == " · ".join(parts)
    assert len(packed(parts, metrics, 900)) == 1


def test_a_fact_wider_than_its_room_is_drawn_smaller(qtbot: QtBot) -> None:
    font = QFont()
    font.setPixelSize(18)
    text = "1984-03-12 (42)"
    room = QFontMetrics(font).horizontalAdvance(text) - 20
    assert fitted(font, text, room).pixelSize() < font.pixelSize()
    assert fitted(font, text, room + 40).pixelSize() == font.pixelSize()


def test_the_banners_grow_where_columns_are_narrow(qtbot: QtBot, look: Look) -> None:
    panel = ComparePanel(look)
    qtbot.addWidget(panel)
    panel.show_comparison(samples.a_comparison(three=True))
    panel.resize(2400, 760)
    panel.show()
    header = panel.findChild(BannerHeader)
    assert header is not None
    wide = header.height()
    panel.resize(1228, 760)
    qtbot.waitUntil(lambda: header.height() > wide)
    assert "1984-12-03 (41)" in header.accessibleDescription()
    assert "Part 2" in header.accessibleDescription()
