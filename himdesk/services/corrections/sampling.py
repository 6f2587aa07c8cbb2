# SPDX-License-Identifier: Apache-2.0
"""The sample of corrections that went without approval, which somebody else looks over after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from himdesk.store.desk import settings, work
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

SAMPLED: Final = "quality-review"
"""The kind of case of the work list in which one of the sample waits."""

PERCENT: Final = "quality.percent"
"""The setting that says how many of a hundred are drawn; as shipped none."""

_DIGITS: Final = 8


def draw(
    session: Transaction, context: Context, applied: AppliedChangeSet, charts: Collection[str]
) -> None:
    """Let a correction wait for a second look, if it is drawn: its digest decides, nobody else."""
    percent = int(settings.read(session).get(PERCENT, "0"))
    if int(applied.digest[:_DIGITS], 16) % 100 >= percent:
        return
    what = applied.change_set.kind.value.replace("-", " ").capitalize()
    detail = {"change_set": applied.id, "why": f"{what}, applied without approval"}
    drawn = work.Case(
        id=context.new_id(),
        kind=SAMPLED,
        opened_at=context.now(),
        opened_by=context.staff.name,
        detail=json.dumps(detail),
        patient_id=min(patients.survivors(session, charts).values(), default=None),
    )
    work.put_case(session, drawn)
