# SPDX-License-Identifier: Apache-2.0
"""Denials of access and their review (164.524(a)(2)-(4), (d))."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.denial import (
    PARAGRAPHS,
    REVIEWABLE,
    Denial,
    DenialBasis,
    Review,
    check_denial,
    check_review,
)

RECEIVED, TODAY = date(2026, 3, 1), date(2026, 3, 20)
DENIAL = Denial(
    bases=(DenialBasis.ENDANGERS,), reason="It names who called.", on=date(2026, 3, 10),
    professional="Dr. Osei",
)  # fmt: skip
REVIEW = Review(reviewer="Dr. Lind", on=TODAY, upheld=True, determination="It still does.")


def test_what_a_professional_judges_is_reviewed_and_nothing_else() -> None:
    reviewable = {basis for basis in DenialBasis if "(a)(3)" in PARAGRAPHS[basis]}
    assert reviewable == REVIEWABLE
    assert all("(a)(2)" in PARAGRAPHS[basis] for basis in set(DenialBasis) - reviewable)


@pytest.mark.parametrize(
    ("denial", "words"),
    [
        (DENIAL, ""),
        (replace(DENIAL, bases=()), "names a basis"),
        (replace(DENIAL, reason=" "), "reason"),
        (replace(DENIAL, professional=""), "licensed health care professional"),
        (replace(DENIAL, bases=(DenialBasis.INMATE,), professional=""), ""),
        (replace(DENIAL, on=date(2026, 2, 28)), "after the request came"),
        (replace(DENIAL, on=date(2026, 3, 21)), "not after 2026-03-20"),
    ],
)
def test_a_denial_has_a_basis_of_the_law(denial: Denial, words: str) -> None:
    with pytest.raises(UsageError, match=words) if words else nullcontext():
        check_denial(denial, RECEIVED, TODAY)


@pytest.mark.parametrize(
    ("denial", "review", "words"),
    [
        (DENIAL, REVIEW, ""),
        (None, REVIEW, "not denied"),
        (replace(DENIAL, bases=(DenialBasis.EXCLUDED,)), REVIEW, "is not reviewed"),
        (DENIAL, replace(REVIEW, reviewer="DR.  OSEI"), "Another professional"),
        (DENIAL, replace(REVIEW, determination=""), "what was determined"),
        (DENIAL, replace(REVIEW, on=date(2026, 3, 9)), "after the denial"),
    ],
)
def test_another_professional_reviews_what_may_be_reviewed(
    denial: Denial | None, review: Review, words: str
) -> None:
    with pytest.raises(UsageError, match=words) if words else nullcontext():
        check_review(denial, review, TODAY)
