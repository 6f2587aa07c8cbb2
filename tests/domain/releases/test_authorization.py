# SPDX-License-Identifier: Apache-2.0
"""The checklist of an authorization (164.508), S19."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from himdesk.domain.releases.authorization import (
    AT_REQUEST,
    Authorization,
    Mark,
    checklist,
    failing,
)

TODAY = date(2026, 3, 2)
GOOD = Authorization(
    scan="doc-1",
    description="All records of the stay of May 2025",
    discloser="Main Hospital",
    recipient="Zenith Insurance",
    purpose="claim 4711",
    expires_on=date(2026, 12, 31),
    signed_by="Maria Santos",
    signed_on=date(2026, 2, 20),
    right_to_revoke=True,
    conditioning=True,
    redisclosure=True,
    plain_language=True,
    identity_matches=True,
)


def wrong(form: Authorization) -> list[str]:
    found = failing(checklist(form, received=date(2026, 2, 25), today=TODAY))
    assert all(element.text for element in found)
    return [element.name for element in found]


def test_a_complete_form_passes() -> None:
    assert wrong(GOOD) == []
    assert len(checklist(GOOD, received=TODAY, today=TODAY)) == 14


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"description": " "}, "description"),
        ({"discloser": ""}, "discloser"),
        ({"recipient": ""}, "recipient"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": AT_REQUEST}, "purpose"),
        ({"expires_on": None}, "expiration"),
        ({"expires_on": date(2026, 3, 1)}, "expiration"),
        ({"expires_on": None, "expires_event": "none"}, "expiration"),
        (
            {"expires_on": None, "expires_event": "end of care", "event_occurred": True},
            "expiration",
        ),
        ({"signed_on": None}, "signature"),
        ({"signed_by": ""}, "signature"),
        ({"by_representative": True}, "representative"),
        ({"right_to_revoke": False}, "right to revoke"),
        ({"conditioning": False}, "conditioning"),
        ({"redisclosure": None}, "redisclosure"),
        ({"plain_language": False}, "plain language"),
        ({"sought_by_us": True}, "copy"),
        ({"revoked_on": date(2026, 2, 23)}, "not revoked"),
        ({"known_false": True}, "not known false"),
        ({"combined_with": "a consent to treatment"}, "not compound"),
        ({"psychotherapy": True, "combined_with": "all medical records"}, "not compound"),
        ({"identity_matches": None}, "identity"),
        ({"signed_on": date(2026, 2, 26)}, "date"),
        ({"signed_on": date(2024, 1, 1)}, "date"),
        ({"part2": True, "notice_version": "2020"}, "Part 2 notice"),
        ({"part2": True}, "Part 2 notice"),
    ],
)
def test_each_defect_is_named_and_nothing_else(change: dict[str, object], name: str) -> None:
    assert wrong(replace(GOOD, **change)) == [name]  # type: ignore[arg-type]  # given by name


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": AT_REQUEST, "individual_initiated": True},
        {"expires_on": None, "expires_event": "end of the research study", "for_research": True},
        {"expires_on": TODAY},
        {"by_representative": True, "representative_authority": "letters testamentary"},
        {"psychotherapy": True, "combined_with": "another psychotherapy notes authorization"},
        {"part2": True, "notice_version": "2024"},
        {"sought_by_us": True, "copy_given": True},
    ],
)
def test_what_the_law_allows_passes(change: dict[str, object]) -> None:
    assert wrong(replace(GOOD, **change)) == []  # type: ignore[arg-type]  # given by name


def test_what_nobody_could_read_is_unclear_and_goes_back_too() -> None:
    form = replace(GOOD, conditioning=None)
    marks = {e.name: e.mark for e in checklist(form, received=TODAY, today=TODAY)}
    assert marks["conditioning"] is Mark.UNCLEAR


def test_an_empty_form_fails_every_element_of_the_law() -> None:
    assert {
        "description", "discloser", "recipient", "purpose", "expiration", "signature",
        "right to revoke", "conditioning", "redisclosure", "plain language",
    } <= set(wrong(Authorization()))  # fmt: skip
