# SPDX-License-Identifier: Apache-2.0
"""A synthetic hospital for training, demonstration and tests: FHIR R4 resources with known truth.

Deterministic by seed and day; it touches no store and knows no clock. Nobody in it exists.
"""

from __future__ import annotations

from himdesk.services.training.feed import feed_updates
from himdesk.services.training.hospital import (
    SMALLEST,
    Roster,
    cases,
    directory,
    hospital,
    roster,
)
from himdesk.services.training.scenarios.case import Case, Scenario, Truth

__all__ = [
    "SMALLEST",
    "Case",
    "Roster",
    "Scenario",
    "Truth",
    "cases",
    "directory",
    "feed_updates",
    "hospital",
    "roster",
]
