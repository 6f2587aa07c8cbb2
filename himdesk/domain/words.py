# SPDX-License-Identifier: Apache-2.0
"""Counting in words, for sentences that people read."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str = "") -> str:
    """How many there are: "1 record", "1,200 records", "2 entries" (its `plural` given)."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def having(count: int, noun: str = "record") -> str:
    """The beginning of what so many have: "1 record has", "2 records have"."""
    return f"{counted(count, noun)} {'has' if count == 1 else 'have'}"
