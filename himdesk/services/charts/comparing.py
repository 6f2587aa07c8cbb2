# SPDX-License-Identifier: Apache-2.0
"""Two or more charts side by side: what a merge would look at, before anyone decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.changes import MOVING, PAIR, PATIENT
from himdesk.domain.charts.charts import Chart
from himdesk.domain.charts.items import Kind
from himdesk.domain.corrections.contradictions import contradictions
from himdesk.domain.errors import NeverAllowed, UsageError
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.legend import legend, wording
from himdesk.services.charts.own import own_among
from himdesk.services.releases.disclosures.misdirected import misdirected
from himdesk.store.desk import staff
from himdesk.store.reading import charts, history, items, patients

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts.items import Item
    from himdesk.domain.plans import Contradiction
    from himdesk.services.charts.own import OwnChart
    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.releases.disclosures import Logged
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Comparison:
    """Charts in the order asked for, with how many items of each kind they have.

    `clinical` are the numbers of clinical items by category, `written` the days on which there
    are documents; `own` says why a colleague has to correct them, if that is so.
    The charts hold assertions, encounters and what the rules look at; not results or documents.
    """

    charts: tuple[Chart, ...]
    counts: tuple[Mapping[Kind, int], ...]
    contradictions: tuple[Contradiction, ...]
    clinical: tuple[Mapping[str, int], ...]
    written: tuple[tuple[str, ...], ...]
    own: OwnChart | None


def compare(context: Context, mrns: Sequence[str]) -> Comparison:
    """Read charts for comparison; each reading is logged.

    Raises:
        UsageError: fewer than two charts.
        NeverAllowed: the same chart twice (also by a retired number).
        HimdeskError: a number that finds none or several, or a restricted chart.
    """
    context.require("merge")
    if len(mrns) < 2:  # noqa: PLR2004 - a comparison has two sides
        raise UsageError("Choose at least two charts to compare.")
    with context.database.read() as session:
        addressing = Addressing(context, session)
        ids = [addressing.survivor(mrn).id for mrn in mrns]
        if len(set(ids)) != len(ids):
            raise NeverAllowed("same-chart", "Two of these numbers are the same chart.")
        found = charts.facts(session, ids)
        for chart in found.values():
            addressing.check_open(chart)
        ordered = tuple(found[chart] for chart in ids)
        counts = tuple(charts.counts(session, chart) for chart in ids)
        clinical = tuple(charts.categories(session, chart) for chart in ids)
        written = tuple(charts.days(session, chart, Kind.DOCUMENT) for chart in ids)
        own = own_among(session, context, ids)
    with context.writing() as session:
        for chart_id in ids:
            context.log(session, "compare", chart_id)
    return Comparison(ordered, counts, contradictions(ordered), clinical, written, own)


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """An undo before it is decided: what it would do, who it concerns, and the open items.

    `charts` are the charts that items may go to: the one that stays (where the chain ends now, or
    where a move began), then those that come back; each with the assertions it shows
    now or would show then, wherever these are now. `counts` are the
    items that each of them has today, and `values` what assertions say; `undone` is what is
    taken back. `misdirected` are the disclosures that may have told of another person. `by` are
    the full names of who asked for it and of who approved it, if it was.
    """

    outcome: Outcome
    charts: tuple[Chart, ...]
    items: tuple[Item, ...]
    counts: tuple[Mapping[Kind, int], ...]
    values: Mapping[str, str]
    undone: AppliedChangeSet
    misdirected: tuple[Logged, ...]
    by: tuple[str, ...] = ()


def preview_undo(context: Context, outcome: Outcome) -> UndoPreview:
    """Read what a person must see to decide the open items of an undo's dry run."""
    changes = outcome.change_set.changes
    assert outcome.change_set.reverses is not None
    with context.database.read() as session:
        undone = history.change_set(session, outcome.change_set.reverses)
        open_items = tuple(items.items(session, [u.item for u in outcome.undecided]).values())
        ids = _concerned(session, outcome, undone, open_items)
        found = patients.patients(session, ids)
        chosen = {p.id: {c for c in p.choices.values() if c} for p in found.values()}
        for change in changes:
            if change.entity == PATIENT and change.field.startswith("choice_") and change.after:
                chosen.setdefault(change.id, set()).add(change.after)
        said = items.items(session, set().union(*chosen.values()))
        counts = tuple(charts.counts(session, chart) for chart in ids)
        values = legend(session, outcome.change_set)[1] | wording(said)
        by = _names(session, undone)
    of = {
        name: Chart(found[name], tuple(i for c, i in said.items() if c in chosen[name]))
        for name in ids
    }
    at = {item.id: item for item in open_items}
    ordered = tuple(at[u.item] for u in outcome.undecided)
    people = tuple(of[chart] for chart in ids)
    told = misdirected(context, outcome)
    return UndoPreview(outcome, people, ordered, counts, values, undone, told, by)


def _names(session: Transaction, undone: AppliedChangeSet) -> tuple[str, ...]:
    """Who asked for a change set, and who approved it, by full name."""
    accounts = (undone.change_set.requester, undone.approved_by)
    found = [(name, staff.find(session, name)) for name in accounts if name]
    return tuple(name if each is None else each.display for name, each in found)


def _concerned(
    session: Transaction, outcome: Outcome, undone: AppliedChangeSet, open_items: Iterable[Item]
) -> list[str]:
    """The charts of an undo: what stays first, what comes back last; see `UndoPreview`."""
    changes = outcome.change_set.changes
    back = [c.id for c in changes if (c.entity, c.field, c.after) == (PATIENT, "status", "active")]
    moves = [c for c in changes if c.field == "patient_id"]
    left = [*(i.patient_id for i in open_items), *(c.before for c in moves if c.before)]
    home = [c.after for c in moves if c.after]
    ends = [*home, *left] if undone.change_set.kind in MOVING else [*left, *home]
    named = {c.id for c in changes if c.entity not in {PATIENT, PAIR}}
    owners = sorted(i.patient_id for i in items.items(session, named).values())
    own = sorted(outcome.change_set.charts())
    stays = [c for c in (*ends, *own, *(() if ends else owners)) if c not in back]
    return list(dict.fromkeys([*stays, *back]))
