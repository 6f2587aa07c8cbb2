# SPDX-License-Identifier: Apache-2.0
"""More of S13, S15 and S24 at the console: later releases, days of the site, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from cli import records as r
from cli.requests import MARIA
from himdesk.domain.changes import sha256

if TYPE_CHECKING:
    from cli.requests import Requests

LONG = "The nurse wrote it down that day, and the pharmacy's list says the same. " * 60


def test_s13_later_releases_carry_the_amended_note_and_the_log_flags_the_earlier_one(
    desk: Requests,
) -> None:
    desk.on("2026-03-01")
    note, *others = desk.bring()
    desk.released(note, "2026-03-01")
    case = desk.open([note], "2026-03-01")["id"]
    desk.on("2026-03-20")
    desk.case("decide", case, "--item", "1", "--accept", "--reason", "Dr. Abara agrees")
    desk.corrected(case, 1, "Has never smoked.")
    going = desk.packet(others)
    for words in ("AMENDED", "Smokes a pack a day.", "Has never smoked."):
        assert words in going
    (sent,) = desk.console.json("release", "log", "--mrn", MARIA.number, user="roi")["disclosures"]
    assert sent["corrected_since"]
    assert (sent["accountable"], sent["recipient"]) == (False, "Zenith Insurance")
    period = ("--from", "2026-01-01", "--to", "2026-03-20")
    told = desk.console.json("accounting", MARIA.number, *period, user="roi")
    assert told["entries"] == [], "for payment: 164.528(a)(1)(i)"


@pytest.mark.parametrize(
    ("received", "now", "due", "left"),
    [
        ("2026-01-02", "2026-03-04T05:59:00+00:00", "2026-03-03", 0),  # 23:59 in Chicago
        ("2026-01-02", "2026-03-04T06:00:00+00:00", "2026-03-03", -1),
        ("2026-02-01", "2026-04-03T04:59:00+00:00", "2026-04-02", 0),  # in summer time by then
        ("2026-02-01", "2026-04-03T05:00:00+00:00", "2026-04-02", -1),
        ("2026-01-06", "2026-03-07T18:00:00+00:00", "2026-03-07", 0),  # a Saturday
        ("2028-01-02", "2028-03-02T18:00:00+00:00", "2028-03-02", 0),  # over a leap day
    ],
)
def test_s15_days_are_those_of_the_site_whatever_the_day(
    desk: Requests, received: str, now: str, due: str, left: int
) -> None:
    notes = desk.bring()
    desk.on(received)
    case = desk.open(notes[:1], received)["id"]
    desk.patch.setenv("HIMDESK_NOW", now)
    shown = desk.case("show", case)
    assert (shown["due"], shown["days_left"], shown["overdue"]) == (due, left, left < 0)
    status = 0 if left == 0 else 1
    until = ("--until", f"{due[:5]}{int(due[5:7]) + 1:02}-01", "--reason", "the author is ill")
    made = desk.case("extend", case, *until, status=status)
    assert status == 0 or "within 60 days" in made["message"]


def test_s24_a_denial_of_many_pages_is_whole_and_prints_the_same_again(desk: Requests) -> None:
    notes = desk.bring()
    case = desk.open(notes, "2026-01-02")["id"]
    for item in ("1", "2", "3"):
        deny = ("--deny", "accurate-and-complete", "--reason", f"{LONG} End of {item}.")
        desk.case("decide", case, "--item", item, *deny)
    text = desk.letter("amendment-denial", case)
    file = desk.console.folder / "amendment-denial.pdf"
    count = len(pypdfium2.PdfDocument(file))
    assert count > 2
    assert [f"Page {n} of {count}" in text for n in range(1, count + 1)] == [True] * count
    assert all(f"End of {item}." in text for item in ("1", "2", "3"))
    pdf = file.read_bytes()
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor") > 0
    (kept,) = desk.console.json("letter", "list", "--for", case)["letters"]
    again = desk.console.folder / "again.pdf"
    desk.console.json("letter", "reprint", kept["id"], "--out", str(again))
    assert again.read_bytes() == pdf
    assert sha256(pdf) == kept["content"]


def test_s24_a_release_of_two_hundred_pages_is_numbered_throughout(desk: Requests) -> None:
    long = "\n\n".join(f"Entry {n} of the record." for n in range(8_000))
    desk.console.bring(
        MARIA.patient("p"),
        r.visit("v", "p", "2025-02-01", MARIA),
        r.note("n1", "p", "v", long, title="Chart of 2025"),
    )
    desk.on("2026-02-10")
    text = desk.packet([])
    pages = len(pypdfium2.PdfDocument(desk.console.folder / "packet.pdf"))
    assert pages > 200
    for number in (1, 100, pages):
        assert f"{number} of {pages}" in text
    assert "Entry 7999 of the record." in text
