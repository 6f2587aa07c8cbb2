# SPDX-License-Identifier: Apache-2.0
"""The notice that goes with records under 42 CFR Part 2: the wording in force, and the scope."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from himdesk import resources
from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from himdesk.domain.releases.authorization import Authorization


def part2_notice(on: date, form: Authorization | None) -> tuple[str, str]:
    """Title and text of the notice of 2.32(a), with the scope of the consent (2.32(b)).

    Raises:
        UsageError: no wording is in force on that day.
    """
    for wording in _wordings():
        if wording["effective"] <= on < wording.get("retired", date.max):
            scope = "" if form is None else f"\n\nScope of the consent: {form.description.strip()}"
            return wording["title"], wording["text"] + scope
    raise UsageError(f"No wording of the Part 2 notice is in force on {on}.")


@cache
def _wordings() -> tuple[dict[str, Any], ...]:
    text = resources.path("law", "part2.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["wording"])
