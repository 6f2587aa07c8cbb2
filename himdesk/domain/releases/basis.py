# SPDX-License-Identifier: Apache-2.0
"""On what ground a release is made, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Basis(StrEnum):
    """The ground of a release; each stands for a rule of 45 CFR 164."""

    PATIENT = "patient-access"
    REPRESENTATIVE = "personal-representative"
    DIRECTIVE = "third-party-directive"
    AUTHORIZATION = "authorization"
    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    COURT_ORDER = "court-order"
    SUBPOENA = "subpoena"
    PUBLIC_HEALTH = "public-health"
    OVERSIGHT = "health-oversight"
    LAW_ENFORCEMENT = "law-enforcement"
    REQUIRED_BY_LAW = "required-by-law"
    CORONER = "coroner"
    RESEARCH = "research"
    WORKERS_COMPENSATION = "workers-compensation"
    MISDIRECTED = "misdirected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What follows from a basis.

    `excluded` says why a release needs no place in an accounting, None if it needs one
    (164.528(a)(1)); `minimum` whether only the minimum necessary goes out (164.502(b)(2));
    `days` the legal time to act, None if there is none (164.524(b)(2)).
    """

    paragraph: str
    excluded: str | None = None
    minimum: bool = True
    authorization: bool = False
    authority: bool = False
    days: int | None = None


ACCESS_DAYS: Final = 30
"""Days to act on a request for access, and of its one extension (164.524(b)(2))."""

GROUNDS: Final[dict[Basis, Ground]] = {
    Basis.PATIENT: Ground(
        paragraph="164.524", excluded="to the individual", minimum=False, days=ACCESS_DAYS
    ),
    Basis.REPRESENTATIVE: Ground(
        paragraph="164.502(g)",
        excluded="to the individual's personal representative",
        minimum=False,
        authority=True,
        days=ACCESS_DAYS,
    ),
    Basis.DIRECTIVE: Ground(paragraph="164.524(c)(3)(ii)", minimum=False, days=ACCESS_DAYS),
    Basis.AUTHORIZATION: Ground(
        paragraph="164.508",
        excluded="pursuant to an authorization",
        minimum=False,
        authorization=True,
    ),
    Basis.TREATMENT: Ground(paragraph="164.506(c)", excluded="for treatment", minimum=False),
    Basis.PAYMENT: Ground(paragraph="164.506(c)", excluded="for payment"),
    Basis.OPERATIONS: Ground(paragraph="164.506(c)", excluded="for health care operations"),
    Basis.COURT_ORDER: Ground(paragraph="164.512(e)(1)(i)", authority=True),
    Basis.SUBPOENA: Ground(paragraph="164.512(e)(1)(ii)", authority=True),
    Basis.PUBLIC_HEALTH: Ground(paragraph="164.512(b)"),
    Basis.OVERSIGHT: Ground(paragraph="164.512(d)", authority=True),
    Basis.LAW_ENFORCEMENT: Ground(paragraph="164.512(f)", authority=True),
    Basis.REQUIRED_BY_LAW: Ground(paragraph="164.512(a)", minimum=False),
    Basis.CORONER: Ground(paragraph="164.512(g)"),
    Basis.RESEARCH: Ground(paragraph="164.512(i)", authority=True),
    Basis.WORKERS_COMPENSATION: Ground(paragraph="164.512(l)"),
    Basis.MISDIRECTED: Ground(paragraph="164.528(a)(1)", minimum=False),
}
"""What follows from each basis. What no exclusion names is accounted for: a misdirected release,
and a copy that the patient directs to another, for that is none "to the individual"."""
