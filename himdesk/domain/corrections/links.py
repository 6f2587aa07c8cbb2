# SPDX-License-Identifier: Apache-2.0
"""What a person judged of two charts: one person in two places (overlap), or two persons.

A judgement is one field of a pair, so `before` locks it and history and undo are as for any field.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PAIR, Change, ChangeKind, ChangeSet, ordered, pair_id
from himdesk.domain.corrections.move import check_open
from himdesk.domain.errors import NeverAllowed, ReasonMissing, UsageError
from himdesk.domain.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.charts import Patient

JUDGEMENT: Final = "judgement"


class Judgement(StrEnum):
    """What two charts are to each other."""

    LINKED = "linked"
    DISTINCT = "distinct"


def plan_link(
    left: Patient, right: Patient, now: str | None, *, requester: str, reason: str
) -> Plan:
    """Plan saying that two charts are of one person, and both go on; `now` is what is judged.

    Raises:
        ReasonMissing: they were judged to be different persons, and nothing says why no longer.
        AlreadyRetired, NeverAllowed: as for every correction.
        UsageError: they are linked already.
    """
    return _judge(
        ChangeKind.LINK, [left, right], {pair_id(left.id, right.id): now}, (requester, reason)
    )


def plan_unlink(
    left: Patient, right: Patient, now: str | None, *, requester: str, reason: str
) -> Plan:
    """Plan taking a link back: nothing is said of the two any more.

    Raises:
        AlreadyRetired, NeverAllowed: as for every correction.
        UsageError: they are not linked.
    """
    if now != Judgement.LINKED:
        raise UsageError(f"{left.number} and {right.number} are not linked.")
    return _judge(
        ChangeKind.UNLINK, [left, right], {pair_id(left.id, right.id): now}, (requester, reason)
    )


def plan_distinct(
    charts: Sequence[Patient], now: Mapping[str, str | None], *, requester: str, reason: str
) -> Plan:
    """Plan saying that charts are of different persons, each pair of them.

    `now` maps the ids of pairs (`pair_id`) to what is judged of them so far.

    Raises:
        ReasonMissing, AlreadyRetired, NeverAllowed: as for every correction.
        UsageError: nothing new is said.
    """
    return _judge(ChangeKind.DISTINCT, charts, now, (requester, reason))


_AFTER: Final = {
    ChangeKind.LINK: Judgement.LINKED.value,
    ChangeKind.UNLINK: None,
    ChangeKind.DISTINCT: Judgement.DISTINCT.value,
}

_OF_ITSELF: Final = {
    ChangeKind.LINK: "one person at two places",
    ChangeKind.UNLINK: "the link is taken back",
}
"""The reason of what needs none of its own, because it turns no judgement round."""


def _judge(
    kind: ChangeKind,
    charts: Sequence[Patient],
    now: Mapping[str, str | None],
    asked: tuple[str, str],
) -> Plan:
    requester, reason = asked[0], asked[1].strip()
    turned = Judgement.DISTINCT.value in now.values()
    if not reason and (turned or kind not in _OF_ITSELF):
        raise ReasonMissing
    if len({chart.id for chart in charts}) < max(len(charts), 2):
        raise NeverAllowed("same-chart", "A chart is not compared with itself.")
    for chart in charts:
        check_open(chart)
    pairs = sorted(pair_id(a.id, b.id) for a, b in combinations(charts, 2))
    after = _AFTER[kind]
    changes = [
        Change(PAIR, pair, JUDGEMENT, now.get(pair), after)
        for pair in pairs
        if now.get(pair) != after
    ]
    if not changes:
        raise UsageError("That is what is said of these charts already.")
    told = reason or _OF_ITSELF[kind]
    return Plan(change_set=ChangeSet(kind, requester, told, ordered(changes, {})))
