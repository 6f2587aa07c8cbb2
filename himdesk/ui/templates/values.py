# SPDX-License-Identifier: Apache-2.0
"""What the template editor shows that the desk does not keep as a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.services.correspondence.templates import Opened


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed and did not save: the version it was made from, when it was kept."""

    source: str
    version: str
    at: str = ""

    def notice(self, opened: Opened) -> str:
        """What is said where a draft is here again."""
        text = f"Your draft of {self.at[:16].replace('T', ' ')} is here again."
        now = opened.current.version
        if self.version == now:
            return text
        return f"{text} It was made from version {self.version}; {now} is in force since."
