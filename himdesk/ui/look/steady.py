# SPDX-License-Identifier: Apache-2.0
"""A guard against a fault of PySide6 6.12.0 on Python 3.11; to be taken out when it is mended.

That version gives back None from void methods (`QPainter.setPen`, `save`, ...) without counting
the reference. From Python 3.12 on None is immortal; before, some ten thousand paint calls end the
process with "deallocating None".
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 48


def keep_none_alive() -> None:
    """Give None so many references that it can't be used up; once is enough, twice does no harm."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        count = ctypes.c_ssize_t.from_address(id(None))
        if count.value < ENOUGH:
            count.value += ENOUGH
