# SPDX-License-Identifier: Apache-2.0
"""A bundle that stands or falls as one may be larger than what is written in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.importing import Intake, a_patient, a_result, bundle, totals

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital

PEOPLE = 1100


@pytest.fixture
def intake(hospital: Hospital, tmp_path: Path) -> Intake:
    return Intake(hospital, tmp_path)


def test_a_bundle_of_many_patients_comes_in_as_one(intake: Intake) -> None:
    people = [a_patient(f"p{n}", f"{5000 + n}") for n in range(PEOPLE)]
    results = [a_result(f"o{n}", f"p{n}") for n in range(PEOPLE)]
    path = intake.file("town.json", bundle("transaction", *people, *results))
    assert totals(intake.take(path)) == (2 * PEOPLE, 0, 0, 0)
    assert intake.head()[0] == PEOPLE
    assert totals(intake.take(path)) == (0, 0, 2 * PEOPLE, 0)
    assert intake.verified()
