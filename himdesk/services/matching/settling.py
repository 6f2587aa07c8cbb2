# SPDX-License-Identifier: Apache-2.0
"""What other desks call after they changed charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import HimdeskError
from himdesk.services.matching.check import Checker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager

    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


IN_PASSING: Final = 20
"""Charts that were left due by others and are worked off beside one's own."""


def checker(
    context: Context, *, writing: Callable[[], AbstractContextManager[Transaction]] | None = None
) -> Checker:
    """The check in the name of a person at a desk; `writing` opens its units of work."""
    return Checker(
        database=context.database,
        by=context.staff.name,
        now=context.now,
        new_id=context.new_id,
        writing=writing or context.writing,
    )


def settle_after(context: Context, charts: Collection[str]) -> None:
    """Look up what a correction changed, these charts first.

    The correction stands already: if the check can't be done now, the charts stay due.
    """
    try:
        checker(context).settle(sorted(charts), most=len(charts) + IN_PASSING)
    except HimdeskError:
        return
