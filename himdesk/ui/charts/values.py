# SPDX-License-Identifier: Apache-2.0
"""What the search and chart screens show: plain values, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.compare.values import Banner


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A patient found; a restricted one has a masked name."""

    mrn: str
    name: str
    born: str
    sex: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPage:
    """A chart's first screen; `kinds` are (kind, label, icon, count)."""

    banner: Banner
    mrn: str
    asked_for: str
    facts: tuple[tuple[str, str], ...]
    retired: tuple[str, ...]
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    kinds: tuple[tuple[str, str, str, int], ...]
    as_of: str = ""
    """The day at whose end the chart is shown, "" for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a chart in the list."""

    id: str
    icon: str
    at: str
    what: str
    status: str
    who: str
    mark: str
