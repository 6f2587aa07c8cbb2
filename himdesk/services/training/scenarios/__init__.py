# SPDX-License-Identifier: Apache-2.0
"""The named charts that stand in every synthetic hospital, whatever its size and seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.training.scenarios.contradictions import contradictions
from himdesk.services.training.scenarios.duplicates import duplicates
from himdesk.services.training.scenarios.families import families
from himdesk.services.training.scenarios.others import others
from himdesk.services.training.scenarios.overlay import overlay
from himdesk.services.training.scenarios.restricted import restricted
from himdesk.services.training.scenarios.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.services.training.library import Library
    from himdesk.services.training.scenarios.case import Case


def all_cases(library: Library, *, seed: int, today: date) -> Iterator[Case]:
    """Every scenario; identities are fixed, the seed varies what happened at the visits."""
    stage = Stage(library, seed=seed, today=today)
    yield from duplicates(stage)
    yield from families(stage)
    yield overlay(stage)
    yield from contradictions(stage)
    yield from restricted(stage)
    yield from others(stage)
