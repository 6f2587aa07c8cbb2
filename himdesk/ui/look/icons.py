# SPDX-License-Identifier: Apache-2.0
"""Our own icons, drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from himdesk import resources

SIZES = (12, 14, 16, 18, 20, 24, 32, 48)


@lru_cache(maxsize=512)
def icon(name: str, color: str) -> QIcon:
    """The icon in a colour of the tokens, sharp at all sizes and screen scales.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    drawing = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("#000000", color).encode()))
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_drawn(renderer, QSize(size, size)))
    return made


def pixmap(name: str, color: str, size: int, scale: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` logical pixels for a screen of that scale."""
    drawing = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("#000000", color).encode()))
    picture = _drawn(renderer, QSize(round(size * scale), round(size * scale)))
    picture.setDevicePixelRatio(scale)
    return picture


def _drawn(renderer: QSvgRenderer, size: QSize) -> QPixmap:
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return picture
