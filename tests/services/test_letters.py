# SPDX-License-Identifier: Apache-2.0
"""Letters about splits, moves and corrections: what they say, and whom they never name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.errors import HimdeskError, UsageError
from himdesk.services.corrections.outcomes import Mode
from himdesk.services.corrections.splitplan import PlannedPart
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.training.records.pdf import pdf
from himdesk.store import content

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital

SENIOR = ("Thistlewood", "Barnaby", "1949-06-30")
JUNIOR = ("Underhay", "Crispin", "1976-02-11")
OVERLAY = ("overlay-clinicians", "overlay-patient", "signature-request", "privacy-handoff")


def approve(hospital: Hospital, asked: Outcome) -> str:
    assert asked.mode is Mode.PROPOSED
    assert asked.request is not None
    done = hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert done.applied is not None
    return done.applied.id


def body(hospital: Hospital, text: bytes) -> str:
    with hospital.database.write("admin") as session:
        content.put(session, [text])
    return sha256(text)


@pytest.fixture
def moved(hospital: Hospital) -> str:
    """A visit of the son, with a note and a result, moved away from the father's chart."""
    visit = b.an_encounter("A", at="2025-05-01", display="Emergency visit")
    note = b.a_document(
        "A", encounter_id=visit.id, title="Emergency note", author="Dr. Abara", at="2025-05-01"
    )
    result = b.a_clinical("A", encounter_id=visit.id, display="Sodium")
    for chart, (family, given, born), items in (
        ("A", SENIOR, (visit, note, result, b.an_address("A"))),
        ("B", JUNIOR, ()),
    ):
        named = b.a_name(chart, family, given), b.a_birth_date(chart, born)
        hospital.add(b.a_chart(chart, *named, *items))
    asked = hospital.desk("clerk").corrections.move(visit.id, to="0012-B", reason="wrong patient")
    return approve(hospital, asked)


def read(letter: bytes) -> str:
    pages = pypdfium2.PdfDocument(letter)
    return " ".join(" ".join(p.get_textpage().get_text_range() for p in pages).split())


def issue(hospital: Hospital, kind: str, about: str, **more: object) -> str:
    made = hospital.desk("clerk").letters.issue(
        Wanted(kind=kind, about=about, **more)  # type: ignore[arg-type]
    )
    return read(made.pdf)


def names_nobody(text: str, number: str, who: tuple[str, str, str]) -> bool:
    year, month, day = who[2].split("-")
    traces = (number, who[0].upper(), who[0], who[1], who[2], f"{month}/{day}/{year}")
    return not any(trace in text for trace in traces)


def test_clinicians_of_the_wrong_chart_learn_what_went_and_not_whose_it_was(
    hospital: Hospital, moved: str
) -> None:
    text = issue(hospital, "overlay-clinicians", moved)
    undated = "Sodium – – removed"
    for words in ("THISTLEWOOD, Barnaby", "0012-A", "Emergency note", undated):
        assert words in text
    assert "re-verify" in text
    assert "No entry of this chart needs to be authenticated again" in text
    assert names_nobody(text, "0012-B", JUNIOR)


def test_clinicians_of_the_right_chart_learn_what_came_and_who_must_sign(
    hospital: Hospital, moved: str
) -> None:
    text = issue(hospital, "overlay-clinicians", moved, patient="0012-B")
    for words in ("UNDERHAY, Crispin", "Emergency note", "added", "Authentication needed by"):
        assert words in text
    assert "Entries of this patient were in another person's chart" in text
    assert names_nobody(text, "0012-A", SENIOR)


def test_each_chart_has_its_certificate_with_its_own_census(hospital: Hospital, moved: str) -> None:
    ledger = hospital.desk("clerk").charts.history("0012-A")[0].applied
    left = issue(hospital, "split-certificate", moved)
    came = issue(hospital, "split-certificate", moved, patient="0012-B")
    for words in ("THISTLEWOOD, Barnaby", "were taken out", "Documents 1 0", "Requested by clerk"):
        assert words in left
    for words in ("UNDERHAY, Crispin", "came to this chart", "Documents 0 1", "wrong patient"):
        assert words in came
    for text in (left, came):
        assert ledger.digest in text.replace(" ", "")
    assert names_nobody(left, "0012-B", JUNIOR)
    assert names_nobody(came, "0012-A", SENIOR)
    with pytest.raises(UsageError):
        issue(hospital, "split-certificate", moved, facts={"reason": "another one"})


def test_a_letter_is_for_the_chart_it_is_seen_from_where_it_can_be(
    hospital: Hospital, moved: str
) -> None:
    assert "UNDERHAY" in issue(hospital, "split-certificate", moved, seen_from="0012-B")
    assert "THISTLEWOOD" in issue(hospital, "split-certificate", moved, seen_from="0012-A")
    told = issue(hospital, "overlay-patient", moved, seen_from="0012-B")
    assert "Dear Barnaby Thistlewood" in told


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_patient_learns_what_to_check(hospital: Hospital, moved: str, language: str) -> None:
    text = issue(hospital, "overlay-patient", moved, language=language)
    for words in ("Barnaby Thistlewood", "7 Larkspur Court", "Clerk"):
        assert words in text
    kinds = {"en": "1 visit or stay", "es": "1 visita o estancia"}
    assert kinds[language] in text
    assert names_nobody(text, "0012-B", JUNIOR)
    with pytest.raises(UsageError):
        issue(hospital, "overlay-patient", moved, patient="0012-B")


def test_the_author_is_asked_to_sign_again(hospital: Hospital, moved: str) -> None:
    text = issue(hospital, "signature-request", moved)
    for words in ("Dear Dr. Abara", "UNDERHAY, Crispin", "Emergency note"):
        assert words in text
    assert names_nobody(text, "0012-A", SENIOR)
    with pytest.raises(UsageError):
        issue(hospital, "signature-request", moved, facts={"clinician": "Dr. Nobody"})


def test_privacy_is_told_whose_data_were_where_and_since_when_the_clock_runs(
    hospital: Hospital, moved: str
) -> None:
    text = issue(hospital, "privacy-handoff", moved)
    for words in (
        "UNDERHAY, Crispin",
        "From the chart of 0012-A",
        "Emergency note",
        "Not established yet",
    ):
        assert words in text
    assert "March 2, 2026" in text
    assert "May 1, 2026" in text, "sixty days after the first knowledge"
    facts = {
        "disclosed_to": "Harbor Mutual",
        "disclosed_on": "2026-02-20",
        "discovered_on": "2026-03-01",
        "recipient": "R. Lind, Privacy Officer|2 Quay Street",
    }
    text = issue(hospital, "privacy-handoff", moved, facts=facts)
    for words in ("Harbor Mutual", "February 20, 2026", "April 30, 2026", "2 Quay Street"):
        assert words in text


@pytest.mark.parametrize(
    "facts",
    [{"shoe": "9"}, {"disclosed_on": "soon"}, {"change_set": "x"}, {"notify_by": "2030-01-01"}],
)
def test_facts_that_the_letter_lacks_are_refused(
    hospital: Hospital, moved: str, facts: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        issue(hospital, "privacy-handoff", moved, facts=facts)


def test_a_divided_scan_makes_the_same_letters(hospital: Hospital) -> None:
    scan = pdf([["Sheet one"], ["Sheet two"]])
    made = b.a_document("A", title="Consents", content=body(hospital, scan), author="Dr. Abara")
    hospital.add(b.a_chart("A", b.a_name("A", *SENIOR[:2]), b.a_birth_date("A", SENIOR[2]), made))
    hospital.add(b.a_chart("B", b.a_name("B", *JUNIOR[:2]), b.a_birth_date("B", JUNIOR[2])))
    parts = [
        PlannedPart(document=made.id, to=to, pages=(page,))
        for to, page in (("0012-A", 1), ("0012-B", 2))
    ]
    desk = hospital.desk("clerk").corrections
    done = approve(hospital, desk.split("0012-A", moves={}, parts=parts, reason="two people"))
    text = issue(hospital, "overlay-patient", done)
    assert "a document that is partly about you" in text
    assert "Consents, page 2" in issue(hospital, "overlay-clinicians", done, patient="0012-B")
    for kind in OVERLAY:
        assert issue(hospital, kind, done)


def corrected(
    hospital: Hospital, kind: str, text: str, was: bytes = b"Smokes a pack a day."
) -> str:
    note = b.a_document(
        "A",
        title="Clinic note",
        at="2025-05-01",
        content=body(hospital, was),
        content_type="text/plain",
        author="Dr. Abara",
    )
    hospital.add(b.a_chart("A", b.a_name("A", *SENIOR[:2]), b.a_birth_date("A", SENIOR[2]), note))
    asked = hospital.desk("clerk").corrections.amend(
        note.id, kind=kind, text=text, author="Dr. Abara", reason="The wrong box was ticked"
    )
    return approve(hospital, asked)


@pytest.mark.parametrize("language", ["en", "es"])
def test_those_who_rely_on_a_document_learn_what_was_wrong(
    hospital: Hospital, language: str
) -> None:
    about = corrected(hospital, "correction", "Has never smoked.")
    text = issue(hospital, "correction-notice", about, language=language)
    for words in ("Clinic note", "Smokes a pack a day.", "Has never smoked.", "wrong box"):
        assert words in text
    assert "Retracted" not in text


def test_a_retraction_says_so(hospital: Hospital) -> None:
    about = corrected(hospital, "retraction", "Dictated for another patient.")
    assert "The document is retracted: Dictated" in issue(hospital, "correction-notice", about)


def test_of_long_texts_only_what_differs_is_quoted(hospital: Hospital) -> None:
    long = "Nothing to note here. " * 400
    about = corrected(
        hospital, "correction", f"{long}Left knee. {long}", f"{long}Right knee. {long}".encode()
    )
    text = issue(hospital, "correction-notice", about)
    assert "Right knee." in text
    assert "Left knee." in text
    assert len(text) < 4000


def test_a_correction_of_what_was_anothers_is_not_sent_out(hospital: Hospital) -> None:
    about = corrected(hospital, "correction", "Has never smoked.")
    hospital.add(b.a_chart("B", b.a_name("B", *JUNIOR[:2])))
    note = next(
        i
        for i in hospital.chart("A").items
        if i.details == i.details
        and i.type is None
        and getattr(i.details, "title", "") == "Clinic note"
    )
    desk = hospital.desk("clerk").corrections
    approve(hospital, desk.move(note.id, to="0012-B", reason="not his"))
    with pytest.raises(UsageError):
        issue(hospital, "correction-notice", about)


def test_a_title_that_names_the_other_person_keeps_the_letter_back(hospital: Hospital) -> None:
    note = b.a_document("A", title="Letter to Crispin", author="Dr. Abara")
    hospital.add(b.a_chart("A", b.a_name("A", *SENIOR[:2]), note))
    hospital.add(b.a_chart("B", b.a_name("B", *JUNIOR[:2])))
    about = approve(
        hospital, hospital.desk("clerk").corrections.move(note.id, to="0012-B", reason="his son's")
    )
    with pytest.raises(HimdeskError, match=r".") as refused:
        issue(hospital, "overlay-clinicians", about)
    assert refused.value.code == "letter-incomplete"
    assert "Crispin" not in refused.value.message()


@pytest.mark.parametrize("kind", [*OVERLAY, "correction-notice"])
def test_a_letter_is_of_the_right_kind_of_change_set(hospital: Hospital, kind: str) -> None:
    hospital.add(b.a_person("A"))
    hospital.add(b.a_person("B"))
    desk = hospital.desk("clerk").corrections
    merged = desk.merge("0012-A", ["0012-B"], reason="twice").applied
    assert merged is not None
    with pytest.raises(UsageError):
        issue(hospital, kind, merged.id)
