# SPDX-License-Identifier: Apache-2.0
"""Blood groups: which observations tell one, and what it is, as "O+", "O" or "+"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from himdesk.exchange.fhir.kinds.measured import measured
from himdesk.exchange.fhir.parsing.values import Json, child, children
from himdesk.exchange.fhir.texts import codes, concept

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABO: Final = frozenset({"883-9", "57743-1", "112144000", "365637002", "112143006"})
_RH: Final = frozenset({"10331-7", "1305-2", "978-7", "365640002", "115758001"})
_BOTH: Final = frozenset({"882-1", "34530-6", "34532-2", "884-7", "77397-8", "365636006"})

_SAID: Final[dict[str, str]] = {
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


def is_blood_group(code: Json | None) -> bool:
    """Whether an Observation with this code tells a blood group."""
    return any(given in _ABO or given in _RH or given in _BOTH for _, given in codes(code))


def blood_group(resource: Json) -> str | None:
    """The group that an Observation tells, with its components; as written if not understood."""
    letters = sign = ""
    written = None
    for holder in (resource, *children(resource, "component")):
        rh_only = any(given in _RH for _, given in codes(child(holder, "code")))
        for said in _statements(holder):
            written = written or said
            found_letters, found_sign = _understood(said, rh_only=rh_only)
            letters, sign = letters or found_letters, sign or found_sign
    return f"{letters}{sign}" or written


def _statements(holder: Json) -> Iterator[str]:
    value = holder.get("valueCodeableConcept")
    if type(value) is dict:
        for _, code in codes(value):
            if code in _SAID:
                yield _SAID[code]
                return
        if said := concept(value):
            yield said
    elif said := measured(holder):
        yield said


def _understood(said: str, *, rh_only: bool) -> tuple[str, str]:
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
