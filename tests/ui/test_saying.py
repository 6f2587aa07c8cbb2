# SPDX-License-Identifier: Apache-2.0
"""People read words where records hold codes: fields, coded values and times."""

from __future__ import annotations

import pytest

import builders as b
from himdesk.domain.charts.items import About
from himdesk.ui import saying
from himdesk.ui.charts.entries import detail_of, entry_of, facts_of, words_of
from himdesk.ui.compare.rows import field_rows
from himdesk.ui.compare.values import Sign


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("language", "es", "Spanish"),
        ("language", "pt-BR", "Portuguese"),
        ("language", "x-unknown", "x-unknown"),
        ("choice_marital_status", "M", "married"),
        ("encounter_class", "AMB", "outpatient"),
        ("at", "2026-08-20T14:15:00-05:00", "2026-08-20 14:15"),
        ("at", "2026-08", "2026-08"),
        ("family", "M", "M"),
    ],
)
def test_a_code_is_said_in_words_and_what_no_table_knows_stays(
    name: str, code: str, words: str
) -> None:
    assert saying.value(name, code) == words


def test_fields_have_the_names_that_the_comparison_gives_them() -> None:
    assert saying.field("choice_family") == "Last name"
    assert saying.field("registered_mrn") == "Registered MRN"
    assert saying.field("what_is_new") == "What is new"


def test_a_chart_says_the_language_and_the_times_of_a_visit_in_words() -> None:
    spoken = b.a_statement("A", About.LANGUAGE, "es")
    chart = b.a_chart("A", b.a_name("A", "Garcia", "Maria"), spoken)
    assert {fact.name: fact.value for fact in facts_of(chart)}["Language"] == "Spanish"
    assert words_of(spoken) == "Language: Spanish"
    assert dict(detail_of(spoken).facts)["Value"] == "Spanish"
    assert words_of(b.an_identifier("A", "00123", type="MR")) == "MRN 00123"
    visit = b.an_encounter("A", at="2026-08-20T14:15:00-05:00")
    assert entry_of(visit).at == "2026-08-20 14:15"
    facts = dict(detail_of(visit).facts)
    assert facts["From"] == "2026-08-20 14:15"
    assert facts["Kind of visit"] == "outpatient"


def test_a_blood_group_that_one_chart_lacks_is_missing_there_not_different() -> None:
    left = b.a_chart("A", b.a_name("A", "Garcia", "Maria"), b.a_blood_group("A", "O+"))
    right = b.a_chart("B", b.a_name("B", "Garcia", "Maria"))
    row = field_rows((left, right), {})[-1]
    assert (row.label, row.sign) == ("Blood group", Sign.REMOVED)
    assert row.cells[0].marks == ()
