# SPDX-License-Identifier: Apache-2.0
"""Names of people and types of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Name
from himdesk.domain.charts.normal import parts_of_name
from himdesk.exchange.fhir.parsing.values import child, short, text, texts
from himdesk.exchange.fhir.texts import code_of, codes

if TYPE_CHECKING:
    from himdesk.exchange.fhir.parsing.values import Json

_SSN_SYSTEMS: Final = frozenset(
    {
        "http://hl7.org/fhir/sid/us-ssn",
        "urn:oid:2.16.840.1.113883.4.1",
        "2.16.840.1.113883.4.1",
    }
)
_MRN_WORDS: Final = frozenset({"mr", "mrn", "medical record number", "medical record"})


def identifier_type(value: Json) -> str | None:
    """The HL7 table 0203 code of an identifier."""
    kind = child(value, "type")
    for system, code in codes(kind):
        if system is None or "0203" in system or system.endswith("18.108"):
            return code
    if short(value, "system") in _SSN_SYSTEMS:
        return "SS"
    words = text(kind, "text") if kind else None
    return "MR" if words and words.lower() in _MRN_WORDS else code_of(kind)


def name_of(value: Json) -> Name | None:
    """A HumanName in its parts; a name of text alone is parted as people write it."""
    family = short(value, "family")
    given = texts(value, "given")
    use = short(value, "use")
    if family is None and not given:
        words = short(value, "text")
        return parts_of_name(words, use=use) if words else None
    return Name(
        use=use,
        family=family,
        given=given[0] if given else None,
        middle=" ".join(given[1:]) or None,
        prefix=" ".join(texts(value, "prefix")) or None,
        suffix=" ".join(texts(value, "suffix")) or None,
    )
