# SPDX-License-Identifier: Apache-2.0
"""S13, S14 and S15 as people work through them at the console, with their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli.requests import Requests

ACCEPT = ("--accept", "--reason", "Dr. Abara agrees")
DENY = ("--deny", "accurate-and-complete", "--reason", "The nurse wrote it down that day.")
DENIAL, ACCEPTANCE, EXTENSION = "amendment-denial", "amendment-acceptance", "amendment-extension"


def test_s13_who_had_the_record_before_is_told(desk: Requests) -> None:
    desk.on("2026-03-01")
    note, *_ = desk.bring()
    desk.released(note, "2026-03-01")
    case = desk.open([note], "2026-03-01")["id"]
    assert "Entry 1" in desk.letter("amendment-acknowledgement", case)
    desk.on("2026-03-20")
    view = desk.case("decide", case, "--item", "1", *ACCEPT)
    (zenith,) = view["notices"]
    assert (zenith["recipient"], zenith["named_by_patient"]) == ("Zenith Insurance", False)
    assert {"Laboratory", "Patient portal"} <= {task["system"] for task in view["tasks"]}
    view = desk.case("notify", case, "--recipient", "Dr. Fox", "--named-by-patient")
    desk.corrected(case, 1, "Has never smoked.")

    told = desk.letter(ACCEPTANCE, case, "--sent", "2026-03-20", "--how", "post")
    assert "Zenith Insurance, PO Box 77" in told
    assert "Dr. Fox" not in told
    notice = desk.letter("amendment-notice", case, "--sent", "2026-03-20", "--how", "fax")
    for part in ("Zenith Insurance PO Box 77", "Smokes a pack a day.", "Has never smoked.",
                 "March 1, 2026", "164.526(e)"):  # fmt: skip
        assert part in notice
    refused = desk.letter("amendment-notice", case, "--set", "notice=2", status=1)
    assert "has not agreed" in refused["message"]
    desk.case("agree", case, "--notice", "2")
    notice = desk.letter("amendment-notice", case, "--sent", "2026-03-20", "--how", "post")
    assert "Dr. Fox" in notice

    refused = desk.case("close", case, status=1)
    assert "systems have not been corrected: Electronic" in refused["message"]
    tasks = [word for task in view["tasks"] for word in ("--task", str(task["number"]))]
    desk.case("done", case, *tasks, "--evidence", "seen on their screens")
    assert desk.case("close", case)["status"] == "completed"
    kinds = [letter["kind"] for letter in desk.console.json("letter", "list")["letters"]]
    assert kinds.count("amendment-notice") == 2
    assert desk.console.json("verify", user="auditor")["ok"]


def test_one_notice_tells_a_recipient_of_all_that_it_has(desk: Requests) -> None:
    notes = desk.bring()
    for note, day in zip(notes[:2], ("2026-01-01", "2026-01-02"), strict=True):
        desk.released(note, day)
    case = desk.open(notes, "2026-01-02")["id"]
    for item in ("1", "2", "3"):
        view = desk.case("decide", case, "--item", item, *ACCEPT)
    assert len(view["notices"]) == 1
    desk.corrected(case, 1, "Has never smoked.")
    desk.corrected(case, 3, "Asked for time.")
    early = desk.letter("amendment-notice", case, status=1)
    assert "Item 2 has not been amended yet" in early["message"]
    desk.corrected(case, 2, "Takes 5 mg.")
    told = desk.letter("amendment-notice", case)
    for part in ("Clinic note", "Has never smoked.", "January 1, 2026",
                 "Medication list", "Takes 5 mg.", "January 2, 2026"):  # fmt: skip
        assert part in told
    assert "Consultation" not in told, "Zenith never had it"
    which = desk.letter("amendment-notice", case, "--set", "pages=2", status=2)
    assert "item=N" in which["message"]
    assert "2 to 3" in desk.letter(
        "amendment-notice", case, "--set", "pages=2 to 3", "--set", "item=2"
    )
    named = ("--recipient", "Dr. Fox", "--named-by-patient", "--agreed")
    desk.case("notify", case, *named)
    assert "Consultation" in desk.letter("amendment-notice", case, "--set", "notice=2")


def test_s14_in_part_denied_disagreed_rebutted_and_released(desk: Requests) -> None:
    one, two, three = desk.bring()
    case = desk.open([one, two, three], "2026-01-02")["id"]
    desk.on("2026-02-10")
    for item in ("1", "2"):
        desk.case("decide", case, "--item", item, *ACCEPT)
    assert "Not every item" in desk.letter(DENIAL, case, status=1)["message"]
    assert desk.case("decide", case, "--item", "3", *DENY)["status"] == "partial-accept"
    desk.corrected(case, 1, "Has never smoked.")
    desk.corrected(case, 2, "Takes 5 mg.")
    assert "one letter" in desk.letter(ACCEPTANCE, case, status=1)["message"]
    both = desk.letter(DENIAL, case)
    for part in ("Entry 1", "Entry 2", "only if you agree", "Entry 3", "accurate and complete",
                 "statement of disagreement", "future disclosures", "Secretary",
                 "Privacy Officer", "555-0100", "1 Harbour Road"):  # fmt: skip
        assert part in both
    (letter,) = [x for x in desk.console.json("letter", "list", "--for", case)["letters"]
                 if x["kind"] == DENIAL]  # fmt: skip
    words = ("--kind", DENIAL, "--letter", letter["id"], "--how", "post", "--on", "2026-02-10")
    assert desk.case("sent", case, *words)["acted_on"] == "2026-02-10"
    assert "has not been sent" not in " ".join(desk.case("show", case)["owed"]), "one told both"

    assert "DISPUTE" not in desk.packet([one, two]).upper(), "nobody asked for it"
    desk.on("2026-03-18")
    said = desk.text("I never refused; I asked for time.")
    assert desk.case("disagree", case, "--text", said)["status"] == "disagreement-logged"
    assert "Entry 3" in desk.letter("disagreement-receipt", case)
    desk.case("rebut", case, "--text", desk.text("It was written down the same hour."))
    assert "rebuttal" in " ".join(desk.case("show", case)["owed"])
    copy = desk.letter("amendment-rebuttal", case, "--sent", "2026-03-18", "--how", "post")
    assert "the same hour" in copy
    with_it = desk.packet([one, two])
    for part in ("I asked for time", "the same hour"):
        assert part in with_it
    assert "I asked for time" not in desk.packet([three])


def test_s15_the_clock_cannot_be_abused(desk: Requests) -> None:
    notes = desk.bring()
    case = desk.open(notes[:1], "2026-01-02")["id"]
    assert desk.case("show", case)["due"] == "2026-03-03"
    extend = ("--until", "2026-04-02", "--reason", "the author is on leave")
    desk.on("2026-03-04")
    assert "within 60 days" in desk.case("extend", case, *extend, status=1)["message"]
    assert "extended" not in desk.letter(EXTENSION, case, status=1)["message"]
    desk.on("2026-02-01")
    assert "reasons" in desk.case("extend", case, *extend[:2], "--reason", " ", status=1)["message"]
    late = ("--until", "2026-04-03", "--reason", "leave")
    assert "not later than" in desk.case("extend", case, *late, status=1)["message"]
    assert "No extension has been prepared" in desk.letter(EXTENSION, case, status=1)["message"]
    desk.case("extend", case, *extend)
    assert "one extension" in desk.case("extend", case, *extend, status=1)["message"]
    assert desk.case("show", case)["due"] == "2026-03-03", "no letter, no extension"
    desk.on("2026-03-04")
    assert desk.case("show", case)["overdue"]
    assert "would not count" in desk.letter(EXTENSION, case, status=1)["message"]
    desk.on("2026-03-03")
    told = desk.letter(EXTENSION, case, "--sent", "2026-03-03", "--how", "post")
    assert "the author is on leave" in told
    assert "April 2, 2026" in told
    assert desk.case("show", case)["due"] == "2026-04-02"


def test_s15_a_day_of_receipt_is_changed_with_a_reason_and_says_so(desk: Requests) -> None:
    notes = desk.bring()
    desk.on("2028-01-12")
    assert "say why" in desk.open(notes[:1], "2028-01-02", status=1)["message"]
    case = desk.open(notes[:1], "2028-01-10")["id"]
    redate = ("--received", "2028-01-02", "--reason")
    assert "Say why" in desk.case("redate", case, *redate, " ", status=1)["message"]
    view = desk.case("redate", case, *redate, "the envelope was found")
    assert (view["due"], view["redated_from"]) == ("2028-03-02", "2028-01-10")
    assert view["log"][-1]["reason"] == "the envelope was found"
    assert "day of receipt was changed" in desk.console.run("case", "list")[1]


def test_what_another_organisation_amended_is_taken_over_without_a_letter(desk: Requests) -> None:
    notes = desk.bring()
    sender = {"name": "County Hospital", "relation": "covered entity",
              "identity_check": "letterhead", "authority": "45 CFR 164.526(e)"}  # fmt: skip
    case = desk.open(notes[:1], "2026-01-02", kind="inbound-notice", requester=sender)["id"]
    desk.case("decide", case, "--item", "1", *ACCEPT)
    for kind in (ACCEPTANCE, "amendment-acknowledgement"):
        assert "is no request" in desk.letter(kind, case, status=1)["message"]
    desk.corrected(case, 1, "Has never smoked.")
    tasks = desk.case("show", case)["tasks"]
    words = [word for task in tasks for word in ("--task", str(task["number"]))]
    desk.on("2026-01-20")
    assert desk.case("done", case, *words, "--evidence", "seen")["owed"] == []
    assert desk.case("close", case)["acted_on"] == "2026-01-20"


def test_a_letter_goes_where_the_patient_asked_for_it(desk: Requests) -> None:
    notes = desk.bring(confidential=True)
    case = desk.open(notes[:1], "2026-01-02")["id"]
    told = desk.letter("amendment-acknowledgement", case)
    assert "9 Fennel Row" in told
    assert "12 Pier Road" not in told


@pytest.mark.parametrize(
    ("address", "lines"),
    [(None, "12 Pier Road"), ("3 Quay St\nOakdale 55002", "3 Quay St Oakdale")],
)
def test_who_asked_for_a_patient_gets_the_letters(
    desk: Requests, address: str | None, lines: str
) -> None:
    daughter = {"name": "Ines Santos", "relation": "daughter", "identity_check": "licence seen",
                "authority": "health care proxy of 2025-03-01", "address": address}  # fmt: skip
    case = desk.open(desk.bring()[:1], "2026-01-02", requester=daughter)["id"]
    told = desk.letter("amendment-acknowledgement", case)
    for part in (f"Ines Santos {lines}", "Dear Ines Santos", "request for SANTOS, Maria"):
        assert part in told


def test_the_author_is_asked_and_reminded(desk: Requests) -> None:
    notes = desk.bring()
    case = desk.open(notes[:1], "2026-01-02")["id"]
    desk.case("route", case, "--item", "1", "--clinician", "Dr. Abara")
    asked = desk.letter("clinician-query", case)
    for part in ("Dr. Abara", "Smokes a pack a day.", "It is wrong.", "January 12, 2026"):
        assert part in asked
    desk.on("2026-01-11")
    assert desk.case("show", case)["reminders"] == []
    desk.on("2026-01-12")
    (reminder,) = desk.case("show", case)["reminders"]
    assert (reminder["days"], reminder["step"]) == (10, 10)
    assert "remind Dr. Abara" in desk.console.run("case", "list")[1]
    desk.on("2026-01-25")
    assert desk.case("show", case)["reminders"][0]["step"] == 20
    desk.case("answer", case, "--item", "1", "--clinician", "Dr. Abara", "--accept",
              "--text", "The patient is right.", "--evidence", "e-mail of today")  # fmt: skip
    assert desk.case("show", case)["reminders"] == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ACCEPTANCE, "Not every item"),
        ("disagreement-receipt", "no statement"),
        ("amendment-rebuttal", "no rebuttal"),
        ("amendment-notice", "still to be told"),
        ("clinician-query", "Say who is asked"),
    ],
)
def test_a_letter_that_is_not_owed_is_refused(desk: Requests, kind: str, words: str) -> None:
    case = desk.open(desk.bring()[:1], "2026-01-02")["id"]
    assert words in desk.letter(kind, case, status=1)["message"]
    assert desk.console.json("letter", "list")["letters"] == []


def test_a_letter_of_another_case_or_kind_is_not_noted(desk: Requests) -> None:
    notes = desk.bring()
    case, other = (desk.open([note], "2026-01-02")["id"] for note in notes[:2])
    desk.letter("amendment-acknowledgement", case)
    (letter,) = desk.console.json("letter", "list")["letters"]
    desk.case("decide", case, "--item", "1", *DENY)
    words = ("--letter", letter["id"], "--how", "post")
    assert (
        "is no amendment-denial"
        in desk.case("sent", case, "--kind", DENIAL, *words, status=1)["message"]
    )
    acknowledged = ("--kind", "amendment-acknowledgement")
    assert "of this case" in desk.case("sent", other, *acknowledged, *words, status=1)["message"]
