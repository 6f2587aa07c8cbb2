# SPDX-License-Identifier: Apache-2.0
"""What of a chart may be in a packet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import builders as b
from himdesk.domain.charts.items import STUB
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.choosing import Wanted, judge, minimum_missing

INSURER = Wanted(basis=Basis.AUTHORIZATION)
PATIENT = Wanted(basis=Basis.PATIENT)


def test_an_ordinary_note_goes() -> None:
    assert judge(b.a_document(), INSURER).included


@pytest.mark.parametrize("sensitivity", ["part2", "hiv", "restricted"])
def test_sensitive_records_wait_for_a_consent_that_covers_them(sensitivity: str) -> None:
    note = b.a_document(sensitivity=sensitivity)
    verdict = judge(note, INSURER)
    assert (verdict.included, verdict.fixed) == (False, True)
    assert sensitivity in verdict.why
    assert judge(note, replace(INSURER, categories=frozenset({sensitivity}))).included
    assert judge(note, PATIENT).included


def test_psychotherapy_notes_need_an_authorization_of_their_own() -> None:
    note = b.a_document(sensitivity="psychotherapy")
    everything = frozenset({"psychotherapy", "restricted"})
    for wanted in (INSURER, PATIENT, replace(INSURER, categories=everything)):
        assert not judge(note, wanted).included
    assert judge(note, replace(INSURER, psychotherapy=True)).included


def test_what_was_done_at_a_sensitive_visit_is_as_sensitive() -> None:
    plain, hiv = b.a_document(), b.a_document(sensitivity="hiv")
    agreed = replace(INSURER, categories=frozenset({"hiv"}))
    assert not judge(plain, INSURER, visit="restricted").included
    assert not judge(hiv, agreed, visit="part2").included
    assert judge(hiv, agreed, visit="hiv").included
    assert judge(plain, PATIENT, visit="restricted").included
    assert judge(plain, INSURER, visit="psychotherapy").included


@pytest.mark.parametrize(
    "fields", [{"sensitivity": "sealed"}, {"status": "entered-in-error"}, {"type": STUB}]
)
def test_some_records_never_go(fields: dict[str, str]) -> None:
    verdict = judge(b.a_document(**fields), PATIENT)
    assert (verdict.included, verdict.fixed) == (False, True)


def test_a_held_record_does_not_go() -> None:
    note = b.a_document()
    assert not judge(note, PATIENT, held={note.id}).included


def test_the_period_the_type_and_the_encounter_narrow_what_goes() -> None:
    visit = b.an_encounter(at="2025-05-01")
    note = b.a_document(at="2025-05-01T10:00:00Z", type="11506-3", encounter_id=visit.id)
    undated = b.a_document(at=None)
    may = replace(INSURER, since=date(2025, 5, 1), until=date(2025, 5, 31))
    assert judge(note, may).included
    assert not judge(undated, may).included
    assert not judge(note, replace(INSURER, since=date(2025, 5, 2))).included
    assert not judge(note, replace(INSURER, until=date(2025, 4, 30))).included
    assert judge(note, replace(INSURER, types=frozenset({"11506-3"}))).included
    assert not judge(note, replace(INSURER, types=frozenset({"34117-2"}))).included
    one = replace(INSURER, encounters=frozenset({visit.id}))
    assert judge(note, one).included
    assert judge(visit, one).included
    assert not judge(undated, one).included
    verdict = judge(note, replace(INSURER, types=frozenset({"34117-2"})))
    assert not verdict.fixed


def test_a_whole_chart_is_justified_where_the_minimum_necessary_applies() -> None:
    assert minimum_missing(Wanted(basis=Basis.SUBPOENA))
    assert not minimum_missing(Wanted(basis=Basis.SUBPOENA, whole_chart_because="ordered whole"))
    assert not minimum_missing(Wanted(basis=Basis.SUBPOENA, since=date(2025, 1, 1)))
    for basis in (Basis.PATIENT, Basis.AUTHORIZATION, Basis.TREATMENT):
        assert not minimum_missing(Wanted(basis=basis))
