# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: TC001, TC003 - the types of the fields are read at run time
"""The letters of a request for release to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from himdesk.printing.letters.notices import Notice
from himdesk.printing.letters.values import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One failing element of a form: its paragraph, and what is wrong with it."""

    element: str
    paragraph: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationReturn(Notice):
    """A form that is no valid authorization goes back with exactly its defects (164.508(b)(2))."""

    kind: ClassVar[str] = "authorization-return"
    patient: Person
    request: str
    received_on: date
    requester: str
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessExtension(Notice):
    """It takes longer: why, and by which day the request is acted on (164.524(b)(2)(iii))."""

    kind: ClassVar[str] = "access-extension"
    patient: Person
    request: str
    received_on: date
    requester: str
    reason: str
    until: date


RELEASE_KINDS: tuple[type[Notice], ...] = (AuthorizationReturn, AccessExtension)
"""The letters of a request for release."""
