# SPDX-License-Identifier: Apache-2.0
"""The audit screen with its presenter."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from himdesk.ui.audit.panel import AuditPanel
from himdesk.ui.audit.presenter import AuditPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.progress import Progress
    from himdesk.services.desk import Desk
    from himdesk.ui.look.theme import Look
    from himdesk.ui.running import Answer, Run
    from himdesk.ui.tasks import Job, Tasks


class AuditRoom(QObject):
    """Wires the panel to the presenter."""

    def __init__(
        self, look: Look, desk: Desk, tasks: Tasks, run_for: Callable[[QObject], Run]
    ) -> None:
        super().__init__()
        self.panel = AuditPanel(look)
        self._tasks = tasks
        self._job: Job | None = None
        self.presenter = AuditPresenter(self.panel, desk, run_for(self.panel), self._start)
        self.panel.progress.cancelled.connect(self._stop)
        self.panel.verify_wanted.connect(self.presenter.verify)
        self.panel.anchored.connect(lambda path: self.presenter.anchor(Path(path)))
        self.panel.compared.connect(lambda path: self.presenter.verify(Path(path)))
        self.panel.asked.connect(self.presenter.look_up)
        self.panel.near_end.connect(self.presenter.read_on)
        self.panel.reviewed.connect(self.presenter.review)

    def _start(
        self,
        work: Callable[[Progress], Answer],
        then: Callable[[Answer], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Beside what else is asked of the database, which may take minutes."""
        began = time.monotonic()
        self._job = self._tasks.start(
            self.panel,
            lambda job: work(job.heard),
            then=then,
            otherwise=otherwise,
            computing=True,
        )
        self._job.progressed.connect(
            lambda done, whole: self.panel.progress.show_progress(
                done, whole, time.monotonic() - began
            )
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.panel.show_stopped()
