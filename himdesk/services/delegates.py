# SPDX-License-Identifier: Apache-2.0
"""For whom a person may act: for themselves, and for who is away and named them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.store.desk import casework

if TYPE_CHECKING:
    from datetime import date

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


def may_act_for(session: Transaction, context: Context, today: date) -> tuple[str, ...]:
    """The person's own name first, then the names of those whose work they have for now."""
    me = context.staff.name
    away = casework.absences(session, today.isoformat())
    return (me, *(each.staff for each in away if each.delegate == me and each.staff != me))
