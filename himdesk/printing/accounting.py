# SPDX-License-Identifier: Apache-2.0
"""The accounting of disclosures that a patient is given (164.528(b)), as PDF and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from himdesk import resources
from himdesk.printing.packet.stamps import Stamps
from himdesk.printing.packet.text import Typist, gap, rule, table
from himdesk.printing.typesetting.fonts import Fonts
from himdesk.printing.typesetting.typeset import Setter, Style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from himdesk.domain.releases.disclosures import Entry
    from himdesk.printing.letters.values import Person, Signer, Site

HEAD: Final = ("Date", "Recipient and address", "What was disclosed", "Purpose or basis")
COLUMNS: Final = ("date", "recipient", "address", "description", "purpose", "count", "last")
FREE: Final = (
    "This accounting is free of charge: it is the first in any twelve months. For further ones "
    "within twelve months a fee may be charged, of which you are told beforehand."
)
CHARGED: Final = (
    "You were given an accounting within the last twelve months. A fee may be charged for this "
    "one, of which you were told beforehand and could withdraw or change your request."
)
LEFT_OUT: Final = (
    "As the law allows, disclosures for treatment, payment and health care operations, to you, "
    "and under an authorization that you signed are not listed (45 CFR 164.528(a)(1))."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What an accounting says."""

    reference: str
    on: date
    site: Site
    signer: Signer
    patient: Person
    since: date
    until: date
    free: bool
    entries: tuple[Entry, ...]
    ledger_head: str
    fee: Decimal = Decimal(0)


def as_pdf(account: Account) -> bytes:
    """The accounting as a PDF; the same account gives the same bytes."""
    typist = Typist(Fonts.load(resources.path("fonts")))
    setter, site = Setter(typist.fonts), account.site
    sender = "\n".join((site.department, *site.address, site.phone))
    patient = account.patient
    about = f"{patient.name}, record number ending in {patient.mrn[-4:]}"
    period = f"Disclosures from {account.since} to {account.until}"
    signer = account.signer
    story = [
        setter.plain(site.name, Style.HEADING),
        setter.plain(sender, Style.SMALL),
        rule(),
        setter.plain("Accounting of disclosures", Style.TITLE),
        setter.plain(f"{about}\n{period}\nMade on {account.on}", Style.BODY),
        *_rows(setter, account.entries),
        gap(),
        setter.plain(_cost(account), Style.BODY),
        setter.plain(LEFT_OUT, Style.BODY),
        gap(14),
        setter.plain(f"{signer.name}\n{signer.title}, {signer.phone}", Style.BODY),
    ]
    pdf = typist.pages(story)
    foot = f"{account.on}  ledger {account.ledger_head}"
    stamps = Stamps(
        fonts=typist.fonts, reference=account.reference, watermark="", foot=foot, struck={}
    )
    stamps.press(pdf)
    pdf.docinfo["/Title"] = f"Accounting {account.reference}"
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _cost(account: Account) -> str:
    if account.free:
        return FREE
    return f"{CHARGED} It is ${account.fee}." if account.fee else CHARGED


def _rows(setter: Setter, entries: Sequence[Entry]) -> list[object]:
    if not entries:
        return [setter.plain("There is nothing to account for in this period.", Style.BODY)]
    rows = [[setter.plain(text, Style.HEAD_CELL) for text in HEAD]]
    for entry in entries:
        cells = (
            _when(entry),
            "\n".join(part for part in (entry.recipient, entry.address) if part),
            entry.description,
            entry.purpose,
        )
        rows.append([setter.plain(text, Style.CELL) for text in cells])
    return [table(rows, (1.3, 2.2, 2.2, 1.6), heading=True)]


def _when(entry: Entry) -> str:
    if entry.last is None:
        return entry.on.isoformat()
    return f"{entry.on}\n{entry.count} times, last on {entry.last}"


def as_csv(account: Account) -> bytes:
    """The rows of the accounting as CSV; what a spreadsheet would run is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for entry in account.entries:
        last = entry.last.isoformat() if entry.last else ""
        texts = (entry.recipient, entry.address, entry.description, entry.purpose)
        safe = [_inert(text) for text in texts]
        writer.writerow([entry.on.isoformat(), *safe, entry.count, last])
    return buffer.getvalue().encode()


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
