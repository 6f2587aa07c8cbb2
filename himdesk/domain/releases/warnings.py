# SPDX-License-Identifier: Apache-2.0
"""What to mind before a release goes, though it keeps nothing shut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.proxy import OF_AGE, birthday
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.request import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from himdesk.domain.releases.authorization import Authorization
    from himdesk.domain.releases.request import Release

PROTECTED_YEARS: Final = 50
"""Years after death for which records stay protected (164.502(f))."""


def warnings(
    release: Release, *, verified: bool, born: date | None, died: date | None, today: date
) -> tuple[str, ...]:
    """What to mind; `verified` says that the directory has the address or fax number it goes to.

    The day of death is that of the chart, None for the living and where only the fact is known.
    """
    return tuple(_warnings(release, verified, born, died, today))


def _warnings(
    release: Release,
    verified: bool,  # noqa: FBT001 - a value, no switch
    born: date | None,
    died: date | None,
    today: date,
) -> Iterator[str]:
    if release.basis is not Basis.PATIENT and not verified:
        where = "fax number" if release.delivery is Delivery.FAX else "address"
        yield f"The {where} it goes to is not one of the directory, as somebody verified it."
    if died is not None:
        yield _of_deceased(release, died, today)
    if born is not None and died is None and release.basis is Basis.REPRESENTATIVE:
        yield _of_represented(birthday(born, OF_AGE), today)
    if born is not None and died is None and release.form is not None:
        yield from _of_signed_for(release.form, birthday(born, OF_AGE), today)


def _of_deceased(release: Release, died: date, today: date) -> str:
    until = birthday(died, PROTECTED_YEARS)
    if until <= today:
        return f"Died {died}: protected until {until} only, 50 years after (164.502(f))."
    text = f"Died {died}: protected until {until}, 50 years after (164.502(f))."
    if release.basis in {Basis.PATIENT, Basis.REPRESENTATIVE}:
        text += " Only an executor or administrator acts for the deceased (164.502(g)(4))."
    return text


def _of_signed_for(form: Authorization, adult: date, today: date) -> Iterator[str]:
    """A parent who signed for a minor can't say any more what is disclosed of the adult."""
    signed = form.signed_on
    if form.by_representative and signed is not None and signed < adult <= today:
        yield (
            f"Of age since {adult}: the authorization that a representative signed on {signed} "
            "for the minor has ended; ask for one that the patient signs (164.502(g)(2))."
        )


def _of_represented(adult: date, today: date) -> str:
    if adult <= today:
        return f"Of age since {adult}: a parent's authority ended then (164.502(g)(2))."
    return (
        f"A minor until {adult}: no parent stands for care that the minor or a court consented "
        "to, or kept confidential (164.502(g)(3))."
    )
