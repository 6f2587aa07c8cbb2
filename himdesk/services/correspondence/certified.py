# SPDX-License-Identifier: Apache-2.0
"""The legal record's proof of what a split or a move did to each chart (DOMAIN 6 #27)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from himdesk.domain.changes import CREATED, PATIENT
from himdesk.domain.charts.items import STUB
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import SplitCertificate
from himdesk.printing.letters.values import Census
from himdesk.services.charts.discretion import reasons
from himdesk.services.correspondence.errand import Errand, person
from himdesk.services.correspondence.overlay import Overlay
from himdesk.services.correspondence.wording import WORDING

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart
    from himdesk.services.correspondence.overlay import Letter


def certificate(errand: Errand) -> Letter:
    """What became of one of the charts; each has its own.

    Raises:
        UsageError: something is stated, though it says what the ledger holds and nothing else.
    """
    stated = sorted(errand.facts.keys() - errand.asks)
    if stated:
        raise UsageError(f"{stated[0]} can't be set: it says what the ledger holds.", stated[0])
    overlay, applied = Overlay(errand), errand.applied
    chosen = errand.chosen((*overlay.wrong, *overlay.right))
    chart = errand.chart(chosen)
    notice = SplitCertificate(
        patient=person(chart),
        held_others=chosen in overlay.wrong,
        reason=reasons(errand.session, chosen, [applied])[applied.id],
        at=errand.corrected_at,
        requested_by=applied.change_set.requester,
        approved_by=applied.approved_by or "",
        approved_at=earliest(applied.approved_at) if applied.approved_at else None,
        change_set=applied.id,
        seq=applied.seq,
        content=applied.change_set.content,
        digest=applied.digest,
        previous=applied.previous,
        census=_census(errand, chart),
        withheld=overlay.withheld(chosen),
    )
    return notice, errand.recipient(WORDING[errand.language].record)


def _census(errand: Errand, after: Chart) -> tuple[Census, ...]:
    """How many entries of each kind a chart had before the change set, and has since."""
    made = any(
        (c.entity, c.id, c.field) == (PATIENT, after.patient.id, CREATED)
        for c in errand.applied.change_set.changes
    )
    before = () if made else errand.chart(after.patient.id, errand.applied.seq - 1).items
    counts = [Counter(i.kind for i in found if i.type != STUB) for found in (before, after.items)]
    return tuple(
        Census(
            kind=several[:1].upper() + several[1:],
            before=f"{counts[0][kind]:,}",
            after=f"{counts[1][kind]:,}",
        )
        for kind, (_, several) in WORDING[errand.language].kinds.items()
        if counts[0][kind] or counts[1][kind]
    )
