# SPDX-License-Identifier: Apache-2.0
"""A name as people are written to, on an envelope and after "Dear"."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Name

_FAMILY_FIRST: Final = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
"""Scripts whose names put the family first, with no space."""


def addressed(name: Name) -> str:
    """A name as it is spoken: Given Middle Family Suffix; family first in East Asian scripts."""
    family = name.family or ""
    if any(unicodedata.name(c, "").startswith(_FAMILY_FIRST) for c in family):
        return f"{family}{name.given or ''}"
    parts = (name.given, name.middle, family, name.suffix)
    return " ".join(part for part in parts if part) or "(no name)"
