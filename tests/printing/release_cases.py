# SPDX-License-Identifier: Apache-2.0
"""One believable letter of each kind about a request for release; all people are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypedDict

from himdesk.printing.letters import release_notices as r
from printing.people import PARK, PRIVACY

if TYPE_CHECKING:
    from himdesk.printing.letters.values import Person


class _Asked(TypedDict):
    patient: Person
    request: str
    received_on: date
    requester: str


_INSURER: Final = _Asked(
    patient=PARK,
    request="ROI-1183",
    received_on=date(2026, 11, 4),
    requester="Midland Mutual, disability claims",
)
_PATIENT: Final[_Asked] = {**_INSURER, "requester": "Min-jun Park"}
_SITE: Final = "Lakeside Main Hospital, 400 Harbor Drive, Milwaukee, WI 53202"
RETURN: Final = r.AuthorizationReturn(
    **_INSURER,
    defects=(
        r.Defect(
            element="Expiration",
            paragraph="(c)(1)(v)",
            text="It has no expiration date or event.",
        ),
        r.Defect(element="Signature", paragraph="(c)(1)(vi)", text="It is not signed and dated."),
    ),
)
EXTENDED: Final = r.AccessExtension(
    **_INSURER,
    reason="Part of the record is kept at another place.",
    until=date(2027, 1, 3),
)
DAUGHTERS: Final = r.ProofRequest(
    **{**_INSURER, "patient": replace(PARK, mrn="", birth_date=None), "requester": "Ji-woo Park"},
    identity=True,
    authority=True,
    deceased=True,
    send_to=_SITE,
)
AGENTS: Final = replace(DAUGHTERS, requester="Lee Kim", identity=False, deceased=False)
PARTLY_HELD: Final = r.RecordsElsewhere(
    **_PATIENT,
    lacking="Records of the stay of May 2014.",
    given="All records since 2018.",
    holder="Bay County Clinic, 12 Shore Road, Green Bay, WI 54301",
)
NOT_HELD: Final = replace(PARTLY_HELD, given="", holder="")
ACCEPTED: Final = r.AccessAcceptance(
    **_PATIENT,
    records="records from 2025-01-01 to 2026-10-31",
    form="copies on paper",
    address="Min-jun Park, 7 Elm Street, Milwaukee, WI 53204",
    due=date(2026, 12, 4),
    fees=(
        r.Fee(text="Labor for copying", amount="$4.00"),
        r.Fee(text="Each page", amount="$0.05"),
        r.Fee(text="Postage", amount="$6.20"),
    ),
)
FREE: Final = replace(ACCEPTED, fees=())
DENIED: Final = r.AccessDenial(
    **_PATIENT,
    grounds=(
        r.DenialGround(
            text="A licensed health care professional judged that access is reasonably likely to "
            "endanger the life or physical safety of you or another person.",
            paragraph="45 CFR 164.524(a)(3)(i)",
        ),
    ),
    reason="The notes of 3 October name who called for help.",
    given="All other records of the stay.",
    reviewable=True,
    review_at=_SITE,
    complaint=PRIVACY,
)
UNREVIEWED: Final = replace(
    DENIED,
    grounds=(
        r.DenialGround(
            text="They are psychotherapy notes, or were put together for a legal proceeding. The "
            "right of access does not reach them.",
            paragraph="45 CFR 164.524(a)(2)(i)",
        ),
    ),
    reason="You asked for the notes of your therapy sessions.",
    given="",
    reviewable=False,
)
UPHELD: Final = r.AccessReview(
    **_PATIENT,
    denied_on=date(2026, 11, 10),
    reviewer="Dr. Amara Osei",
    reviewed_on=date(2026, 11, 20),
    upheld=True,
    determination="The person who called for help still lives in the same house.",
    complaint=PRIVACY,
)
REVERSED: Final = replace(UPHELD, upheld=False, determination="The person named agreed.")
LATER: Final = r.AccountingExtension(
    **_PATIENT, reason="An associate has not reported yet.", until=date(2027, 2, 1)
)
COSTS: Final = r.AccountingFee(
    **_PATIENT,
    since=date(2020, 11, 4),
    to=date(2026, 10, 31),
    amount="$12.00",
    write_to=_SITE,
)
RELEASES: Final = (
    RETURN, EXTENDED, DAUGHTERS, PARTLY_HELD, ACCEPTED, DENIED, UPHELD, LATER, COSTS,
)  # fmt: skip
"""One of each kind."""
