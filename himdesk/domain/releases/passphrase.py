# SPDX-License-Identifier: Apache-2.0
"""Passphrases of packets: long and varied enough that the file may travel."""

from __future__ import annotations

from typing import Final

from himdesk.domain.errors import UsageError

SHORTEST: Final = 12
"""The fewest characters of a passphrase."""

FEWEST_SIGNS: Final = 6
"""The fewest different characters of a passphrase."""


def check_passphrase(passphrase: str) -> None:
    """Check that a passphrase protects a packet.

    Raises:
        UsageError: it is short, or hardly more than one character repeated.
    """
    if len(passphrase.strip()) < SHORTEST:
        text = f"A packet's passphrase has at least {SHORTEST} characters."
        raise UsageError(text, "passphrase")
    if len(set(passphrase)) < FEWEST_SIGNS:
        text = f"A packet's passphrase has at least {FEWEST_SIGNS} different characters."
        raise UsageError(text, "passphrase")
