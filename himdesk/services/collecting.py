# SPDX-License-Identifier: Apache-2.0
"""Bulk work makes millions of objects and hardly any cycle: looking for these often is in vain."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM: Final = (20_000, 20, 50)
"""The thresholds of `gc` meanwhile; memory stays flat with them, too."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Collect garbage more seldom while something large is done."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
