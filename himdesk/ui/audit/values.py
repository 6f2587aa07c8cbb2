# SPDX-License-Identifier: Apache-2.0
"""What the audit screen shows, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from himdesk.services.accesses import AccessLine, Opening

HEAD = 12
"""Characters of the ledger's head that stand on paper too."""


@dataclass(frozen=True, slots=True)
class May:
    """Which parts of the screen a person has."""

    verify: bool
    log: bool
    review: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification came to: whether all is whole, and the words that say it."""

    whole: bool
    text: str


def verdict_of(found: dict[str, Any]) -> Verdict:
    """The words for what `verify` answers."""
    size = f"{found['change_sets']:,} change sets, head {found['head'][:HEAD]}"
    if found["ok"]:
        return Verdict(whole=True, text=f"Whole: {size}.")
    broken = found["first_broken"]
    at = f" at change set {broken['seq']}" if broken["seq"] is not None else ""
    said = f"expected {broken['expected'] or 'nothing'}, found {broken['found'] or 'nothing'}"
    return Verdict(
        whole=False,
        text=f"NOT whole{at}, {broken['where']}: {said}. Keep the database as it is, restore the "
        f"last good backup beside it, and compare. ({size})",
    )


def cells_of_line(line: AccessLine) -> tuple[str, ...]:
    """The cells of a line of the access log."""
    return (_time(line.at), line.staff, line.verb, line.chart, line.reason)


def cells_of_opening(opening: Opening) -> tuple[str, ...]:
    """The cells of an opening."""
    said = f"{opening.finding} ({opening.reviewed_by})" if opening.reviewed_by else "to review"
    return (_time(opening.at), opening.staff, opening.chart, opening.reason, said)


def _time(at: str) -> str:
    return at[:19].replace("T", " ")
