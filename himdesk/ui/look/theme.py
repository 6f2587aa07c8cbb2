# SPDX-License-Identifier: Apache-2.0
"""The tokens as a Fusion palette and a style sheet, for the whole program at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from himdesk import resources
from himdesk.ui.keymap import Keymap
from himdesk.ui.look.fonts import Type
from himdesk.ui.look.icons import icon
from himdesk.ui.look.tokens import DARK, LIGHT, SIZES, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QStyleHints
    from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Look:
    """What a widget needs to draw itself: colours, text sizes, and the keys that it names."""

    tokens: Tokens = LIGHT
    type: Type = Type()  # noqa: RUF009 - a frozen value
    keys: Keymap = Keymap()  # noqa: RUF009 - a frozen value

    def px(self, size: int) -> int:
        """A height or width of `tokens.SIZES` at the text's scale."""
        return self.type.px(size)

    def pane(self, top: int = 0, bottom: int = 0) -> tuple[int, int, int, int]:
        """The margins of a pane's content: left, top, right, bottom."""
        side = self.px(SIZES.pane)
        return side, self.px(top), side, self.px(bottom)

    def color(self, name: str) -> QColor:
        """A colour by its token's name, such as `text_2`."""
        return QColor(getattr(self.tokens, name))

    def icon(self, name: str, tone: str = "text_2") -> QIcon:
        """An icon in a colour of the tokens."""
        return icon(name, getattr(self.tokens, tone))


def of_system(hints: QStyleHints) -> Tokens:
    """Light or dark as the system asks; light where it says nothing."""
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, look: Look) -> None:
    """Give the whole program a look."""
    app.setStyle("Fusion")
    app.setFont(look.type.body())
    app.setPalette(palette(look.tokens))
    app.setStyleSheet(style_sheet(look))


def palette(tokens: Tokens) -> QPalette:
    """The tokens in the roles that Qt's own drawing asks for."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, color in (
        (role.Window, tokens.window),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.sunken),
        (role.Button, tokens.surface),
        (role.ToolTipBase, tokens.surface),
        (role.Text, tokens.text),
        (role.WindowText, tokens.text),
        (role.ButtonText, tokens.text),
        (role.ToolTipText, tokens.text),
        (role.BrightText, tokens.text),
        (role.PlaceholderText, tokens.text_3),
        (role.Highlight, tokens.accent_tint),
        (role.HighlightedText, tokens.text),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Mid, tokens.line),
        (role.Midlight, tokens.line),
        (role.Dark, tokens.line_strong),
        (role.Shadow, tokens.line_strong),
        (role.Light, tokens.surface),
    ):
        made.setColor(name, QColor(color))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.text_3))
    return made


def style_sheet(look: Look) -> str:
    """The style sheet template filled with colours and sizes."""
    template = resources.path("style", "himdesk.qss").read_text(encoding="utf-8")
    values: dict[str, str] = {f.name: getattr(look.tokens, f.name) for f in fields(look.tokens)}
    values |= {f"px_{f.name}": f"{look.px(getattr(SIZES, f.name))}px" for f in fields(SIZES)}
    tick = f"tick-{look.tokens.on_accent.removeprefix('#').lower()}.svg"
    images = {"drop": "drop.svg", "tick": tick}
    values |= {n: resources.path("style", file).as_posix() for n, file in images.items()}
    values |= {"px_tick": f"{look.px(_TICK)}px", "px_dot": f"{look.px(_TICK) // 2}px"}
    values |= {f"font_{n}": f"{look.px(size)}px" for n, size in _TEXT.items()}
    return Template(template).substitute(values)


_TICK = 14
_TEXT = {"small": 12, "body": 13, "name": 15, "figure": 20}
