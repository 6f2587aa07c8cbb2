# SPDX-License-Identifier: Apache-2.0
"""What the work list refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class CaseTaken(HimdeskError):
    """Somebody else has the case."""

    case: str
    owner: str
    since: str
    code: ClassVar[str] = "case-taken"

    def message(self) -> str:
        """Who, since when, and what to do."""
        since = f" since {self.since}" if self.since else ""
        return (
            f"{self.owner} has this{since}. Nothing was changed; ask for it to be handed over, or "
            "take the next one."
        )

    def where(self) -> str | None:
        """The case's id."""
        return self.case


@dataclass
class CaseResolved(HimdeskError):
    """The case was resolved meanwhile."""

    case: str
    by: str
    at: str
    code: ClassVar[str] = "case-resolved"

    def message(self) -> str:
        """By whom and when."""
        return f"This was resolved by {self.by} at {self.at}. Nothing was changed; take another."

    def where(self) -> str | None:
        """The case's id."""
        return self.case


@dataclass
class CaseStillOpen(HimdeskError):
    """Only what was resolved can be opened again, and only what may wait again."""

    case: str
    text: str
    code: ClassVar[str] = "case-not-reopened"

    def message(self) -> str:
        """Why it is not opened again."""
        return f"{self.text} Nothing was changed."

    def where(self) -> str | None:
        """The case's id."""
        return self.case
