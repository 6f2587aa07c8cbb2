# SPDX-License-Identifier: Apache-2.0
"""Splitting a chart that holds several persons' data: the overlay, item by item.

Every topmost row is decided: it stays, or it goes to another chart, which may be a new one. What
is about both persons is never copied: it is recorded anew with a reason, or divided by pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import (
    ACKNOWLEDGED,
    CREATED,
    PATIENT,
    Change,
    ChangeKind,
    ChangeSet,
    ordered,
    sha256,
)
from himdesk.domain.charts.charts import Chart, patient_digest
from himdesk.domain.charts.items import ASSERTIONS, STUB, Document, Identifier, Item, Kind, Status
from himdesk.domain.charts.survivorship import default_choices
from himdesk.domain.corrections.hold import lifted
from himdesk.domain.corrections.move import check_open
from himdesk.domain.corrections.relocation import (
    NEEDED,
    SIGNED,
    Relocation,
    choices_after,
    creation,
    recorded_anew,
    stub,
)
from himdesk.domain.corrections.suggest import profiles, suggest, torn
from himdesk.domain.errors import BadDecision, ReasonMissing
from himdesk.domain.plans import Created, Plan, Undecided, depths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from himdesk.domain.corrections.suggest import Profile

SEALED: Final = "sealed"
"""The sensitivity of an original that shows two persons: kept, and never released."""

SUPERSEDED: Final = "superseded"
TEXT: Final = "text/plain"
NOTHING: Final = "nothing tells whose it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A clinical item recorded anew in a second chart, because it holds for both persons."""

    item: str
    chart: str
    new_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a document about both persons says of one, as a document of its own in a chart.

    Pages of a scan, or, if it is `written` anew, a text; then the original is retracted.
    """

    document: str
    chart: str
    new_id: str
    content: bytes
    title: str
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRequest:
    """What a person decided about a split.

    `assign` maps rows to charts: the source's id for what stays. A row is a topmost item; what
    hangs on it follows, unless it is assigned itself, which detaches it. What was held back from
    release while it was doubtful whose it is, is let go `at` this time.
    """

    requester: str
    reason: str
    assign: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    again: tuple[Again, ...] = ()
    parts: tuple[Part, ...] = ()
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitFacts:
    """What the plan of a split must know.

    `source` is the chart with all its items; `targets` the existing charts with their assertions
    and, for suggestions, encounters. `new` are charts to be made, with the statements about the
    person that the clerk enters. `stub_ids` maps each assigned item to the id of the stub that
    it may leave.
    """

    source: Chart
    targets: Mapping[str, Chart]
    stub_ids: Mapping[str, str]
    new: Mapping[str, Chart] = field(default_factory=lambda: MappingProxyType({}))


def plan_split(facts: SplitFacts, request: SplitRequest) -> Plan:
    """Plan the division of a chart.

    Raises:
        ReasonMissing: no reason was given, for the split or for what is recorded anew.
        AlreadyRetired, NeverAllowed: a chart can't give or take items.
        BadDecision: a decision about what is no item of the chart, or a chart that is not named.
    """
    if not request.reason.strip() or not all(a.reason.strip() for a in request.again):
        raise ReasonMissing
    for chart in (facts.source, *facts.targets.values()):
        check_open(chart.patient)
    items = {item.id: item for item in facts.source.items}
    _check_request(facts, request, items)
    relocation = Relocation(items=items, goes=request.assign, refiled={})
    after = relocation.destinations()
    _check_again(request, after)
    _check_parts(facts, request, items, after)
    made = [*_stubs(facts, after), *_again(request, items), *_parts(request, items)]
    changes = [
        *relocation.changes(after),
        *(creation(item) for item in made),
        *_reasons(request, items),
        *_sealed(request, items),
        *(lifted(items.values(), request.at) if request.at is not None else ()),
        *_new_charts(facts, after),
        *choices_after([facts.source, *facts.targets.values()], after),
    ]
    new = [chart.patient for chart in facts.new.values()]
    stated = [item for chart in facts.new.values() for item in chart.items]
    contents = {sha256(part.content): part.content for part in request.parts}
    return Plan(
        change_set=ChangeSet(
            ChangeKind.SPLIT,
            request.requester,
            request.reason.strip(),
            ordered(changes, depths_of({change.id for change in changes}, items)),
        ),
        undecided=tuple(_undecided(facts, request)),
        created=Created(tuple(new), (*stated, *made), contents),
    )


def rows(source: Chart) -> list[Item]:
    """The topmost items of the chart, which a person assigns; what is in error has no owner."""
    own = {item.id for item in source.items}
    return [
        item
        for item in source.items
        if (item.parent_id or item.encounter_id) not in own
        and not item.in_error
        and item.type != STUB
    ]


def _check_request(facts: SplitFacts, request: SplitRequest, items: Mapping[str, Item]) -> None:
    charts = {facts.source.patient.id, *facts.targets, *facts.new}
    named = [
        *request.assign.items(),
        *((a.item, a.chart) for a in request.again),
        *((p.document, p.chart) for p in request.parts),
    ]
    for item, chart in named:
        if item not in items:
            raise BadDecision(item, f"Item {item} is not in this chart.")
        if chart not in charts:
            raise BadDecision(item, f"Item {item} can't go to a chart that is not part of this.")
    for again in request.again:
        if items[again.item].kind is not Kind.CLINICAL:
            text = f"Item {again.item} is no clinical item: it moves, or its pages are divided."
            raise BadDecision(again.item, text)


def _check_parts(
    facts: SplitFacts, request: SplitRequest, items: Mapping[str, Item], after: Mapping[str, str]
) -> None:
    source = facts.source.patient.id
    for name in {part.document for part in request.parts}:
        item = items[name]
        if item.kind is not Kind.DOCUMENT or item.type == STUB:
            raise BadDecision(name, f"Item {name} has no pages to divide.")
        if item.in_error or item.sensitivity == SEALED:
            raise BadDecision(name, f"Document {name} is in error or was divided before.")
        if after[name] != source:
            text = f"Document {name} is divided: the original stays, sealed."
            raise BadDecision(name, text)


def _check_again(request: SplitRequest, after: Mapping[str, str]) -> None:
    for again in request.again:
        if after[again.item] == again.chart:
            raise BadDecision(again.item, f"Item {again.item} is in that chart itself.")


def _stubs(facts: SplitFacts, after: Mapping[str, str]) -> Iterator[Item]:
    """One for each item that leaves by itself, none for what goes along with it."""
    source = facts.source.patient.id
    for item in facts.source.items:
        above = after.get(item.parent_id or item.encounter_id or "", source)
        if after[item.id] != source and above != after[item.id]:
            left = stub(item, facts.stub_ids[item.id])
            if left is not None:
                yield left


def _again(request: SplitRequest, items: Mapping[str, Item]) -> Iterator[Item]:
    for again in request.again:
        yield recorded_anew(items[again.item], patient=again.chart, new_id=again.new_id)


def _parts(request: SplitRequest, items: Mapping[str, Item]) -> Iterator[Item]:
    for part in request.parts:
        was = items[part.document].details
        assert isinstance(was, Document)
        details = Document(
            title=part.title,
            content=sha256(part.content),
            content_type=TEXT if part.written else was.content_type,
            doc_status=was.doc_status,
            signature=NEEDED if was.signature == SIGNED else None,
        )
        copy = recorded_anew(items[part.document], patient=part.chart, new_id=part.new_id)
        yield replace(copy, details=details, code=None, display=None)


def _reasons(request: SplitRequest, items: Mapping[str, Item]) -> Iterator[Change]:
    """Why something is recorded anew, in the ledger beside its creation."""
    for again in request.again:
        kind = items[again.item].kind.value
        yield Change(kind, again.new_id, ACKNOWLEDGED, None, again.reason.strip())


def _sealed(request: SplitRequest, items: Mapping[str, Item]) -> Iterator[Change]:
    """A document that was divided is kept whole, and out of sight."""
    written = {part.document for part in request.parts if part.written}
    for document in sorted({part.document for part in request.parts}):
        item = items[document]
        after = Status.ENTERED_IN_ERROR.value if document in written else SUPERSEDED
        yield Change(item.kind.value, item.id, "status", item.status, after)
        yield Change(item.kind.value, item.id, "sensitivity", item.sensitivity, SEALED)


def _new_charts(facts: SplitFacts, after: Mapping[str, str]) -> Iterator[Change]:
    """Charts with what the clerk states, showing of that and of what comes the best by the rule."""
    for patient, stated in ((chart.patient, chart.items) for chart in facts.new.values()):
        yield Change(PATIENT, patient.id, CREATED, None, patient_digest(patient))
        for item in stated:
            yield creation(item)
        assertions = (item for item in facts.source.items if item.kind in ASSERTIONS)
        arriving = [item for item in assertions if after[item.id] == patient.id]
        for name, chosen in default_choices([*stated, *arriving]).items():
            if chosen is not None:
                yield Change(PATIENT, patient.id, f"choice_{name}", None, chosen)


def _undecided(facts: SplitFacts, request: SplitRequest) -> Iterator[Undecided]:
    found = proposals(facts, request.assign)
    for item in facts.source.items if found else ():
        if item.id in found:
            chart, because = found[item.id]
            yield Undecided(item=item.id, kind=item.kind.value, suggest=chart, because=because)


def proposals(facts: SplitFacts, assign: Mapping[str, str]) -> dict[str, tuple[str | None, str]]:
    """For each row that is not assigned yet, the chart it probably belongs to, and why.

    First by what the charts state themselves and by what was assigned so far; then once more,
    with what the first round found: so clusters grow from one visit to its doctors and its day.
    """
    open_ = [item for item in rows(facts.source) if item.id not in assign]
    if not open_:
        return {}
    known = _known(facts, assign)
    first = {item.id: _judged(item, known) for item in open_}
    placed = {item: chart for item, (chart, _) in first.items() if chart is not None}
    so_far = {**placed, **assign}
    known = _known(facts, so_far)
    days = _days(facts.source.items, so_far)
    result = {}
    for item in open_:
        chart, because = first[item.id]
        if chart is None:
            chart, because = _judged(item, known)
        if chart is None and because == NOTHING:
            chart, because = _same_day(item, days)
        result[item.id] = (chart, because) if chart else _shown(item, facts.source, because)
    return result


def _known(facts: SplitFacts, assign: Mapping[str, str]) -> dict[str, Profile]:
    """What each person is known by: what the charts show or state, and what was assigned.

    Not by the number of the chart: both persons were registered under it.
    """
    source = facts.source.patient
    shown = {item for item in source.choices.values() if item is not None and item not in assign}
    charts = [*facts.targets.values(), *facts.new.values()]
    sides = {chart.patient.id: chart.patient.id for chart in (facts.source, *charts)}
    known = profiles([Chart(source, ()), *charts], sides, ())
    for item in facts.source.items:
        side = assign.get(item.id, source.id if item.id in shown else "")
        if side in known and not item.in_error:
            known[side].learn(item)
    for profile in known.values():
        profile.numbers.discard(source.number)
    return known


def _judged(item: Item, known: Mapping[str, Profile]) -> tuple[str | None, str]:
    """A suggestion, unless the visit's own registration speaks for two persons."""
    both = torn(item, known)
    return (None, both) if both else suggest(item, known, {})


def _shown(item: Item, source: Chart, because: str) -> tuple[str | None, str]:
    """What the chart shows of its person is taken for its own, unless something tells more."""
    details = item.details
    if isinstance(details, Identifier) and details.value == source.patient.number:
        return source.patient.id, "the chart's own number"
    if because == NOTHING and item.id in source.patient.choices.values():
        return source.patient.id, "the chart shows it of its person"
    return None, because


def _days(among: Iterable[Item], assign: Mapping[str, str]) -> dict[str, set[str]]:
    """The charts of what was assigned, by day."""
    found: dict[str, set[str]] = {}
    for item in among:
        if item.at and item.id in assign:
            found.setdefault(item.at[:10], set()).add(assign[item.id])
    return found


def _same_day(item: Item, days: Mapping[str, set[str]]) -> tuple[str | None, str]:
    """The chart of what happened on the same day, if that is one person's."""
    day = (item.at or "")[:10]
    charts = days.get(day, set())
    if len(charts) == 1:
        return next(iter(charts)), f"on the same day, {day}, as what belongs there"
    return None, NOTHING
