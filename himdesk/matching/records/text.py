# SPDX-License-Identifier: Apache-2.0
"""Making texts comparable: case, accents, other alphabets, everything that is no letter."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_DIGIT = r"[^0-9]"
"""What is dropped from numbers; the bulk reader uses the same pattern."""

_NOT_DIGITS = re.compile(NOT_DIGIT)
_APART = re.compile(r"[^\w]+|_+")
_JOINED = str.maketrans("", "", "'`´ʼ’.")


def fold(text: str, letters: Mapping[str, str]) -> str:
    """Upper case without accents; letters of other alphabets by the table `letters`."""
    upper = text.upper()
    if upper.isascii():
        return upper
    spelled = "".join(letters.get(char, char) for char in upper)
    apart = unicodedata.normalize("NFKD", spelled)
    return "".join(char for char in apart if not unicodedata.combining(char)).upper()


def words(text: str, letters: Mapping[str, str]) -> list[str]:
    """The words of a text: O'BRIEN stays one word, hyphens and blanks part words."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text.upper().split()
    return [word for word in _APART.split(fold(text, letters).translate(_JOINED)) if word]


def digits(text: str) -> str:
    """Only the digits 0 to 9 of a text."""
    return _NOT_DIGITS.sub("", text)
