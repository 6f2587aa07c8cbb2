# SPDX-License-Identifier: Apache-2.0
"""The periods of the law as they are written in the resources, with counsel's review of them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from himdesk import resources
from himdesk.domain.amendments.law import Periods

if TYPE_CHECKING:
    from collections.abc import Mapping

REVIEWED: Final = "law.amendment.reviewed-on"
"""The setting with the day on which the site's counsel reviewed the periods, and the version."""


def periods(settings: Mapping[str, str]) -> Periods:
    """The periods in force; a review counts for the version that it was of, "1 2026-11-23"."""
    facts = _facts()
    version, _, day = settings.get(REVIEWED, "").partition(" ")
    return Periods(
        version=facts["version"],
        reviewed_on=date.fromisoformat(day) if version == facts["version"] else None,
        act=facts["act_within_days"],
        extension=facts["extension_days"],
        recorded_late=facts["recorded_late_after_days"],
        reminders=tuple(facts["reminder_days"]),
    )


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads(resources.path("law", "amendment.toml").read_text(encoding="utf-8"))
