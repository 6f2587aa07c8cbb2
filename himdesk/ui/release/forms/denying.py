# SPDX-License-Identifier: Apache-2.0
"""The forms of a denial of access and of its review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.releases.denial import PARAGRAPHS, DenialBasis
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, SEVERAL, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.releases.request import Release

BASES: Final = tuple(
    (basis.value, f"{basis.value.replace('-', ' ').capitalize()} ({PARAGRAPHS[basis]})")
    for basis in DenialBasis
)
DENIAL: Final = (
    Field("bases", "Bases", SEVERAL, BASES),
    Field("professional", "Judged by", hint="licensed professional, for (a)(3)"),
    Field("given", "Given anyway", TEXT, hint="empty: nothing; else it stays open for that part"),
)
"""What a denial of access says besides its reason."""


def reviewing() -> Sheet:
    """What another professional determined."""
    fields = (
        Field("reviewer", "Reviewed by", hint="took no part in the denial"),
        Field("on", "Reviewed on", DAY, hint="empty: today"),
        Field("upheld", "The denial", CHOICE, (("yes", "Stands"), ("no", "Does not stand"))),
        Field("determination", "Determination", TEXT),
    )
    return Sheet(
        name="release-review",
        title="Review of the denial",
        why="If the denial does not stand the request is open again: access is given "
        "(45 CFR 164.524(d)(4)).",
        button="Put it down",
        halves=(("Review", fields),),
    )


def denial_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What an ending sheet says of a denial, as the desk takes it."""
    named = {name: values[name] for name in ("reason", "professional", "given")}
    return {"bases": values["bases"].split(), **named}


def review_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What a reviewing sheet says, as the desk takes it."""
    return {**values, "upheld": values["upheld"] == "yes"}


def reviewable(release: Release) -> bool:
    """Whether a denial of it waits for a review, if the patient asks for one."""
    return release.denial is not None and release.denial.reviewable and release.review is None


def told(release: Release) -> bool:
    """Whether its extension counts already."""
    return release.extension is not None and release.extension.sent_on is not None
