# SPDX-License-Identifier: Apache-2.0
"""An amendment request as a list shows it to who may not open the chart: its clock, no words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.domain.amendments.case import Requester
from himdesk.services.charts.sight import MASKED, NOT_SHOWN

if TYPE_CHECKING:
    from himdesk.domain.amendments.case import Case, ItemState


def masked(case: Case) -> Case:
    """The case without what people wrote in it, and without whom it names."""
    stands = {
        name: replace(said, text=NOT_SHOWN, attachment=None)
        for name in ("disagreement", "rebuttal")
        if (said := getattr(case, name)) is not None
    }
    return replace(
        case,
        requester=Requester(
            name=MASKED, relation=case.requester.relation, identity_check=NOT_SHOWN
        ),
        reason=NOT_SHOWN,
        items=tuple(_item(item) for item in case.items),
        waiting_for=case.waiting_for and NOT_SHOWN,
        extension=case.extension and replace(case.extension, reason=NOT_SHOWN),
        notices=(),
        tasks=(),
        attachments=(),
        cancelled=case.cancelled and NOT_SHOWN,
        **stands,
    )


def _item(item: ItemState) -> ItemState:
    asked = replace(item.asked, element=NOT_SHOWN, wrong=NOT_SHOWN, wanted=NOT_SHOWN)
    opinion = item.opinion and replace(item.opinion, text=NOT_SHOWN, evidence=NOT_SHOWN)
    decision = item.decision and replace(item.decision, reason=NOT_SHOWN)
    moot = item.moot and NOT_SHOWN
    return replace(item, asked=asked, opinion=opinion, decision=decision, moot=moot)
