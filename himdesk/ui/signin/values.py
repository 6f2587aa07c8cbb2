# SPDX-License-Identifier: Apache-2.0
"""What the sign-in page and the lock show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInView:
    """The house, the name typed last, and what stands in the foot."""

    site: str
    user: str = ""
    version: str = ""
    store: str = "records on this computer"
    last: str = ""


@dataclass(frozen=True, slots=True)
class LockView:
    """Who locked, since when and why, and what is kept; it names no patient."""

    person: str
    role: str
    since: str
    why: str
    kept: str = ""
    site: str = ""
    version: str = ""
    note: str = ""
