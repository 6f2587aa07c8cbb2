# SPDX-License-Identifier: Apache-2.0
"""What happened, whether anything was changed, and what to do now: a strip in the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from himdesk.domain.errors import HimdeskError
from himdesk.ui.look.icons import pixmap
from himdesk.ui.parts.controls import ActionButton, label
from himdesk.ui.parts.failure import where

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look


class MessageStrip(QWidget):
    """Hidden until there is something to say; `linked` and `further` when a link is followed."""

    linked = Signal()
    further = Signal()

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel()
        self._text = label("")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._link = ActionButton(look, "", name=f"{name}-link", kind="link")
        self._link.clicked.connect(self.linked)
        self._further = ActionButton(look, "", name=f"{name}-further", kind="link")
        self._further.clicked.connect(self.further)
        self._details = ActionButton(look, "Show details", name=f"{name}-details", kind="link")
        self._details.clicked.connect(self._show_details)
        self._more = label("", kind="small")
        self._more.setObjectName(f"{name}-more")
        self._more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = ActionButton(look, "Close", name=f"{name}-close", kind="flat")
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for button in (self._details, self._link, self._further, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*self._look.pane(6, 6))
        column.addLayout(row)
        column.addWidget(self._more)
        self.hide()

    def show_error(self, error: Exception) -> None:
        """Say what a rule refused, or that something unforeseen happened."""
        if isinstance(error, HimdeskError):
            self._show(error.message(), "stop", ("rem_text", "rem_tint"))
        else:
            text = (
                f"Something unforeseen happened ({type(error).__name__}). Nothing was changed; "
                "try again, and tell the administrator if it stays."
            )
            self._show(text, "stop", ("rem_text", "rem_tint"))
            self._more.setText(where(error))
            self._details.show()

    def _show_details(self) -> None:
        """Show or hide where an unforeseen failure came from."""
        shown = self._more.isHidden()
        self._more.setVisible(shown)
        self._details.say("Hide details" if shown else "Show details")

    def show_done(self, text: str, link: str = "", further: str = "") -> None:
        """Say what was done; `link` and `further` name what can be done about it."""
        self._show(text, "check", ("add_text", "add_tint"))
        self._offer(link, further)

    def show_failure(self, text: str) -> None:
        """Say what is wrong, where no error was raised."""
        self._show(text, "stop", ("rem_text", "rem_tint"))

    def show_notice(self, text: str, link: str = "") -> None:
        """Say something that is neither done nor wrong; `link` names what can be done about it."""
        self._show(text, "info", ("text_2", "hover"))
        self._offer(link, "")

    def _offer(self, *links: str) -> None:
        for button, words in zip((self._link, self._further), links, strict=True):
            button.say(words)
            button.setVisible(bool(words))

    def _show(self, text: str, icon_name: str, colors: tuple[str, str]) -> None:
        tokens = self._look.tokens
        ink, ground = (getattr(tokens, name) for name in colors)
        self.setStyleSheet(f"#{self.objectName()} {{ background: {ground}; }}")
        self._text.setStyleSheet(f"color: {ink};")
        self._icon.setPixmap(pixmap(icon_name, ink, self._look.px(18), self.devicePixelRatioF()))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._more.setStyleSheet(f"color: {ink};")
        self._details.say("Show details")
        for widget in (self._link, self._further, self._details, self._more):
            widget.hide()
        self.show()
