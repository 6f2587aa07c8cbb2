# SPDX-License-Identifier: Apache-2.0
"""A made database of each kind for the tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store_builders import Hospital, open_hospital

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sqlite_hospital(made_sqlite: str) -> Iterator[Hospital]:
    hospital = open_hospital(made_sqlite)
    yield hospital
    hospital.database.close()


@pytest.fixture
def postgres_hospital(made_postgres: str) -> Iterator[Hospital]:
    hospital = open_hospital(made_postgres)
    yield hospital
    hospital.database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def hospital(request: pytest.FixtureRequest) -> Hospital:
    """An empty hospital on each kind of database."""
    made: Hospital = request.getfixturevalue(f"{request.param}_hospital")
    return made
