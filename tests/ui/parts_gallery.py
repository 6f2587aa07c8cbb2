# SPDX-License-Identifier: Apache-2.0
"""The parts and the frame with invented values, as pictures: `parts_gallery.py OUT [PAGE]…`.

Each is drawn light, dark, in high contrast, at 1280×800 and with text at 150 %, to be looked at.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import parts_pages
from PySide6.QtWidgets import QApplication

from himdesk.ui.look import fonts, theme
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Variant:
    """A look and a window size."""

    name: str
    look: Look
    width: int = 1440
    height: int = 900


VARIANTS = (
    Variant("light", Look(LIGHT)),
    Variant("dark", Look(DARK)),
    Variant("contrast", Look(HIGH_CONTRAST)),
    Variant("small", Look(LIGHT), 1280, 800),
    Variant("large-text", Look(LIGHT, Type(1.5)), 1920, 1200),
)


def settled(app: QApplication, widget: QWidget, variant: Variant) -> QWidget:
    """The widget at the variant's size with everything laid out."""
    widget.resize(variant.width, variant.height)
    widget.show()
    for _ in range(3):
        app.processEvents()
    return widget


def pictures(
    app: QApplication, variant: Variant, wanted: set[str]
) -> Iterator[tuple[str, QWidget]]:
    """Each page of the gallery in one look."""
    theme.apply(app, variant.look)
    for name, build in parts_pages.PAGES.items():
        if wanted and name not in wanted:
            continue
        widget = build(variant.look)
        yield f"{name}-{variant.name}", settled(app, widget, variant)
        widget.close()
        widget.deleteLater()


def main(out: Path, wanted: set[str]) -> None:
    """Write all pictures to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load()
    for variant in VARIANTS:
        for name, widget in pictures(app, variant, wanted):
            widget.grab().save(str(out / f"{name}.png"))
            print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
