# SPDX-License-Identifier: Apache-2.0
"""What the tests of matching share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.matching.match import Matched, match
from himdesk.matching.records.reference import load_reference
from himdesk.matching.records.table import table_of
from matching.town import Town, a_town

if TYPE_CHECKING:
    from himdesk.matching.records.reference import Reference


def unheard(stage: str, share: float) -> None:
    """Nobody listens to the progress."""


@pytest.fixture(scope="session")
def ref() -> Reference:
    return load_reference()


@pytest.fixture(scope="session")
def town() -> Town:
    return a_town()


@pytest.fixture(scope="session")
def matched(town: Town, ref: Reference) -> Matched:
    return match(table_of(town.records, ref), ref, unheard)
