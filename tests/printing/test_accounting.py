# SPDX-License-Identifier: Apache-2.0
"""The accounting of disclosures on paper, and as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2

from himdesk.domain.releases.disclosures import Entry
from himdesk.printing.accounting import Account, as_csv, as_pdf
from himdesk.printing.letters.values import Person, Signer, Site

ONE = Entry(
    on=date(2025, 7, 1),
    recipient="a bakery",
    address="2 Mill Lane",
    description="a fax of 3 pages",
    purpose="misdirected",
)
SERIES = replace(ONE, recipient="=County", count=12, last=date(2025, 12, 5))
ACCOUNT = Account(
    reference="ACC1",
    on=date(2026, 3, 2),
    site=Site(name="Main Hospital", department="Release", address=("1 Harbour Road",)),
    signer=Signer(name="R. Ode", title="Release of information", phone="555-0100"),
    patient=Person(name="SANTOS, Maria", mrn="0012987"),
    since=date(2020, 3, 2),
    until=date(2026, 3, 2),
    free=True,
    entries=(ONE, SERIES),
    ledger_head="abcdef012345",
)


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    finally:
        document.close()


def test_every_entry_has_what_the_law_asks() -> None:
    seen = text(as_pdf(ACCOUNT))
    for words in (
        "2025-07-01", "a bakery 2 Mill Lane", "a fax of 3 pages", "misdirected",
        "12 times, last on 2025-12-05", "from 2020-03-02 to 2026-03-02", "SANTOS, Maria",
        "free of charge", "Page 1 of 1", "abcdef012345",
    ):  # fmt: skip
        assert words in seen
    assert "0012987" not in seen


def test_a_second_one_in_twelve_months_says_so() -> None:
    seen = text(as_pdf(replace(ACCOUNT, free=False, fee=Decimal("5.00"))))
    assert "A fee may be charged for this one" in seen
    assert "It is $5.00." in seen


def test_an_empty_one_says_so() -> None:
    assert "nothing to account for" in text(as_pdf(replace(ACCOUNT, entries=())))


def test_many_entries_fill_pages_that_are_numbered() -> None:
    seen = text(as_pdf(replace(ACCOUNT, entries=(ONE,) * 200)))
    assert "Page 2 of" in seen
    assert seen.count("a bakery") == 200


def test_the_table_holds_the_same_and_runs_nothing() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(ACCOUNT).decode())))
    assert [row["recipient"] for row in rows] == ["a bakery", "'=County"]
    assert rows[1]["count"] == "12"


def test_the_same_account_gives_the_same_bytes() -> None:
    assert as_pdf(ACCOUNT) == as_pdf(ACCOUNT)
