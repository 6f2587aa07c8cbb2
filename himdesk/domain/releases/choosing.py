# SPDX-License-Identifier: Apache-2.0
"""What of a chart may be in a packet, and why the rest may not.

Sensitive categories are out until a proven consent covers them; psychotherapy notes have an
authorization of their own (164.508(a)(2)); what is held, sealed or in error never goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import STUB, Document, Kind
from himdesk.domain.releases.basis import GROUNDS, Basis

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from himdesk.domain.charts.items import Item

PSYCHOTHERAPY: Final = "psychotherapy"
SEALED: Final = "sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the requester may have: nothing of it is None unless all is wanted.

    `types` are LOINC codes or words of document types; `categories` the sensitivities that a
    proven consent covers, `psychotherapy` whether an authorization of its own covers those notes.
    `whole_chart_because` justifies the entire record where the minimum necessary applies.
    """

    basis: Basis
    since: date | None = None
    until: date | None = None
    types: frozenset[str] = frozenset()
    encounters: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    psychotherapy: bool = False
    whole_chart_because: str = ""

    @property
    def whole_chart(self) -> bool:
        """Whether nothing narrows the request."""
        return not (self.since or self.until or self.types or self.encounters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an item goes into the packet; `why` it does not, `fixed` if nobody may change it."""

    item: str
    included: bool
    why: str = ""
    fixed: bool = False


def minimum_missing(wanted: Wanted) -> bool:
    """Whether the whole chart is wanted where that must be specifically justified (514(d)(5))."""
    needs = GROUNDS[wanted.basis].minimum and wanted.whole_chart
    return needs and not wanted.whole_chart_because.strip()


def judge(
    item: Item, wanted: Wanted, held: Collection[str] = (), *, visit: str | None = None
) -> Verdict:
    """Whether an item may go; `held` are the items under a release hold (an open overlay).

    What was done at a sensitive visit is as sensitive as that, `visit`, whatever its own label;
    but of a visit with psychotherapy only the notes are psychotherapy notes (164.501).
    """
    barred = _barred(item, held) or _uncovered(item.sensitivity, wanted)
    if visit != PSYCHOTHERAPY:
        barred = barred or _uncovered(visit, wanted)
    why = barred or _outside(item, wanted)
    return Verdict(item=item.id, included=not why, why=why, fixed=bool(barred))


def _barred(item: Item, held: Collection[str]) -> str:
    """Why an item never goes, whatever is asked for."""
    if item.type == STUB:
        return "only marks where an entry of somebody else was"
    if item.id in held:
        return "held while an overlay is open (45 CFR 171.201)"
    if item.sensitivity == SEALED:
        return "sealed: it shows two persons"
    return "entered in error" if item.in_error else ""


def _uncovered(sensitivity: str | None, wanted: Wanted) -> str:
    """Why something is too sensitive for what was agreed to.

    Patients get what is sensitive of their own, except psychotherapy notes (164.524(a)(1)(i)).
    """
    if sensitivity == PSYCHOTHERAPY:
        ok = wanted.psychotherapy
        return "" if ok else "psychotherapy notes need an authorization of their own"
    own = wanted.basis is Basis.PATIENT
    if sensitivity is None or own or sensitivity in wanted.categories:
        return ""
    return f"sensitive ({sensitivity}): no consent covers it"


def _outside(item: Item, wanted: Wanted) -> str:
    day = (item.at or "")[:10]
    if wanted.since and (not day or day < wanted.since.isoformat()):
        return "before the period asked for" if day else "without a date"
    if wanted.until and (not day or day > wanted.until.isoformat()):
        return "after the period asked for" if day else "without a date"
    encounter = item.id if item.kind is Kind.ENCOUNTER else item.encounter_id
    if wanted.encounters and encounter not in wanted.encounters:
        return "of another encounter"
    words = {item.type, item.code, item.kind.value}
    if isinstance(item.details, Document):
        words.add(item.details.title)
    if wanted.types and wanted.types.isdisjoint(words):
        return "of another type"
    return ""
