# SPDX-License-Identifier: Apache-2.0
"""Banners beside each other; where it is narrow they stand under each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from himdesk.ui.widgets.banners.banner import IdentityBanner

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.banners.banner_values import Who

NARROWEST = 380
"""The width at which a banner still shows a name, a number, a birth date and a mark."""


class BannerRow(QWidget):
    """Whose charts a screen is about; it is put above what scrolls."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look, self._name = look, name
        self.setObjectName(name)
        self._banners: list[IdentityBanner] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.hide()

    def show_people(self, people: tuple[Who, ...]) -> None:
        """Show these; without any the row takes no room."""
        for banner in self._banners:
            self._grid.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self._banners = []
        for place, who in enumerate(people):
            banner = IdentityBanner(self._look, name=f"{self._name}-{who.letter or place}")
            banner.show_who(who)
            self._banners.append(banner)
        self._place()
        self.setVisible(bool(people))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number beside each other."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        fit = max(1, self.width() // self._look.px(NARROWEST))
        for place, banner in enumerate(self._banners):
            self._grid.addWidget(banner, place // fit, place % fit)
        shared = min(fit, len(self._banners))
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 1 if place < shared else 0)
