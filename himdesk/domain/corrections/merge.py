# SPDX-License-Identifier: Apache-2.0
"""Merging charts of one person: items move, choices are set, the duplicates are retired.

Nothing is overwritten or dropped. What the survivor does not show stays as a previous value;
flags need no rule, since the strictest of all assertions is in force.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet, ordered
from himdesk.domain.charts.charts import (
    CHOICE_FIELDS,
    CHOICES,
    Chart,
    ChartStatus,
    ChoiceField,
    fits,
)
from himdesk.domain.charts.items import Status
from himdesk.domain.charts.survivorship import merged_choice
from himdesk.domain.corrections.contradictions import contradictions
from himdesk.domain.errors import AlreadyRetired, NeverAllowed, ReasonMissing, UsageError
from himdesk.domain.plans import Plan, acknowledgements, depths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from himdesk.domain.fold import Placed

BOTH: Final = "both"
"""What is kept when the values of all charts stay current."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRequest:
    """What a person decided about a merge.

    `keep` maps a choice field to the id of the chart whose value is shown, or to `BOTH`;
    `acknowledged` a contradiction's code to the explanation.
    """

    requester: str
    reason: str
    keep: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    acknowledged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def plan_merge(
    survivor: Chart, retired: Sequence[Chart], items: Collection[Placed], request: MergeRequest
) -> Plan:
    """Plan the merge of one or more charts into the survivor.

    The charts need their assertions and what the contradictions look at; `items` are all items
    of the retired charts.

    Raises:
        ReasonMissing: no reason was given.
        NeverAllowed: a chart would be merged into itself.
        AlreadyRetired: one of the charts has a survivor already.
        UsageError: a choice or an acknowledgement that can't be.
    """
    if not request.reason.strip():
        raise ReasonMissing
    charts = (survivor, *retired)
    _check_charts(charts)
    found = contradictions(charts)
    changes = [
        *_retire(survivor, retired),
        *_move(items, survivor.patient.id),
        *_choose(survivor, retired, request.keep),
        *acknowledgements(found, request.acknowledged),
    ]
    return Plan(
        change_set=ChangeSet(
            ChangeKind.MERGE,
            request.requester,
            request.reason.strip(),
            ordered(changes, depths(items)),
        ),
        contradictions=found,
        acknowledged=request.acknowledged,
    )


def _check_charts(charts: Sequence[Chart]) -> None:
    ids = [chart.patient.id for chart in charts]
    if len(ids) < 2:  # noqa: PLR2004 - a merge has two sides
        raise UsageError("A merge needs a survivor and at least one chart to retire.")
    if len(set(ids)) != len(ids):
        raise NeverAllowed("same-chart", "A chart can't be merged into itself.")
    for chart in charts:
        patient = chart.patient
        if patient.replaced_by is not None:
            raise AlreadyRetired(patient.number, patient.replaced_by)
        if patient.status != ChartStatus.ACTIVE:
            text = f"Chart {patient.number} is {patient.status}."
            raise NeverAllowed("not-active", text)


def _retire(survivor: Chart, retired: Iterable[Chart]) -> Iterator[Change]:
    for chart in retired:
        patient = chart.patient
        yield Change(PATIENT, patient.id, "status", patient.status, ChartStatus.RETIRED.value)
        yield Change(PATIENT, patient.id, "replaced_by", None, survivor.patient.id)


def _move(items: Iterable[Placed], survivor: str) -> Iterator[Change]:
    for item in items:
        yield Change(item.kind.value, item.id, "patient_id", item.owner, survivor)


def _choose(survivor: Chart, retired: Sequence[Chart], keep: Mapping[str, str]) -> Iterator[Change]:
    for name in keep:
        if name not in CHOICE_FIELDS:
            known = ", ".join(CHOICE_FIELDS)
            raise UsageError(f"There is no field {name} to keep; there are: {known}.", name)
    for choice in CHOICES:
        before = survivor.patient.choices.get(choice.name)
        after = _kept(choice, survivor, retired, keep.get(choice.name))
        if after != before:
            yield Change(PATIENT, survivor.patient.id, f"choice_{choice.name}", before, after)
        if keep.get(choice.name) not in {None, BOTH}:
            yield from _outlived(choice, (survivor, *retired), after)


def _kept(
    choice: ChoiceField, survivor: Chart, retired: Sequence[Chart], keep: str | None
) -> str | None:
    if keep is None:
        return merged_choice(choice, survivor, retired)
    if keep == BOTH:
        if not choice.both:
            able = ", ".join(c.name for c in CHOICES if c.both)
            raise UsageError(
                f"{choice.name} has one value: keep one chart's (both is for {able}).", choice.name
            )
        return merged_choice(choice, survivor, retired)
    for chart in (survivor, *retired):
        if chart.patient.id == keep:
            chosen = chart.chosen(choice.name)
            return chosen.id if chosen else None
    raise UsageError(f"{choice.name} can only be kept from one of the merged charts.", choice.name)


def _outlived(choice: ChoiceField, charts: Iterable[Chart], kept: str | None) -> Iterator[Change]:
    """Where several values can stand, choosing one makes the other charts' chosen ones previous."""
    if not choice.both:
        return
    for chart in charts:
        item = chart.chosen(choice.name)
        if item is None or item.id == kept or not fits(choice, item):
            continue
        if item.status != Status.PREVIOUS:
            yield Change(item.kind.value, item.id, "status", item.status, Status.PREVIOUS.value)
