# SPDX-License-Identifier: Apache-2.0
"""Hashes of passwords cost what guessing shall cost."""

from __future__ import annotations

import argon2
import pytest

from himdesk.domain.errors import UsageError
from himdesk.services import passwords
from himdesk.services.passwords import hash_password, verify_password


def test_a_hash_costs_64_mib_and_three_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PasswordHasher", argon2.PasswordHasher)  # not the tests' own
    hashed = hash_password("quiet-harbour-7")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert verify_password(hashed, "quiet-harbour-7")
    assert not verify_password(hashed, "quiet-harbour-8")


def test_two_hashes_of_a_password_differ() -> None:
    assert hash_password("quiet-harbour-7") != hash_password("quiet-harbour-7")


def test_a_short_password_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 8"):
        hash_password("short")


@pytest.mark.parametrize("hashed", ["-", "", "$argon2id$v=19$broken"])
def test_what_is_no_hash_belongs_to_no_password(hashed: str) -> None:
    assert not verify_password(hashed, "quiet-harbour-7")
