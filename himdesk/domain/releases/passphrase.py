# SPDX-License-Identifier: Apache-2.0
"""Passphrases of packets: long and varied enough that the file may travel."""

from __future__ import annotations

from math import log2
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


STRONG: Final = 70
"""The bits of guessing from which a passphrase is strong."""

_SETS: Final = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
_OTHERS: Final = 32


def strength(passphrase: str) -> int:
    """Roughly how many bits of guessing a passphrase takes; a repeated character counts half."""
    room = sum(size for has, size in _SETS if any(has(sign) for sign in passphrase))
    if any(not sign.isalnum() for sign in passphrase):
        room += _OTHERS
    different = len(set(passphrase))
    counted = different + (len(passphrase) - different) / 2
    return int(counted * log2(room)) if room else 0
