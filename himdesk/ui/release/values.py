# SPDX-License-Identifier: Apache-2.0
"""What the release screen shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.domain.releases.request import Box
    from himdesk.ui.requests.values import Field
    from himdesk.ui.widgets.banners.banner_values import Who
    from himdesk.ui.widgets.tables.cell import Cell, Row

CHECK: Final = "Check"
CHOOSE: Final = "Choose"
PACKET: Final = "Packet"
STEPS: Final = (CHECK, CHOOSE, PACKET)
"""The parts of a request, in the order of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form over the screen: its halves side by side, each with a title and fields.

    `name` begins the names of its controls; `draft` is the key under which it is kept, if it is.
    """

    name: str
    title: str
    why: str
    button: str
    halves: tuple[tuple[str, tuple[Field, ...]], ...]
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """An entry of the directory: whose address and fax number were verified, when, by whom."""

    id: str
    name: str
    address: str
    fax: str
    verified_on: str
    verified_by: str
    kind: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What narrows the request, as the filters show it; `kinds` and `visits` are the options."""

    since: str
    until: str
    kind: str
    visit: str
    kinds: tuple[tuple[str, str], ...]
    visits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """A request: who, its line of state, its checklist, what of the chart goes.

    `shut` says in a few words what keeps it shut, `lacking` names all of it; `able` are the names
    of what may be done with it now, `letters` the kinds that it gives reason for, best first.
    """

    id: str
    who: Who
    head: Cell
    about: str
    elements: tuple[Row, ...]
    sensitivities: tuple[Row, ...]
    items: tuple[Row, ...]
    scope: Scope
    going: str
    shut: str
    lacking: str
    encrypted: bool
    able: frozenset[str]
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPage:
    """A request's packet as a file, with what stands where in it; `released` once it went."""

    id: str
    pdf: bytes
    title: str
    contents: tuple[Row, ...]
    passphrase: str = ""
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPages:
    """A document to choose pages of and to draw boxes on; `pages` None means that all go."""

    item: str
    title: str
    pdf: bytes
    pages: tuple[int, ...] | None
    boxes: tuple[Box, ...]
