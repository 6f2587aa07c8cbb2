# SPDX-License-Identifier: Apache-2.0
"""What tests of the console share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.requests import Requests

if TYPE_CHECKING:
    from console import Console


@pytest.fixture
def desk(console: Console, monkeypatch: pytest.MonkeyPatch) -> Requests:
    console.json(
        "site", "--name", "Main Hospital", "--address", "1 Harbour Road|Springfield",
        "--phone", "555-0100", "--zone", "America/Chicago", user="boss",
    )  # fmt: skip
    requests = Requests(console, monkeypatch)
    requests.on("2026-01-02")
    return requests
