# SPDX-License-Identifier: Apache-2.0
"""Why a step of an amendment case is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class CaseRefused(HimdeskError):
    """A rule of the law or of the case refuses the step; `rule` names it."""

    case: str
    rule: str
    text: str
    code: ClassVar[str] = "case-refused"

    def message(self) -> str:
        """Say why, and that nothing was changed."""
        return f"{self.text} Nothing was changed."

    def where(self) -> str | None:
        """The case and the rule."""
        return f"{self.case}: {self.rule}" if self.case else self.rule
