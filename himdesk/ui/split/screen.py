# SPDX-License-Identifier: Apache-2.0
"""What the presenter of a split asks of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.split.values import SplitView


class Panel(Protocol):
    """The screen, or what stands for it."""

    def show_busy(self, text: str) -> None:
        """Work goes on in the background."""

    def show_view(self, view: SplitView) -> None:
        """Draw the split anew."""

    def show_empty(self, mrn: str = "", begun: str = "") -> None:
        """No chart is being split; the split of `mrn` was begun at a time, if it is given."""

    def show_saved(self, at: str) -> None:
        """Say that the draft was kept."""

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show existing charts to choose from."""

    def ask_target(self) -> None:
        """Ask for the existing chart that rows may go to."""

    def show_error(self, error: Exception) -> None:
        """Say what happened and that nothing was changed."""
