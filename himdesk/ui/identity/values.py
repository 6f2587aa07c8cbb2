# SPDX-License-Identifier: Apache-2.0
"""What the dialogs about a chart's person show; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.ui.requests.values import Field
    from himdesk.ui.widgets.banners.banner_values import Who

NEW: Final = "new"
"""The key of the row under which a new statement is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement that the chart has: what it says, since when, what is odd; `past` if it ended."""

    key: str
    says: str
    since: str
    mark: str
    past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPage:
    """A field of a chart: its statements, and what a new one is made of."""

    name: str
    statements: tuple[StatementRow, ...]
    parts: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """What is judged of the chart and another one."""

    mrn: str
    name: str
    said: str
    when: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The other chart, and what can be said of the two now."""

    mrn: str
    who: Who
    said: str
    back: str
    """What the button says that takes it back, "" where nothing is judged."""

    linkable: bool
    partable: bool
