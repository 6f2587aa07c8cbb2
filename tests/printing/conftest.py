# SPDX-License-Identifier: Apache-2.0
"""One press for all tests of this folder: opening it is the slow part, and it never changes."""

from __future__ import annotations

import pytest

from himdesk.printing.letters.letters import Letters


@pytest.fixture(scope="session")
def letters() -> Letters:
    return Letters.open()
