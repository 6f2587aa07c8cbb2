# SPDX-License-Identifier: Apache-2.0
"""What the frame shows: who works where, and what the palette found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusView:
    """The foot of the window; `ledger_ok` is None while nobody has verified.

    `outbox` counts messages that wait to go downstream; None where there is no outbox.
    """

    person: str
    role: str
    site: str
    outbox: int | None = None
    ledger: str = ""
    ledger_ok: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette: `target` is what is opened, `note` small words beside it."""

    group: str
    target: str
    text: str
    note: str = ""
    icon: str = ""
    key: str = ""
    marks: tuple[tuple[int, int], ...] = ()


GROUPS = ("Charts", "Requests", "Actions")
