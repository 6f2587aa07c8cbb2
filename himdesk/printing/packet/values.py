# SPDX-License-Identifier: Apache-2.0
"""What a release packet is made of, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from himdesk.domain.releases.charges import Charge
    from himdesk.domain.releases.fees import Line
    from himdesk.domain.releases.request import Box
    from himdesk.printing.letters.values import Person, Recipient, Signer, Site
    from himdesk.printing.packet.files import PacketFile


class Cover(StrEnum):
    """What lies on top; a fax cover holds nothing of the patient."""

    LETTER = "letter"
    FAX = "fax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """Why an original is printed struck through: by whom, when and why it was amended."""

    by: str
    at: str
    why: str
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document as it goes: its own bytes (text, PDF or image), and what must stand beside it.

    `read` gets the bytes when they are printed: those of all papers at once may be too much.

    `pages` are the pages of a scan that go, from 1; None means all. What lies under the `boxes`
    is taken out of the file. `beside` are its revisions and, where one is owed, the papers of a
    dispute, in the order in which they follow it.
    """

    id: str
    title: str
    day: str
    author: str
    content_type: str
    read: Callable[[], bytes]
    pages: tuple[int, ...] | None = None
    boxes: tuple[Box, ...] = ()
    struck: Struck | None = None
    beside: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Records that are no documents, one row each: encounters, results, medications."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The custodian's certification (FRE 902(11)): who keeps the records, and what is excluded."""

    custodian: str
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketOrder:
    """All of a packet. `reference` is printed on every page, with the page's number.

    `notices` are texts that the law puts into it (42 CFR 2.32), each with a title;
    `charge` is what its invoice is computed by, once its pages are counted;
    `watermark` names the recipient; `passphrase` encrypts the file, None leaves it open.
    """

    reference: str
    at: datetime
    site: Site
    signer: Signer
    recipient: Recipient
    fax: str
    cover: Cover
    patient: Person
    purpose: str
    period: str
    ledger_head: str
    papers: tuple[Paper, ...]
    listings: tuple[Listing, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    certificate: Certificate | None = None
    charge: Charge | None = None
    watermark: str = ""
    passphrase: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A packet: its file, its SHA-256, and where each paper begins (page from 1, by id).

    `stripped` says what was taken out of which paper: scripts, embedded files, forms. `invoice`
    are the lines of the invoice that is in it, none if there is none.
    """

    file: PacketFile
    pages: int
    begins: tuple[tuple[str, int], ...]
    stripped: tuple[tuple[str, str], ...] = ()
    invoice: tuple[Line, ...] = ()

    @property
    def pdf(self) -> bytes:
        """All the bytes, to be shown or printed."""
        return b"".join(self.file.parts())

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hex."""
        return self.file.sha256
