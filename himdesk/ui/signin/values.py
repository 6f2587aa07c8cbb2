# SPDX-License-Identifier: Apache-2.0
"""What the sign-in page and the lock show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from himdesk import __version__
from himdesk.ui import saying

if TYPE_CHECKING:
    from himdesk.services.context import Context


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


def cover_of(context: Context) -> LockView:
    """What the lock says of whose work is underneath."""
    return LockView(
        person=context.staff.display,
        role=saying.roles(context.staff.roles),
        since=datetime.now(tz=context.site.zone).strftime("%H:%M"),
        why="the work underneath is kept",
        site=context.site.name,
        version=__version__,
    )
