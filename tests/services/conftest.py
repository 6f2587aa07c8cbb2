# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def hospital(made_database: str) -> Iterator[Hospital]:
    """An empty hospital, on each kind of database."""
    made = Hospital.open(made_database)
    yield made
    made.database.close()
