# SPDX-License-Identifier: Apache-2.0
"""The site's lists of systems that hold copies: as shipped, or as a setting has them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from himdesk import resources
from himdesk.domain.downstream import Duty
from himdesk.store.desk import settings

if TYPE_CHECKING:
    from himdesk.store.engine import Transaction

AMENDED: Final = "amendment.systems"
"""The setting with the systems that follow an accepted amendment request."""

CORRECTED: Final = "correction.systems"
"""The setting with those that follow a merge, a split or a move."""

NO_SYSTEM: Final = "none"
"""What stands in such a setting for an empty list; else "System: what is to be done" a line."""

_SHIPPED: Final = {AMENDED: "systems.txt", CORRECTED: "downstream.txt"}


def listed(session: Transaction, key: str) -> tuple[Duty, ...]:
    """The systems of a list, each once, with what is to be done there."""
    text = settings.read(session).get(key)
    return _shipped(_SHIPPED[key]) if text is None else _read(text)


@cache
def _shipped(file: str) -> tuple[Duty, ...]:
    return _read(resources.path("reference", file).read_text(encoding="utf-8"))


def _read(text: str) -> tuple[Duty, ...]:
    if text.strip().lower() == NO_SYSTEM:
        return ()
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    parts = (line.partition(":") for line in lines)
    return tuple(dict.fromkeys(Duty(system.strip(), do.strip()) for system, _, do in parts))
