# SPDX-License-Identifier: Apache-2.0
"""The audit screen with its presenter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.ui.audit.panel import AuditPanel
from himdesk.ui.audit.presenter import AuditPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Run


class AuditRoom(QObject):
    """Wires the panel to the presenter."""

    def __init__(self, look: Look, desk: Desk, run_for: Callable[[QObject], Run]) -> None:
        super().__init__()
        self.panel = AuditPanel(look)
        self.presenter = AuditPresenter(self.panel, desk, run_for(self.panel))
        self.panel.verify_wanted.connect(self.presenter.verify)
        self.panel.anchored.connect(lambda path: self.presenter.anchor(Path(path)))
        self.panel.compared.connect(lambda path: self.presenter.verify(Path(path)))
        self.panel.asked.connect(self.presenter.look_up)
        self.panel.near_end.connect(self.presenter.read_on)
        self.panel.reviewed.connect(self.presenter.review)
