# SPDX-License-Identifier: Apache-2.0
"""What lies on top of a packet: cover, contents, notices, certification, invoice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.fees import OWN, total
from himdesk.printing.packet.text import Typist, gap, rule, table
from himdesk.printing.packet.values import Cover
from himdesk.printing.typesetting.typeset import Setter, Style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    import pikepdf
    from reportlab.platypus import Flowable

    from himdesk.domain.releases.fees import Line
    from himdesk.printing.packet.values import Certificate, PacketOrder

CONFIDENTIAL: Final = (
    "These records are confidential. They were released for the purpose stated and to the "
    "recipient named only. If they reached you in error, do not read, copy or pass them on: call "
    "the number above at once, and keep them apart until you are told how to return or destroy "
    "them."
)
REDISCLOSURE: Final = (
    "Information that was released may be disclosed again by its recipient and may then no longer "
    "be protected by federal privacy rules."
)
PAYABLE: Final = (
    "Payable to {site} at the address above. Please quote our reference, {reference}, with the "
    "payment."
)
COST_BASED: Final = (
    "This is what the copy costs: the labour of copying, supplies and postage. Nothing is charged "
    "for searching for the records or for retrieving them (45 CFR 164.524(c)(4))."
)
CERTIFIED: Final = (
    "I am the custodian of these records, or am authorized to speak for the custodian. The pages "
    "numbered {first} to {last} of this packet are true copies of records that were made at or "
    "near the time of what they record, by or from information given by someone with knowledge, "
    "and that are kept in the course of a regularly conducted activity, as a regular practice."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a packet in its table of contents: its number of pages and what it is."""

    id: str
    title: str
    day: str
    pages: int


@dataclass(frozen=True, slots=True)
class Front:
    """Sets the front matter of one packet."""

    typist: Typist
    order: PacketOrder

    def cover(self, pages: int) -> pikepdf.Pdf:
        """The cover; `pages` is the number of all pages, as a fax needs it."""
        setter = Setter(self.typist.fonts)
        fax = self.order.cover is Cover.FAX
        story = [
            *self._sender(setter),
            gap(14),
            setter.plain("Fax" if fax else "Release of records", Style.TITLE),
            table(self._facts(setter, pages, fax=fax), (1, 3)),
            gap(10),
            setter.plain(CONFIDENTIAL, Style.BODY),
            setter.plain(REDISCLOSURE, Style.BODY),
        ]
        if not fax:
            story += [gap(20), *self._signature(setter)]
        return self.typist.pages(story)

    def _sender(self, setter: Setter) -> list[Flowable]:
        site = self.order.site
        lines = "\n".join((site.department, *site.address, site.phone))
        return [setter.plain(site.name, Style.HEADING), setter.plain(lines, Style.SMALL), rule()]

    def _facts(self, setter: Setter, pages: int, *, fax: bool) -> list[list[Flowable]]:
        """What the cover states; a fax cover names nothing of the patient."""
        order, to = self.order, self.order.recipient
        facts = {
            "To": "\n".join((to.name, *to.lines)),
            "Fax number" if fax else "": order.fax,
            "Date": order.at.date().isoformat(),
            "Our reference": order.reference,
            "Pages with this one": str(pages),
        }
        if not fax:
            birth = order.patient.birth_date
            facts |= {
                "Patient": order.patient.name,
                "Date of birth": birth.isoformat() if birth else "not known",
                "Record number": f"ends in {order.patient.mrn[-4:]}",
                "Purpose": order.purpose,
                "Period": order.period,
            }
        return _stated(setter, facts)

    def _signature(self, setter: Setter) -> list[Flowable]:
        signer = self.order.signer
        text = f"{signer.name}\n{signer.title}, {signer.phone}"
        return [setter.plain(text, Style.BODY)]

    def contents(self, parts: Sequence[Part], first: int) -> pikepdf.Pdf:
        """The table of contents; `first` is the page on which the first part begins."""
        setter = Setter(self.typist.fonts)
        rows = [[setter.plain(text, Style.HEAD_CELL) for text in ("Date", "Record", "Page")]]
        for part in parts:
            cells = (part.day, part.title, str(first))
            rows.append([setter.plain(text, Style.CELL) for text in cells])
            first += part.pages
        story = [
            setter.plain("Contents", Style.TITLE),
            table(rows, (1.1, 5, 0.7), heading=True),
        ]
        return self.typist.pages(story)

    def notice(self, title: str, text: str) -> pikepdf.Pdf:
        """A text that the law puts in."""
        setter = Setter(self.typist.fonts)
        story = [setter.plain(title, Style.TITLE), rule()]
        return self.typist.pages([*story, *self.typist.paragraphs(setter, text)])

    def certificate(self, certificate: Certificate, first: int, last: int) -> pikepdf.Pdf:
        """The custodian's certification, to be signed before a notary."""
        setter = Setter(self.typist.fonts)
        left = "; ".join(certificate.excluded) or "nothing"
        lines = ("Signature of the custodian", "Date", "Sworn before me (notary)", "Seal")
        return self.typist.pages(
            [
                setter.plain("Certification of records", Style.TITLE),
                rule(),
                setter.plain(CERTIFIED.format(first=first, last=last), Style.BODY),
                setter.plain(f"Left out: {left}.", Style.BODY),
                setter.plain(f"Custodian: {certificate.custodian}", Style.BODY),
                gap(24),
                *(part for line in lines for part in (gap(26), rule(), _label(setter, line))),
            ]
        )

    def invoice(self, lines: tuple[Line, ...]) -> pikepdf.Pdf:
        """The invoice, line by line, in dollars."""
        setter, order = Setter(self.typist.fonts), self.order
        rows = [[setter.plain(text, Style.HEAD_CELL) for text in ("For", "Amount")]]
        rows += [_amount(setter, line.text, line.amount, Style.CELL) for line in lines]
        rows.append(_amount(setter, "Total", total(lines), Style.HEAD_CELL))
        own = order.charge is not None and order.charge.basis in OWN
        pay = PAYABLE.format(site=order.site.name, reference=order.reference)
        facts = {
            "To": "\n".join((order.recipient.name, *order.recipient.lines)),
            "Date": order.at.date().isoformat(),
            "Our reference": order.reference,
        }
        return self.typist.pages(
            [
                *self._sender(setter),
                gap(14),
                setter.plain("Invoice", Style.TITLE),
                table(_stated(setter, facts), (1, 3)),
                gap(14),
                table(rows, (5, 1), heading=True),
                gap(10),
                setter.plain(pay, Style.BODY),
                *([setter.plain(COST_BASED, Style.BODY)] if own else []),
            ]
        )


def _amount(setter: Setter, text: str, amount: Decimal, style: Style) -> list[Flowable]:
    return [setter.plain(text, style), setter.plain(f"${amount}", style)]


def _stated(setter: Setter, facts: Mapping[str, str]) -> list[list[Flowable]]:
    """Facts as rows; those of nothing are left out."""
    return [
        [setter.plain(label, Style.LABEL), setter.plain(value, Style.CELL)]
        for label, value in facts.items()
        if label and value
    ]


def _label(setter: Setter, text: str) -> Flowable:
    return setter.plain(text, Style.LABEL)
