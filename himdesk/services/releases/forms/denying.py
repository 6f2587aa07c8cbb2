# SPDX-License-Identifier: Apache-2.0
"""From a filled-in form (JSON) to a denial of access, and to the review of one."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.denial import Denial, DenialBasis, Review
from himdesk.services.releases.forms.fields import (
    day_at,
    form_values,
    member_at,
    text_at,
    texts_at,
    truth_at,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_DENIAL: Final = frozenset(field.name for field in fields(Denial))
_REVIEW: Final = frozenset(field.name for field in fields(Review))


def read_denial(form: object, *, today: date | None = None) -> Denial:
    """A denial as it was decided, today unless the form names the day.

    Raises:
        UsageError: the form has other fields than a form has, or of another type.
    """
    given = form_values(form, "the denial", _DENIAL)
    return Denial(
        bases=tuple(
            member_at(DenialBasis, basis, "bases") for basis in sorted(texts_at(given, "bases"))
        ),
        reason=text_at(given, "reason"),
        on=_day(given, today),
        professional=text_at(given, "professional"),
        given=text_at(given, "given"),
    )


def read_review(form: object, *, today: date | None = None) -> Review:
    """A review as it was made, today unless the form names the day.

    Raises:
        UsageError: see `read_denial`, or it does not say whether the denial stands.
    """
    given = form_values(form, "the review", _REVIEW)
    upheld = truth_at(given, "upheld")
    if upheld is None:
        raise UsageError("A review says whether the denial is upheld.", "upheld")
    return Review(
        reviewer=text_at(given, "reviewer"),
        on=_day(given, today),
        upheld=upheld,
        determination=text_at(given, "determination"),
    )


def _day(given: Mapping[str, Any], today: date | None) -> date:
    found = day_at(given, "on") or today
    if found is None:
        raise UsageError("It says on which day it was.", "on")
    return found
