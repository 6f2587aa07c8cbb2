# SPDX-License-Identifier: Apache-2.0
"""What other desks call after they changed charts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import HimdeskError
from himdesk.services.matching.check import Checker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager

    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Outcome
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


NOT_LOOKED_UP: Final = (
    "The charts could not be looked up for duplicates; the next correction does it."
)


def settle_after(context: Context, charts: Collection[str]) -> None:
    """Look up what was changed, these charts first; if that can't be done, they stay due.

    The change stands already, and is not called in question by it.
    """
    with suppress(HimdeskError):
        _settle(context, charts)


def settled(context: Context, outcome: Outcome, charts: Collection[str] | None = None) -> Outcome:
    """Look up what a correction changed, or these charts; the outcome tells if it can't be done."""
    charts = outcome.change_set.charts() if charts is None else charts
    return outcome.followed_by(lambda: _settle(context, charts), NOT_LOOKED_UP)


def _settle(context: Context, charts: Collection[str]) -> None:
    checker(context).settle(sorted(charts), most=len(charts) + IN_PASSING)
