# SPDX-License-Identifier: Apache-2.0
"""The mail room: how letters went is noted once and for all or none, and labels bear addresses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing
from himdesk.store.desk import letters as kept
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from services.hospital import Hospital

TODAY = date(2026, 3, 2)


@pytest.fixture
def case(hospital: Hospital) -> str:
    """An amendment request of a patient with an address."""
    note = b.a_document("A", author="Dr. Lee", at="2025-05-01T10:00:00Z")
    name = b.a_name("A", "Quillfeather", "Maria")
    hospital.add(b.a_chart("A", name, b.an_address("A"), note))
    form = {
        "how": "letter",
        "reason": "I never smoked",
        "requester": {"name": "Maria Quillfeather", "identity_check": "licence seen"},
        "items": [{"item": note.id, "element": "note", "wrong": "a", "wanted": "b"}],
    }
    return hospital.desk("clerk").cases.open("0012-A", TODAY, form).case.id


def issue(hospital: Hospital, case: str) -> str:
    wanted = Wanted(kind="amendment-acknowledgement", about=case)
    return hospital.desk("clerk").letters.issue(wanted).letter.id


def test_that_letters_went_is_noted_with_their_cases(hospital: Hospital, case: str) -> None:
    first, second = issue(hospital, case), issue(hospital, case)
    desk = hospital.desk("clerk")
    desk.mail.note([first, second], Mailing(on=TODAY, how="certified post", tracking="9407 1"))
    (went,) = desk.mail.sent([first])[first]
    assert (went.on, went.how, went.tracking, went.by) == (
        "2026-03-02", "certified post", "9407 1", "clerk",
    )  # fmt: skip
    assert [x.letter for x in desk.cases.show(case).case.letters] == [first, second]
    assert verify(hospital.database).ok


@pytest.mark.parametrize(
    ("mailing", "words"),
    [
        (Mailing(on=TODAY, how=" "), "Say how"),
        (Mailing(on=TODAY + timedelta(days=1), how="post"), "went between"),
        (Mailing(on=TODAY - timedelta(days=1), how="post"), "went between"),
    ],
)
def test_a_mailing_that_can_not_be_is_refused(
    hospital: Hospital, case: str, mailing: Mailing, words: str
) -> None:
    letter, mail = issue(hospital, case), hospital.desk("clerk").mail
    with pytest.raises(UsageError, match=words):
        mail.note([letter], mailing)
    assert not mail.sent([letter])


def test_all_are_noted_or_none(hospital: Hospital, case: str) -> None:
    first, second = issue(hospital, case), issue(hospital, case)
    mail = hospital.desk("clerk").mail
    posted = Mailing(on=TODAY, how="post")
    mail.note([second], posted)
    with pytest.raises(UsageError, match="noted already"):
        mail.note([first, second], posted)
    assert first not in mail.sent([first, second])
    with pytest.raises(UsageError, match="Choose a letter"):
        mail.note([], posted)


@pytest.mark.parametrize("sheet", ["avery-5160", "a4-3x8"])
def test_labels_bear_the_addresses_of_the_letters(
    hospital: Hospital, case: str, sheet: str
) -> None:
    letter, mail = issue(hospital, case), hospital.desk("clerk").mail
    document = pypdfium2.PdfDocument(mail.labels([letter], sheet=sheet, skip=5))
    text = document[0].get_textpage().get_text_range()
    assert "Quillfeather" in text
    assert "Springfield" in text
    assert letter[-12:].upper() in text
    assert "0012" not in text


def test_labels_that_can_not_be_printed_are_refused(hospital: Hospital, case: str) -> None:
    letter, mail = issue(hospital, case), hospital.desk("clerk").mail
    for sheet, skip, words in (("napkin", 0, "no sheet"), ("avery-5160", 30, "0 to 29")):
        with pytest.raises(UsageError, match=words):
            mail.labels([letter], sheet=sheet, skip=skip)
    old = kept.Letter(
        id="old", at="2025-01-01T00:00:00Z", by="clerk", kind="amendment-acknowledgement",
        for_id=case, language="en", template="t", template_version="1", content=sha256(b"x"),
    )  # fmt: skip
    with hospital.database.write("clerk") as session:
        kept.issue(session, old, b"x")
    with pytest.raises(HimdeskError, match="before addresses were kept"):
        mail.labels([letter, "old"], sheet="avery-5160")
