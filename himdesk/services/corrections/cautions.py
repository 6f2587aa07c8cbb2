# SPDX-License-Identifier: Apache-2.0
"""What a person must know before an entry leaves a chart: who was told of it already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.domain.plans import Contradiction, Grade
from himdesk.store.desk import cases, releases

if TYPE_CHECKING:
    from himdesk.domain.plans import Plan
    from himdesk.store.engine import Transaction

_ACT = "Warn the privacy officer: the hand-off letter of this change set says what went where."


def cautioned(session: Transaction, plan: Plan) -> Plan:
    """The plan with warnings about entries that leave for another person's chart (S11, S12).

    An amendment request about one stays in the file of the person who asked; letters about it,
    and whatever was sent of it, may have told that person of another one.
    """
    moved = {c.id: c.before for c in plan.change_set.changes if c.field == "patient_id"}
    charts = {chart for chart in moved.values() if chart is not None}
    if not charts:
        return plan
    asked = cases.of_own(session, cases.asked_about(session, charts) & moved.keys())
    sent = releases.sent_of(session, charts) & moved.keys()
    found = list(plan.contradictions)
    if asked:
        names = ", ".join(sorted({name for named in asked.values() for name in named}))
        text = f"Amendment request {names} is about it; it stays here, and is moot. {_ACT}"
        found.append(_warning("amendment-request", text, sorted(asked)))
    if sent:
        text = f"{len(sent):,} of the entries were sent out from here. {_ACT}"
        found.append(_warning("sent-before", text, sorted(sent)))
    return replace(plan, contradictions=tuple(found))


def _warning(code: str, text: str, items: list[str]) -> Contradiction:
    return Contradiction(grade=Grade.WARN, code=code, text=text, items=tuple(items))
