# SPDX-License-Identifier: Apache-2.0
"""Codes and words that the rules need to understand, in whatever format they come."""

from __future__ import annotations

import re
from typing import Final

_NONE_KNOWN: Final = frozenset(
    {
        "716186003",
        "409137002",
        "428607008",
        "429625007",
        "1003774007",
        "160245001",
        "no-known-allergy",
    }
)
_NONE_KNOWN_WORDS: Final = re.compile(r"nkd?f?a|no known\b.*\ballerg.*", re.IGNORECASE)

_ABO: Final = frozenset({"883-9", "57743-1", "112144000", "365637002", "112143006"})
RH_FACTORS: Final = frozenset({"10331-7", "1305-2", "978-7", "365640002", "115758001"})
_BOTH: Final = frozenset({"882-1", "34530-6", "34532-2", "884-7", "77397-8", "365636006"})
BLOOD_GROUPS: Final = _ABO | RH_FACTORS | _BOTH
"""The codes of observations that tell a blood group or a part of one."""

GROUP_CODES: Final[dict[str, str]] = {
    "112144000": "A",
    "112149005": "B",
    "165743006": "AB",
    "58460004": "O",
    "278149003": "A+",
    "278152006": "A-",
    "278150003": "B+",
    "278153001": "B-",
    "278151004": "AB+",
    "278154007": "AB-",
    "278147001": "O+",
    "278148006": "O-",
    "165747007": "+",
    "165746003": "-",
    "LA19710-5": "A",
    "LA19709-7": "B",
    "LA28449-9": "AB",
    "LA19708-9": "O",
    "LA6576-8": "+",
    "LA6577-6": "-",
}
_LETTERS: Final = {"a": "A", "b": "B", "ab": "AB", "o": "O", "0": "O", "zero": "O"}
_SIGNS: Final = {
    "+": "+",
    "pos": "+",
    "positive": "+",
    "-": "-",
    "−": "-",
    "neg": "-",
    "negative": "-",
}
_FILLERS: Final = frozenset(
    {"blood", "group", "type", "abo", "rh", "rho", "rhd", "d", "factor", "finding", "phenotype"}
)
_TOKEN: Final = re.compile(r"\w+|[+−-]")


def says_none_known(code: str | None, words: str | None) -> bool:
    """Whether a statement of an allergy or condition says that none is known."""
    return code in _NONE_KNOWN or bool(_NONE_KNOWN_WORDS.fullmatch((words or "").strip()))


def group_said(said: str, *, rh_only: bool) -> tuple[str, str]:
    """Letters and sign of a text that says nothing else; a misread group would be dangerous."""
    letters = sign = ""
    for token in _TOKEN.findall(said.casefold()):
        if token in _SIGNS and not sign:
            sign = _SIGNS[token]
        elif token in _LETTERS and not letters and not rh_only:
            letters = _LETTERS[token]
        elif token not in _FILLERS:
            return "", ""
    return letters, sign
