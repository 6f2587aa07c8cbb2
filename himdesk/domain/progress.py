# SPDX-License-Identifier: Apache-2.0
"""How long work tells how far it is; who hears it may raise to stop the work."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Hears how much of how many is done."""


def unheard(_done: int, _whole: int) -> None:
    """Nobody listens."""
