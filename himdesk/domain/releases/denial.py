# SPDX-License-Identifier: Apache-2.0
"""Why access to records is denied, and who may have that reviewed (164.524(a), (d))."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError

if TYPE_CHECKING:
    from datetime import date


class DenialBasis(StrEnum):
    """A basis on which the law lets access be denied; there is no other."""

    EXCLUDED = "excluded-information"
    INMATE = "inmate-safety"
    RESEARCH = "research-in-progress"
    PRIVACY_ACT = "privacy-act"
    PROMISE = "promise-of-confidentiality"
    ENDANGERS = "endangers-life"
    OTHER_PERSON = "harm-to-another-person"
    REPRESENTATIVE = "harm-by-representative"


PARAGRAPHS: Final[dict[DenialBasis, str]] = {
    DenialBasis.EXCLUDED: "164.524(a)(2)(i)",
    DenialBasis.INMATE: "164.524(a)(2)(ii)",
    DenialBasis.RESEARCH: "164.524(a)(2)(iii)",
    DenialBasis.PRIVACY_ACT: "164.524(a)(2)(iv)",
    DenialBasis.PROMISE: "164.524(a)(2)(v)",
    DenialBasis.ENDANGERS: "164.524(a)(3)(i)",
    DenialBasis.OTHER_PERSON: "164.524(a)(3)(ii)",
    DenialBasis.REPRESENTATIVE: "164.524(a)(3)(iii)",
}
"""Where the law has each basis."""

REVIEWABLE: Final = frozenset(
    {DenialBasis.ENDANGERS, DenialBasis.OTHER_PERSON, DenialBasis.REPRESENTATIVE}
)
"""The bases that a professional judges, and another reviews on request ((a)(3), (a)(4))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A denial as it was decided.

    `professional` is the licensed health care professional who judged, which a reviewable basis
    needs; `given` what the patient gets all the same, empty if nothing.
    """

    bases: tuple[DenialBasis, ...]
    reason: str
    on: date
    professional: str = ""
    given: str = ""

    @property
    def reviewable(self) -> bool:
        """Whether the patient may have it reviewed."""
        return not REVIEWABLE.isdisjoint(self.bases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the reviewer determined; access is given or denied accordingly ((a)(4))."""

    reviewer: str
    on: date
    upheld: bool
    determination: str


def check_denial(denial: Denial, received: date, today: date) -> None:
    """Check that access may be denied so.

    Raises:
        UsageError: it may not; the error names the field of the denial.
    """
    if not denial.bases:
        raise UsageError("A denial names a basis of 164.524(a)(2) or (3).", "bases")
    if not denial.reason.strip():
        raise UsageError("A denial gives its reason, in plain language.", "reason")
    if denial.reviewable and not denial.professional.strip():
        text = "On this basis a licensed health care professional judges: name who did."
        raise UsageError(text, "professional")
    if not received <= denial.on <= today:
        text = f"A denial is decided after the request came, and not after {today}."
        raise UsageError(text, "on")


def check_review(denial: Denial | None, review: Review, today: date) -> None:
    """Check that a denial can be reviewed so.

    Raises:
        UsageError: it can't; the error names the field of the review, if it is about one.
    """
    if denial is None:
        raise UsageError("Access was not denied: there is nothing to review.")
    if not denial.reviewable:
        raise UsageError("A denial on this basis is not reviewed (164.524(a)(2)).")
    stated = {"reviewer": review.reviewer, "determination": review.determination}
    for name, text in stated.items():
        if not text.strip():
            said = "A review says who reviewed the denial, and what was determined."
            raise UsageError(said, name)
    if _same(review.reviewer, denial.professional):
        text = "Another professional reviews than the one who judged (164.524(a)(4))."
        raise UsageError(text, "reviewer")
    if not denial.on <= review.on <= today:
        raise UsageError(f"A review is made after the denial, and not after {today}.", "on")


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
