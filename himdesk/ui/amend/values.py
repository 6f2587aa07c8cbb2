# SPDX-License-Identifier: Apache-2.0
"""What the amend screen shows, prepared by its presenter; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.domain.corrections.redline import Piece
    from himdesk.ui.widgets.banners.banner_values import Who


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of revision, and what it is for; the action `amend-{kind}` chooses it."""

    kind: str
    title: str
    note: str


KINDS: Final = (
    KindChoice("addendum", "Addendum", "new information"),
    KindChoice("late-entry", "Late entry", "left out before"),
    KindChoice("correction", "Correction", "was wrong"),
    KindChoice("retraction", "Retraction", "does not belong here"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailRow:
    """A revision in the rail: what, when, by whom, and what is odd about it."""

    id: str
    icon: str
    title: str
    when: str
    who: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands under the text: an addendum or a late entry, with who wrote it and when."""

    head: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The document as it will stand: a band that says why, the redline, what follows it."""

    band: str
    pieces: tuple[Piece, ...]
    beside: tuple[Beside, ...] = ()
    struck: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPage:
    """A document opened for amending.

    `text` is the text that holds; None where the document is no text and can't be corrected by
    writing. `author` is who would sign.
    """

    who: Who
    title: str
    about: str
    author: str
    text: str | None
    rail: tuple[RailRow, ...]
    sent: tuple[tuple[str, str], ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a person has written so far."""

    kind: str = "addendum"
    text: str = ""
    author: str = ""
    about: str = ""
    signed_on: str = ""
    evidence: str = ""
