# SPDX-License-Identifier: Apache-2.0
"""What would identify a patient if the tests' synthetic people were real.

The builders mark the names and numbers they make; after each test, none of them may stand in the
log (see conftest.py). A word of the English language is no good as a name here.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[\w'’-]+")
_SHORTEST = 4  # "Li" or "Ng" stand in many other words and sentences

_words: set[str] = set()
_phrases: set[str] = set()


def mark(*values: str) -> None:
    """From now on these names or numbers must not reach the log."""
    for value in values:
        folded = value.casefold().strip()
        digits = re.sub(r"[\s()+-]", "", folded)
        for form in {folded, digits} if digits.isdecimal() else {folded}:
            if len(form) >= _SHORTEST:
                (_words if _WORD.fullmatch(form) else _phrases).add(form)


def found_in(text: str) -> set[str]:
    """The marked values that stand in a text as words of their own."""
    folded = text.casefold()
    hits = _words.intersection(_WORD.findall(folded))
    return hits | {phrase for phrase in _phrases if phrase in folded}


def forget_all() -> None:
    """Start over: each test answers for its own people."""
    _words.clear()
    _phrases.clear()
