# SPDX-License-Identifier: Apache-2.0
"""A patient's directive to send the copy to another person (164.524(c)(3)(ii)).

It is in writing, signed by the individual, and clearly identifies the designated person and where
to send the copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.authorization import Element, Mark

if TYPE_CHECKING:
    from datetime import date

PARAGRAPH: Final = "164.524(c)(3)(ii)"

_MARKS: Final = {True: Mark.PASS, False: Mark.FAIL, None: Mark.UNCLEAR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A directive as staff read it; a statement is True, False, or None if it is unclear.

    `person` is whom it designates, `scan` the document that proves it.
    """

    scan: str = ""
    in_writing: bool | None = None
    signed_by: str = ""
    signed_on: date | None = None
    person: str = ""
    names_place: bool | None = None


def directive_checklist(
    directive: Directive, *, recipient: str, received: date
) -> tuple[Element, ...]:
    """All elements with their marks, for a request that names this recipient."""
    person, signed_on = directive.person.strip(), directive.signed_on
    signed = bool(directive.signed_by.strip()) and signed_on is not None
    same = person.casefold() == recipient.strip().casefold()
    named = "It does not clearly identify the designated person."
    other = f"It designates {person}, and the request names another recipient."
    return (
        _element("in writing", "It is not in writing.", ok=directive.in_writing),
        _element("signed", "It is not signed by the individual, with the day.", ok=signed),
        _element(
            "day", "It is dated after the request came.", ok=not signed_on or signed_on <= received
        ),
        _element("person", other if person else named, ok=bool(person) and same),
        _element(
            "place", "It does not clearly say where to send the copy.", ok=directive.names_place
        ),
        _element("scan", "The scan of it is not named.", ok=bool(directive.scan)),
    )


def _element(name: str, text: str, *, ok: bool | None) -> Element:
    return Element(name=name, paragraph=PARAGRAPH, mark=_MARKS[ok], text="" if ok else text)
