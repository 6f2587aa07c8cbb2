# SPDX-License-Identifier: Apache-2.0
"""The template editor with its presenter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.ui.templates.panel import TemplatePanel
from himdesk.ui.templates.presenter import TemplatePresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run


class TemplateRoom(QObject):
    """Wires the panel to the presenter."""

    def __init__(self, look: Look, desk: Desk, run_for: Callable[[QObject], Run]) -> None:
        super().__init__()
        self.panel = TemplatePanel(look)
        self.presenter = TemplatePresenter(self.panel, desk, run_for(self.panel))
        self.panel.wanted.connect(self.presenter.open)
        self.panel.rested.connect(self.presenter.rest)
        self.panel.discarded.connect(self.presenter.discard)
        self.panel.saved.connect(self.presenter.save)
        self.panel.used.connect(self.presenter.use)
        self.panel.reset_wanted.connect(self.presenter.reset)
