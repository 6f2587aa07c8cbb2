# SPDX-License-Identifier: Apache-2.0
"""An unforeseen failure in words that hold no patient's data: kinds and places, no values."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Final

import himdesk

ROOT: Final = Path(himdesk.__file__).parent
DEEPEST: Final = 6


def where(error: BaseException) -> str:
    """The kind of failure and the lines of the program it came from, the innermost last."""
    frames = [
        f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno} {frame.name}"
        for frame in extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT)
    ]
    return "\n".join((f"{type(error).__name__}, himdesk {himdesk.__version__}", *frames[-DEEPEST:]))
