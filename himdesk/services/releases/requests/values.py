# SPDX-License-Identifier: Apache-2.0
"""A request for release as the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.printing.packet.values import Packet

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.charts.items import Item
    from himdesk.domain.releases.authorization import Element
    from himdesk.domain.releases.choosing import Verdict
    from himdesk.domain.releases.request import Release

__all__ = ["Line", "Packet", "ReleaseView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item of the chart with what is said of its release; `left_out` if staff took it out."""

    item: Item
    verdict: Verdict
    left_out: str = ""

    @property
    def goes(self) -> bool:
        """Whether it is in the packet."""
        return self.verdict.included and not self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """A request as it stands today: the checklist of its form, why it is shut, what would go.

    `warnings` are what to mind, though it keeps nothing shut.
    """

    release: Release
    mrn: str
    due: date | None
    elements: tuple[Element, ...]
    shut: tuple[str, ...]
    lines: tuple[Line, ...]
    assigned_to: str | None = None
    warnings: tuple[str, ...] = ()
