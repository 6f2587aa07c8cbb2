# SPDX-License-Identifier: Apache-2.0
"""Suggestions: whose an item probably is, and why."""

from __future__ import annotations

import pytest

from builders import (
    a_birth_date,
    a_chart,
    a_document,
    a_name,
    a_phone,
    an_encounter,
    an_identifier,
)
from domain.world import World
from himdesk.domain.charts.charts import Chart
from himdesk.domain.charts.items import Item, Status
from himdesk.domain.corrections.suggest import profiles, suggest


def person(chart: str, given: str, born: str, doctor: str) -> Chart:
    return a_chart(
        chart,
        a_name(chart, "Anderson", given, middle="Grace"),
        a_birth_date(chart, born),
        an_identifier(chart, f"M-{chart}", "MR"),
        a_phone(chart, f"555 {chart}"),
        a_phone(chart, "555 0000"),
        an_encounter(chart, provider=doctor),
        an_encounter(chart, provider="Dr. Both"),
    )


A, B = person("A", "Mia", "2011-05-01", "Dr. Okafor"), person("B", "Mila", "2011-05-02", "Dr. Lind")
SIDES = {"A": "A", "B": "B"}
KNOWN = profiles([A, B], SIDES, ())


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_encounter("B", registered_mrn="0012-A"), ("A", "registered under 0012-A")),
        (an_encounter("B", registered_mrn="M-A"), ("A", "registered under M-A")),
        (
            an_encounter("B", registered_birth_date="2011-05-01"),
            ("A", "registered with birth date 2011-05-01"),
        ),
        (
            an_encounter("B", registered_name="ANDERSON, Mia Grace"),
            ("A", "registered with the name of 0012-A"),
        ),
        (a_phone("B", "555 A"), ("A", "0012-A stated the same itself")),
        (a_document("B", author="Dr. Okafor"), ("A", "Dr. Okafor has only treated 0012-A")),
        (an_encounter("B", provider="Dr. Okafor"), ("A", "Dr. Okafor has only treated 0012-A")),
        (
            a_document("B", author="Dr. Both"),
            ("B", "recorded under 0012-B; nothing else tells"),
        ),
        (a_phone("B", "555 0000"), ("B", "recorded under 0012-B; nothing else tells")),
        (a_document("C"), (None, "nothing tells whose it is")),
        (None, (None, "nothing is known of it")),
    ],
)
def test_a_suggestion_says_why(item: Item | None, expected: tuple[str | None, str]) -> None:
    assert suggest(item, KNOWN, SIDES) == expected


def test_the_number_weighs_more_than_the_person_and_the_person_more_than_the_doctor() -> None:
    torn = an_encounter(
        "B", registered_mrn="0012-A", registered_birth_date="2011-05-02", provider="Dr. Lind"
    )
    assert suggest(torn, KNOWN, SIDES)[0] == "A"
    torn = an_encounter("B", registered_birth_date="2011-05-01", provider="Dr. Lind")
    assert suggest(torn, KNOWN, SIDES)[0] == "A"


def test_what_is_in_error_or_in_question_is_no_evidence() -> None:
    wrong = an_encounter("B", provider="Dr. New", status=Status.ENTERED_IN_ERROR)
    doubtful = an_encounter("B", provider="Dr. New", id="doubtful")
    charts = [A, Chart(B.patient, (*B.items, wrong, doubtful))]
    known = profiles(charts, SIDES, {"doubtful"})
    assert suggest(a_document("A", author="Dr. New"), known, SIDES)[0] == "A"
    assert "Dr. New" not in known["B"].people
    assert "Dr. New" in profiles(charts, SIDES, ())["B"].people


def test_evidence_counts_for_its_home_wherever_it_is_now() -> None:
    """After the merge all items are at B; what A recorded itself still speaks for A."""
    merged = Chart(B.patient, (*A.items, *B.items))
    assert profiles([a_chart("A"), merged], SIDES, ()) == KNOWN


def test_in_a_chain_the_whole_chain_speaks_for_its_end() -> None:
    """A doctor who treated a chart merged further on is no evidence for the one that goes home."""
    world = World()
    world.imports(A, B, person("C", "Mia", "2011-05-01", "Dr. Chen"))
    first = world.merges("B", "A")
    world.merges("C", "B")
    world.arrives(
        an_encounter("C", id="b", provider="Dr. Lind"),
        an_encounter("C", id="a", provider="Dr. Okafor"),
        an_encounter("C", id="c", provider="Dr. Chen"),
    )
    suggested = {u.item: u.suggest for u in world.undoing(first).undecided}
    assert suggested == {"a": "A", "b": "C", "c": "C"}
