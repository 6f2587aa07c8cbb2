# SPDX-License-Identifier: Apache-2.0
"""Planning some records in their order: patients, the directory, records of care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.services.intake.plans.care import Care
from himdesk.services.intake.plans.choices import Choices
from himdesk.services.intake.plans.overlays import Tripwire
from himdesk.services.intake.plans.people import People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming, Plan


def plan_all(planner: Planner, chunk: Sequence[Incoming]) -> Plan:
    """What becomes of the records."""
    left = planner.prepare(chunk)
    people = People(planner, Choices(planner), Tripwire(planner))
    people.take(e for e in left if e.record.type == "Patient")
    care = []
    for each in left:
        if each.record.subject is not None and each.record.drafts:
            care.append(each)
        elif each.record.type != "Patient":
            planner.directory(each)
    Care(planner).take(care)
    return planner.finish()
