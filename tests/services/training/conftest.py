# SPDX-License-Identifier: Apache-2.0
"""One synthetic hospital for all tests of the generator."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.services.training import cases, hospital, roster

if TYPE_CHECKING:
    from himdesk.services.training import Case, Roster

Resource = dict[str, Any]


@pytest.fixture(scope="session")
def day() -> date:
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def sample(day: date) -> list[Resource]:
    return list(hospital(300, 11, day))


@pytest.fixture(scope="session")
def truth(day: date) -> Roster:
    return roster(300, 11, day)


@pytest.fixture(scope="session")
def told(day: date) -> dict[str, Case]:
    return {case.scenario.key: case for case in cases(11, day)}


@pytest.fixture(scope="session")
def charts(sample: list[Resource]) -> dict[str, list[Resource]]:
    """Resources by the MRN of their chart; a chart's Patient comes first."""
    found: dict[str, list[Resource]] = defaultdict(list)
    mrn = ""
    for resource in sample:
        if resource["resourceType"] == "Patient":
            mrn = resource["identifier"][0]["value"]
        found[mrn].append(resource)
    return found
