# SPDX-License-Identifier: Apache-2.0
"""Why nothing may be released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class ReleaseShut(HimdeskError):
    """A release is not allowed as it stands; `reasons` are sentences.

    `field` names what of the step that was tried is wrong, if one thing is.
    """

    release: str
    reasons: tuple[str, ...]
    field: str = ""
    code: ClassVar[str] = "release-shut"

    def message(self) -> str:
        """All reasons, and what did not happen for them."""
        kept = "Nothing was changed." if self.field else "Nothing was released."
        return f"{' '.join(self.reasons)} {kept}"

    def where(self) -> str | None:
        """The request's id, and the field."""
        return f"{self.release}: {self.field}" if self.field else self.release
