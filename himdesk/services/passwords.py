# SPDX-License-Identifier: Apache-2.0
"""Passwords: argon2id hashes, never the words themselves."""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from himdesk.domain.errors import UsageError

SHORTEST: Final = 8
"""Characters a password needs at least (NIST SP 800-63B-4's minimum with other safeguards)."""


def hash_password(password: str) -> str:
    """The argon2id hash to keep.

    Raises:
        UsageError: the password is too short.
    """
    if len(password) < SHORTEST:
        raise UsageError(f"A password needs at least {SHORTEST} characters.")
    return PasswordHasher().hash(password)


def verify_password(hashed: str, password: str) -> bool:
    """Whether the password belongs to the hash."""
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
