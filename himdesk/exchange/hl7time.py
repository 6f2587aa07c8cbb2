# SPDX-License-Identifier: Apache-2.0
"""Times as HL7 v2 and CDA write them (YYYYMMDDHHMMSS+ZZZZ) to times as FHIR writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

_TIME: Final = re.compile(
    r"(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)?(\d\d)?(?:\.\d{1,6})?)?([+-]\d{4})?", re.ASCII
)


def fhir_time(said: str) -> str | None:
    """The same time for FHIR, or its day where the offset from UTC is not known.

    None if there is no such time.
    """
    match = _TIME.fullmatch(said)
    if match is None or not _exists(match.groups()):
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    when = "-".join(part for part in (year, month, day) if part)
    if hour is None or offset is None:
        return when
    zone = "Z" if offset in {"+0000", "-0000"} else f"{offset[:3]}:{offset[3:]}"
    return f"{when}T{hour}:{minute or '00'}:{second or '00'}{zone}"


def _exists(parts: tuple[str | None, ...]) -> bool:
    year, month, day, hour, minute, second = (int(p) if p else None for p in parts[:6])
    if not year or (month is not None and not 1 <= month <= 12):  # noqa: PLR2004
        return False
    if day is not None and (month is None or not 1 <= day <= monthrange(year, month)[1]):
        return False
    return (hour or 0) < 24 and (minute or 0) < 60 and (second or 0) <= 60  # noqa: PLR2004
