# SPDX-License-Identifier: Apache-2.0
"""From the order of a packet to its bytes: front matter, papers in order, stamps, bookmarks.

The same order gives the same bytes, unless they are encrypted: AES-256 begins with chance.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pikepdf

from himdesk import resources
from himdesk.domain.progress import unheard
from himdesk.printing.packet import sheets
from himdesk.printing.packet.faults import Fault, PacketFaulty, Unreadable
from himdesk.printing.packet.files import PacketFile, Pile
from himdesk.printing.packet.front import Front, Part
from himdesk.printing.packet.stamps import Stamps
from himdesk.printing.packet.text import Typist
from himdesk.printing.packet.values import Packet
from himdesk.printing.typesetting.fonts import Fonts
from himdesk.printing.typesetting.typeset import Setter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from himdesk.domain.progress import Progress
    from himdesk.domain.releases.fees import Line
    from himdesk.printing.packet.values import PacketOrder, Paper, Struck

LISTED: Final = "listings"
"""The id of the part with the records that are no documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of the packet with its pages."""

    part: Part
    struck: Struck | None = None
    stripped: tuple[str, ...] = ()


def build(order: PacketOrder, progress: Progress = unheard) -> Packet:
    """Build a packet; `progress` hears how many papers of how many are done, and may raise to stop.

    Raises:
        PacketFaulty: papers can't be printed; it names each of them, and nothing is built.
        OSError: the disk has no room for it.
    """
    typist, pile = Typist(Fonts.load(resources.path("fonts"))), Pile()
    pieces = _pieces(order, typist, pile, progress)
    invoice = _invoice(order, pieces)
    front = _front(order, typist, [piece.part for piece in pieces], invoice)
    whole = pile.pdf
    for number, page in enumerate(page for pdf in front for page in pdf.pages):
        whole.pages.insert(number, page)
    starts: list[tuple[str, int]] = []
    first = sum(len(pdf.pages) for pdf in front) + 1
    struck: dict[int, Struck] = {}
    with whole.open_outline() as outline:
        for piece in pieces:
            outline.root.append(pikepdf.OutlineItem(_bookmark(piece.part), first - 1))
            starts.append((piece.part.id, first))
            after = first + piece.part.pages
            if piece.struck is not None:
                struck |= dict.fromkeys(range(first, after), piece.struck)
            first = after
    _stamps(order, typist, struck).press(whole)
    return Packet(
        file=_saved(whole, order),
        pages=len(whole.pages),
        begins=tuple(starts),
        stripped=tuple((piece.part.id, what) for piece in pieces for what in piece.stripped),
        invoice=invoice,
    )


def _invoice(order: PacketOrder, pieces: Sequence[_Piece]) -> tuple[Line, ...]:
    """The lines of the invoice: what lies on top of the records is not charged."""
    if order.charge is None:
        return ()
    return order.charge.lines(sum(piece.part.pages for piece in pieces))


def _pieces(order: PacketOrder, typist: Typist, pile: Pile, progress: Progress) -> list[_Piece]:
    """The parts in order: lists of records first, then each paper with what stands beside it."""
    found: list[_Piece] = []
    faults: list[Fault] = []
    if order.listings:
        found.append(_listings(order, typist, pile))
    papers = list(_flat(order.papers))
    for done, paper in enumerate(papers):
        progress(done, len(papers))
        try:
            found.append(_piece(paper, typist, pile))
        except Unreadable as unreadable:
            faults.append(Fault.of(paper, unreadable))
    if faults:
        raise PacketFaulty(tuple(faults))
    return found


def _flat(papers: Iterable[Paper]) -> Iterator[Paper]:
    for paper in papers:
        yield paper
        yield from _flat(paper.beside)


def pages_of(paper: Paper) -> bytes:
    """All pages of a paper as a PDF, before pages are chosen and boxes are blacked out.

    Raises:
        PacketFaulty: it can't be printed.
    """
    whole = replace(paper, pages=None, boxes=())
    try:
        made = _sheets(whole, whole.read(), Typist(Fonts.load(resources.path("fonts"))))
    except Unreadable as unreadable:
        raise PacketFaulty((Fault.of(paper, unreadable),)) from None
    buffer = io.BytesIO()
    made.pdf.save(buffer)
    return buffer.getvalue()


def _sheets(paper: Paper, body: bytes, typist: Typist) -> sheets.Sheets:
    match sheets.kind_of(body, paper.content_type):
        case "pdf":
            return sheets.of_pdf(body, paper.pages)
        case "image":
            return sheets.of_image(body, paper.pages)
        case _:
            return sheets.Sheets(pdf=typist.note(paper, body))


def _piece(paper: Paper, typist: Typist, pile: Pile) -> _Piece:
    body = paper.read()
    made = _sheets(paper, body, typist)
    made = sheets.choose(sheets.black_out(made, paper.boxes), paper.pages)
    count = len(made.pdf.pages)
    pile.add(made.pdf, len(body))
    part = Part(id=paper.id, title=paper.title, day=paper.day, pages=count)
    return _Piece(part=part, struck=paper.struck, stripped=made.stripped)


def _listings(order: PacketOrder, typist: Typist, pile: Pile) -> _Piece:
    setter = Setter(typist.fonts)
    story = [part for each in order.listings for part in typist.listing(setter, each)]
    pdf = typist.pages(story)
    title = ", ".join(each.title for each in order.listings)
    pile.add(pdf, 0)
    return _Piece(part=Part(id=LISTED, title=title, day="", pages=len(pdf.pages)))


def _front(
    order: PacketOrder, typist: Typist, parts: Sequence[Part], invoice: tuple[Line, ...]
) -> list[pikepdf.Pdf]:
    """The front matter. Its own length decides on which page the first part begins."""
    front = Front(typist, order)
    behind = [front.notice(title, text) for title, text in order.notices]
    if invoice:
        behind.append(front.invoice(invoice))
    rest = sum(part.pages for part in parts)
    fixed = 1 + sum(len(pdf.pages) for pdf in behind) + (1 if order.certificate else 0)
    contents = front.contents(parts, 1)
    first = fixed + len(contents.pages) + 1
    contents = front.contents(parts, first)
    last = first + rest - 1
    made = [front.cover(last), contents, *behind]
    if order.certificate:
        made.append(front.certificate(order.certificate, first, last))
    return made


def _stamps(order: PacketOrder, typist: Typist, struck: dict[int, Struck]) -> Stamps:
    return Stamps(
        fonts=typist.fonts,
        reference=order.reference,
        watermark=order.watermark,
        foot=f"{order.at.date().isoformat()}  ledger {order.ledger_head}",
        struck=struck,
    )


def _bookmark(part: Part) -> str:
    return f"{part.day} {part.title}".strip()


def _saved(whole: pikepdf.Pdf, order: PacketOrder) -> PacketFile:
    """The file; the document's information names no patient."""
    whole.docinfo["/Title"] = f"Release {order.reference}"
    whole.docinfo["/Author"] = order.site.name
    whole.docinfo["/Creator"] = "himdesk"
    whole.remove_unreferenced_resources()
    file = PacketFile()
    if order.passphrase is None:
        file.save(whole, deterministic_id=True, compress_streams=True)
    else:
        lock = pikepdf.Encryption(owner=order.passphrase, user=order.passphrase, R=6)
        file.save(whole, encryption=lock, compress_streams=True)
    return file
