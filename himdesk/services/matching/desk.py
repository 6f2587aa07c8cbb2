# SPDX-License-Identifier: Apache-2.0
"""The desk of duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.services.context import Context


@dataclass(frozen=True, slots=True)
class Matching:
    """The queue of duplicates."""

    context: Context
