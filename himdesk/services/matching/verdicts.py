# SPDX-License-Identifier: Apache-2.0
"""What becomes of a pair when it is weighed again: what people judged stands, as far as it does."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.corrections.links import Judgement
from himdesk.matching.decisions import still_distinct
from himdesk.store.matching.pairs import (
    CHANGED,
    CLOSED,
    DIFFERENT,
    DISTINCT,
    DOUBTFUL,
    LINKED,
    OPEN,
    SAME,
    Pair,
    charts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEAST: Final = 0.01
"""Pairs below this probability are not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A pair as it looks now; `weight` is in bits, `levels` what each field says."""

    probability: float
    weight: float
    evidence: str
    levels: Mapping[str, str]


def verdicts(
    weighed: Mapping[str, Weighed],
    known: Mapping[str, Pair],
    judged: Mapping[str, str],
    *,
    model: int,
    threshold: float,
    at: str,
) -> list[Pair]:
    """The pairs that are new or change: those weighed, and known ones that are worth nothing now.

    `judged` are the judgements in force, by pair.
    """
    found = [
        _weighed(name, now, known.get(name), judged.get(name), (model, threshold, at))
        for name, now in weighed.items()
    ]
    changed = [pair for pair in found if pair != known.get(pair.id)]
    return [*changed, *_gone(weighed, known, at)]


def _weighed(
    name: str, now: Weighed, before: Pair | None, judged: str | None, facts: tuple[int, float, str]
) -> Pair:
    model, threshold, at = facts
    state = OPEN if now.probability >= threshold else DOUBTFUL
    left, right = charts_of(name)
    pair = Pair(
        id=name,
        left_patient_id=left,
        right_patient_id=right,
        state=state,
        probability=now.probability,
        weight=now.weight,
        model=model,
        opened_at=at,
        evidence=now.evidence,
    )
    if before is None:
        return replace(pair, **_judged_before(judged, at)) if judged is not None else pair
    if judged is not None and before.state == CLOSED and _stands(before, judged, now):
        return replace(pair, **_kept(before)) if before.evidence is None else before
    opened = before.opened_at if before.state == state else at
    return replace(pair, opened_at=opened, decision=before.decision, case_id=before.case_id)


def _judged_before(judged: str, at: str) -> dict[str, Any]:
    """A pair that was judged before the queue knew it; today's evidence is what it rests on."""
    linked = judged == Judgement.LINKED
    return {
        "state": CLOSED,
        "outcome": LINKED if linked else DISTINCT,
        "decision": SAME if linked else DIFFERENT,
        "closed_at": at,
    }


def _stands(before: Pair, judged: str, now: Weighed) -> bool:
    """Whether a judgement still stands, given the evidence that it was made on."""
    if judged == Judgement.LINKED:
        return before.outcome == LINKED
    if before.outcome != DISTINCT:
        return False
    if before.evidence is None:
        return True
    return still_distinct(json.loads(before.evidence)["levels"], now.levels)


def _kept(before: Pair) -> dict[str, Any]:
    """What is kept of a judged pair whose evidence was not known yet."""
    return {
        "state": before.state,
        "outcome": before.outcome,
        "decision": before.decision,
        "opened_at": before.opened_at,
        "closed_at": before.closed_at,
        "closed_by": before.closed_by,
    }


def _gone(weighed: Mapping[str, Weighed], known: Mapping[str, Pair], at: str) -> Iterator[Pair]:
    """Pairs that were kept and say nothing any more; without a decision nothing rests on them."""
    for name, pair in known.items():
        if name not in weighed and pair.state != CLOSED:
            yield replace(
                pair, state=CLOSED, outcome=CHANGED, closed_at=at, closed_by=None, probability=0.0
            )
