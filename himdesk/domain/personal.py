# SPDX-License-Identifier: Apache-2.0
"""What each person may set for themselves, and which values there are."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

COLORS: Final = "look-colors"
PERCENT: Final = "look-percent"
MINUTES: Final = "idle-minutes"
KEY: Final = "key-"
"""Begins the name of the setting for the key of an action, which follows."""

SCALES: Final = (100, 125, 150, 175, 200)
"""Text sizes in percent."""

LONGEST: Final = 9999
"""Minutes without a key that may be asked for; the site's own time ends them earlier."""

_ACTION: Final = re.compile(rf"{KEY}[a-z]+(-[a-z]+){{0,4}}")
_KEYS: Final = re.compile(r"(Ctrl\+)?(Alt\+)?(Shift\+)?([!-~]|[A-Z][A-Za-z0-9]{1,11})")
"""A key as Qt writes it: first what is held down, then a character or a name such as F12."""


class Colors(StrEnum):
    """Which colours; `SYSTEM` follows what the system asks for, also while the program runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


def check_own(wanted: Mapping[str, str]) -> None:
    """Check what a person wants to set for themselves; "" is as shipped.

    Raises:
        UsageError: there is no such setting, or the value is none for it.
    """
    for key, value in wanted.items():
        if key == COLORS:
            there, right = "colours", value in set(Colors)
        elif key == PERCENT:
            there, right = "size of text", value in map(str, SCALES)
        elif key == MINUTES:
            number = value.isascii() and value.isdigit() and str(int(value)) == value
            there, right = "number of minutes", number and 1 <= int(value) <= LONGEST
        elif _ACTION.fullmatch(key):
            there, right = "key", _KEYS.fullmatch(value) is not None
        else:
            raise UsageError(f"Nobody can set {key} for themselves.", key)
        if value and not right:
            raise UsageError(f"{value} is no {there}.", key)


def minutes_of(values: Mapping[str, str], policy: int) -> int:
    """After how many minutes without a key a person's window locks: never later than the site's."""
    own = values.get(MINUTES)
    return min(int(own), policy) if own else policy
