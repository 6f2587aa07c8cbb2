# SPDX-License-Identifier: Apache-2.0
"""Flags of a chart: those that a Patient states of itself, and Flag resources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Flag, FlagCode, Kind, Status
from himdesk.domain.charts.records import Draft
from himdesk.exchange.fhir.kinds.common import author_of, span_of
from himdesk.exchange.fhir.kinds.sensitivity import labels, sensitivity
from himdesk.exchange.fhir.parsing.dates import moment
from himdesk.exchange.fhir.parsing.values import Json, child, number, short, truth
from himdesk.exchange.fhir.subject import encounter_of
from himdesk.exchange.fhir.texts import code_of, codes, concept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Shape

_SECRET: Final = {
    "VIP": (FlagCode.VIP, "VIP"),
    "CEL": (FlagCode.VIP, "celebrity"),
    "R": (FlagCode.VIP, "restricted"),
    "V": (FlagCode.VIP, "very restricted"),
}
_PART2: Final = frozenset({"42CFRPART2", "CTCPART2", "ETH", "ETHUD", "SUD"})
_FLAG_WORDS: Final = (
    (FlagCode.VIP, r"\bvip\b|\bconfidential\b|\bcelebrity\b|break.the.glass"),
    (FlagCode.PART2, r"42\s*cfr(\s*part)?\s*2|\bpart\s*2\b"),
    (FlagCode.LEGAL_HOLD, r"\b(legal|litigation)[- ]?hold\b"),
    (FlagCode.MULTIPLE_BIRTH, r"multiple[- ]birth|\btwins?\b|\btriplets?\b"),
)


def flags_of(resource: Json, recorded: str | None) -> Iterator[Draft]:
    """The flags that a Patient itself states: multiple birth, and its security labels."""
    order = number(resource, "multipleBirthInteger")
    if order is not None or truth(resource, "multipleBirthBoolean"):
        words = f"multiple birth, number {order}" if order else "multiple birth"
        yield _flag(FlagCode.MULTIPLE_BIRTH, words, recorded)
    for code in labels(resource):
        if code in _SECRET:
            yield _flag(*_SECRET[code], recorded)
        elif code in _PART2:
            yield _flag(FlagCode.PART2, "42 CFR Part 2", recorded)


def _flag(flag: str, words: str, recorded: str | None) -> Draft:
    return Draft(
        kind=Kind.FLAG,
        details=Flag(flag=flag, text=words),
        status=Status.CURRENT,
        recorded=recorded,
        display=words,
    )


def flag_of(resource: Json, shape: Shape, near: Neighbours) -> Draft:
    """The flag of a Flag resource. One that ended without a date has no force, so is plain."""
    code = child(resource, "code")
    said = (concept(code) if code else None) or "Flag"
    at, until = span_of(resource, shape)
    status = short(resource, "status")
    kind = _flag_code(code, said)
    if status == "inactive" and until is None:
        meta = child(resource, "meta")
        until = (moment(meta, "lastUpdated") if meta else None) or at
        kind = kind if until else FlagCode.OTHER
    return Draft(
        kind=Kind.FLAG,
        details=Flag(flag=kind, text=said),
        status=Status.CURRENT if status == "active" else status,
        at=at,
        until=until,
        type="Flag",
        code=code_of(code),
        display=said,
        author=author_of(resource, shape, near),
        sensitivity=sensitivity(resource),
        encounter=encounter_of(resource, shape, near),
    )


def _flag_code(code: Json | None, said: str) -> FlagCode:
    words = " ".join((said, *(given for _, given in codes(code))))
    return next(
        (flag for flag, sign in _FLAG_WORDS if re.search(sign, words, re.IGNORECASE)),
        FlagCode.OTHER,
    )
