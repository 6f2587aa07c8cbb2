# SPDX-License-Identifier: Apache-2.0
"""Which entries of the palette fit what was typed, best first; knows no widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, utils

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.ui.frame.values import Entry

LEAST: Final = 62.0
"""Below this a text does not look like what was typed."""


def ranked(typed: str, entries: Iterable[Entry], limit: int = 8) -> tuple[Entry, ...]:
    """The entries that fit, best first, with the stretches that were typed marked."""
    wanted = typed.strip()
    if not wanted:
        return tuple(entries)[:limit]
    scored = [(_score(wanted, entry.text), i, entry) for i, entry in enumerate(entries)]
    best = sorted((s for s in scored if s[0] >= LEAST), key=lambda s: (-s[0], s[1]))
    return tuple(replace(entry, marks=marks(wanted, entry.text)) for _, _, entry in best[:limit])


def _score(wanted: str, text: str) -> float:
    folded, name = wanted.casefold(), text.casefold()
    if name.startswith(folded):
        return 120.0
    if any(word.startswith(folded) for word in name.split()):
        return 110.0
    return fuzz.WRatio(wanted, text, processor=utils.default_process)


def marks(wanted: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the typed words stand in a text; only where folding keeps the length."""
    folded = text.casefold()
    if len(folded) != len(text):
        return ()
    found = []
    for word in wanted.casefold().split():
        at = folded.find(word)
        if at >= 0:
            found.append((at, at + len(word)))
    return tuple(sorted(found))
