# SPDX-License-Identifier: Apache-2.0
"""Python's garbage collector, in the window's thread only.

In another thread it would cut signals off widgets that are gone: Qt holds a lock meanwhile and
asks Python who overrides what, while the window's thread has Python and waits for that lock.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE: Final = 500
"""Milliseconds between two looks at how much there is to collect."""


@contextmanager
def collecting_here() -> Iterator[None]:
    """Meanwhile only this thread's event loop collects, by the thresholds of `gc` as they stand."""
    automatic, timer = gc.isenabled(), QTimer()
    timer.setInterval(PAUSE)
    timer.timeout.connect(collect_due)
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        if automatic:
            gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that is over its threshold, if one is."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation] > 0:
            gc.collect(generation)
            return
