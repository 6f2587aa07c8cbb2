# SPDX-License-Identifier: Apache-2.0
"""What the first-run page asks for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """The facts of a new database; `again` is the password typed once more."""

    site: str
    address: str
    phone: str
    admin: str
    password: str = field(repr=False)
    again: str = field(repr=False)
    training: bool
