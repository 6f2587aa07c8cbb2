# SPDX-License-Identifier: Apache-2.0
"""A made database of each kind for the tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.store.schema import create
from store_builders import Hospital, open_hospital

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def hospital(database: str) -> Iterator[Hospital]:
    """An empty hospital on each kind of database."""
    hospital = open_hospital(database)
    create(hospital.database)
    yield hospital
    hospital.database.close()


@pytest.fixture
def sqlite_hospital(sqlite_database: str) -> Iterator[Hospital]:
    hospital = open_hospital(sqlite_database)
    create(hospital.database)
    yield hospital
    hospital.database.close()


@pytest.fixture
def postgres_hospital(postgres_database: str) -> Iterator[Hospital]:
    hospital = open_hospital(postgres_database)
    create(hospital.database)
    yield hospital
    hospital.database.close()
