# SPDX-License-Identifier: Apache-2.0
"""Opens the systems of a correction over the work list, and reads the list anew after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.ui.worklist.downstream.dialog import DownstreamDialog
from himdesk.ui.worklist.downstream.presenter import DownstreamPresenter
from himdesk.ui.worklist.downstream.rows import charts

if TYPE_CHECKING:
    from himdesk.services.downstream import DownstreamView
    from himdesk.services.worklist.values import WorkItem
    from himdesk.ui.look.theme import Look
    from himdesk.ui.worklist.panel import WorklistPanel
    from himdesk.ui.worklist.presenter import WorklistPresenter


class DownstreamRoom:
    """The dialog with its presenter, for one case after the other."""

    def __init__(self, look: Look, panel: WorklistPanel, presenter: WorklistPresenter) -> None:
        self._look, self._panel, self._listing = look, panel, presenter
        self.presenter: DownstreamPresenter | None = None

    def open(self, item: WorkItem) -> None:
        """Show the tasks of a case, also of one that is over."""
        change_set, desk = item.item or "", self._listing.desk
        self._listing.opened = ""
        self._listing.run(
            lambda: desk.downstream.show(change_set),
            lambda found: self._show(item, found),
            self._panel.show_error,
        )

    def _show(self, item: WorkItem, found: DownstreamView) -> None:
        listing = self._listing
        dialog = DownstreamDialog(self._look, charts(item), self._panel)
        self.presenter = presenter = DownstreamPresenter(
            dialog,
            listing.desk,
            listing.run,
            found,
            lambda: self._panel.show_done("Every system is corrected; nothing is open any more."),
        )
        dialog.ticked.connect(presenter.tick)
        dialog.all_wanted.connect(presenter.tick_all)
        dialog.recorded.connect(presenter.record)
        dialog.reopened.connect(presenter.reopen)
        dialog.finished.connect(lambda _result: listing.refresh())
        presenter.show()
        dialog.open()
