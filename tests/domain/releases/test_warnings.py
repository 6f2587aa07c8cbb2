# SPDX-License-Identifier: Apache-2.0
"""What to mind before a release goes: the dead, minors, addresses that nobody verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.releases.test_authorization import GOOD
from domain.releases.test_request import TODAY, a_release
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.request import Delivery, Release
from himdesk.domain.releases.warnings import warnings


def told(
    release: Release, *, born: date | None = None, died: date | None = None, verified: bool = True
) -> str:
    return " ".join(warnings(release, verified=verified, born=born, died=died, today=TODAY))


def test_nothing_is_to_mind_of_a_living_adult_at_a_verified_address() -> None:
    assert told(a_release(), born=date(1980, 1, 1)) == ""
    assert told(a_release(Basis.PATIENT), verified=False) == "", "they say where they live"


@pytest.mark.parametrize(
    ("died", "words"),
    [
        (date(1976, 3, 2), "protected until 2026-03-02 only"),
        (date(1976, 3, 3), "protected until 2026-03-03, 50 years after"),
        (date(2024, 5, 1), "executor"),
    ],
)
def test_the_dead_are_protected_for_fifty_years(died: date, words: str) -> None:
    assert words in told(a_release(Basis.REPRESENTATIVE), born=date(1930, 1, 1), died=died)


@pytest.mark.parametrize(
    ("born", "words"),
    [(date(2008, 3, 3), "A minor until 2026-03-03"), (date(2008, 3, 2), "Of age since")],
)
def test_a_parent_stands_for_a_minor_until_the_eighteenth_birthday(born: date, words: str) -> None:
    assert words in told(a_release(Basis.REPRESENTATIVE), born=born)
    assert told(a_release(), born=born) == ""


def test_what_a_parent_signed_for_a_minor_ends_with_the_eighteenth_birthday() -> None:
    signed = replace(GOOD, by_representative=True, representative_authority="mother")
    for form, born, flagged in (
        (signed, date(2008, 3, 2), True),
        (signed, date(2008, 3, 3), False),
        (signed, date(1980, 1, 1), False),
        (replace(signed, by_representative=False), date(2008, 3, 2), False),
    ):
        said = told(a_release(form=form), born=born)
        assert ("a representative signed" in said) == flagged


def test_what_nobody_verified_is_named_by_how_it_goes() -> None:
    assert "address" in told(a_release(), verified=False)
    assert "fax number" in told(a_release(delivery=Delivery.FAX), verified=False)
