# SPDX-License-Identifier: Apache-2.0
"""Moments as the site's clock shows them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.services.context import Context


def clock_time(context: Context, at: str | None) -> str:
    """A moment as the site's clock shows it: the time of today, or the day too."""
    if not at:
        return ""
    zone = context.site.zone
    moment = datetime.fromisoformat(at).astimezone(zone)
    today = context.clock().astimezone(zone).date()
    return moment.strftime("%H:%M" if moment.date() == today else "%Y-%m-%d %H:%M")
