# SPDX-License-Identifier: Apache-2.0
"""Another look: the window is made anew, and what was begun in the old one goes on in it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import shiboken6

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray

    from himdesk.ui.workstation import Workstation

ENDS: Final = frozenset({"panel", "view", "desk", "run", "reviewed", "check"})
"""What a presenter is tied to; all else is the state of the work."""

BEHIND: Final = {"letter": "history"}
"""What is shown instead of a screen that is read anew each time it is asked for."""


@dataclass(frozen=True, slots=True)
class Left:
    """Where a window stood that is gone: its place, and the screen in front."""

    geometry: QByteArray
    screen: str


def leave(old: Workstation) -> Left:
    """Close a window for good, so that a new one can take its place at once."""
    if old.amending.document is not None:
        old.amending.save()
    screen = old.window.screen_in_front()
    shown = old.reviewing.back if screen == "review" else BEHIND.get(screen, screen)
    left = Left(old.window.saveGeometry(), shown)
    old.window.close()
    shiboken6.delete(old.window)
    return left


def carry_over(old: Workstation, left: Left, new: Workstation) -> None:
    """Let the new window stand where the old one stood, with the same work in it."""
    for before, after in (
        (old.comparing, new.comparing),
        (old.undoing, new.undoing),
        (old.splitting, new.splitting),
    ):
        _take(before, after)
        after.redraw()
    if old.searching.asked:
        new.search.text.setText(old.searching.asked)
        new.searching.search(old.searching.asked)
    if old.reading.overview is not None:
        new.reading.open(old.reading.overview.chart.patient.number)
    if old.past.mrn:
        new.past.open(old.past.mrn)
    if old.amending.document is not None:
        new.amending.open(old.amending.document.original.id)
    new.window.restoreGeometry(left.geometry)
    new.show(left.screen)


def _take(before: Any, after: Any) -> None:
    for field in fields(before):
        if field.name not in ENDS:
            setattr(after, field.name, getattr(before, field.name))
