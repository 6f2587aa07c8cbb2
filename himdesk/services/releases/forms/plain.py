# SPDX-License-Identifier: Apache-2.0
"""A request for release as JSON has it, in the log of its case and on the console."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from himdesk.domain.releases.request import Release


def plain(release: Release) -> dict[str, Any]:
    """A release as JSON has it."""
    values: dict[str, Any] = _plain(asdict(release))
    return values


def _plain(value: object) -> Any:
    match value:
        case date() | Decimal():
            return str(value)
        case Enum():
            return value.value
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [_plain(each) for each in value]
    return value
