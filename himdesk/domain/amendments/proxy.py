# SPDX-License-Identifier: Apache-2.0
"""Parents who ask for their child, until it comes of age (45 CFR 164.502(g)(3))."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from himdesk.domain.amendments.case import Case

OF_AGE: Final = 18
"""Years after which patients speak for themselves."""

PARENTS: Final = frozenset(
    {"parent", "mother", "father", "stepparent", "stepmother", "stepfather", "foster parent"}
)
"""Relations whose authority rests on the patient's being a minor."""


def proxy_ended(case: Case, born: date, today: date) -> date | None:
    """Since when the patient speaks for herself though somebody else asked for her as a minor.

    None while she is a minor, and where who asked has another authority, such as an executor.
    """
    adult = birthday(born, OF_AGE)
    asked_for_minor = case.received < adult or case.requester.relation.lower() in PARENTS
    by_proxy = not case.requester.is_patient and asked_for_minor
    return adult if by_proxy and adult <= today else None


def birthday(born: date, years: int) -> date:
    """The day on which somebody is so many years old; in common years the 1st of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
