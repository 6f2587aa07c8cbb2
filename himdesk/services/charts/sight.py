# SPDX-License-Identifier: Apache-2.0
"""What the person at a desk may be told of charts: the one rule that every answer asks.

Who reads no charts (administrator, auditor) is told which entry changed, when and by whom, with
ids and hashes; never what an entry or a reason says, nor the number of a chart they did not name.
A confidential chart, or one that was merged into such a chart, is masked likewise from a reader
who has not broken the glass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, DECISION, PAIR
from himdesk.domain.errors import Restricted
from himdesk.domain.roles import permitted
from himdesk.store.desk import access
from himdesk.store.reading import charts, items, patients

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from himdesk.domain.changes import AppliedChangeSet, Change
    from himdesk.domain.charts.charts import Patient
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

NOT_SHOWN: Final = "(not shown)"
"""What stands in place of a value or a text that the reader may not be told."""

MASKED: Final = "(restricted)"
"""What stands in place of a name that the reader may not be told."""

_BARE: Final = frozenset(
    {CREATED, DECISION, "patient_id", "parent_id", "encounter_id", "status", "replaced_by"}
)
"""Fields whose values are ids, digests and states: they say nothing of a person."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may be told, within one unit of work."""

    context: Context
    session: Transaction

    @property
    def reads(self) -> bool:
        """Whether the person's roles read charts at all."""
        return permitted("show", self.context.staff.roles)

    def hidden(self, chart_ids: Iterable[str]) -> frozenset[str]:
        """Those of the charts of which nothing may be told to this person."""
        ids = frozenset(chart_ids)
        if not ids or not self.reads:
            return ids
        ends = patients.survivors(self.session, ids)
        flagged = charts.flagged(self.session, {*ids, *ends.values()})
        secret = {name for name, chart in flagged.items() if chart.restricted}
        return frozenset(
            name for name in ids if not secret.isdisjoint({name, ends[name]})
            and not self._broken({name, ends[name]})
        )  # fmt: skip

    def glass_broken(self, chart_id: str) -> bool:
        """Whether the person gave a reason to open the chart, or the one that survives it."""
        return self._broken({chart_id, *patients.survivors(self.session, {chart_id}).values()})

    def _broken(self, chart_ids: Collection[str]) -> bool:
        name, now = self.context.staff.name, self.context.now()
        return any(
            access.glass_broken(self.session, staff=name, patient_id=chart, at=now)
            for chart in chart_ids
        )

    def check(self, *wanted: Patient) -> None:
        """Check that a person who reads charts may read these.

        Raises:
            Restricted: one is confidential, and the person has not broken the glass.
        """
        hidden = self.hidden(patient.id for patient in wanted) if self.reads else frozenset()
        for patient in wanted:
            if patient.id in hidden:
                raise Restricted(patient.number)

    def silent(self, groups: Iterable[Collection[str]]) -> list[bool]:
        """For each group of charts, whether what is written of it may not be told."""
        named = list(groups)
        hidden = self.hidden(chart for group in named for chart in group)
        return [not self.reads or not hidden.isdisjoint(group) for group in named]

    def changes(self, sets: Sequence[AppliedChangeSet]) -> dict[str, tuple[Change, ...]]:
        """The changes of change sets, by id, without what they would tell of a hidden chart."""
        telling = {c.id for each in sets for c in each.change_set.changes if _tells(c)}
        owned = items.items(self.session, telling) if self.reads else {}
        owners = {name: item.patient_id for name, item in owned.items()}
        touched = {chart for each in sets for chart in each.change_set.charts()}
        hidden = self.hidden(touched | set(owners.values()))
        shown = {}
        for each in sets:
            found = each.change_set
            loose = not self.reads or not hidden.isdisjoint(found.charts())
            shown[each.id] = tuple(
                _bare(c) if (owners[c.id] in hidden if c.id in owners else loose) else c
                for c in found.changes
            )
        return shown


def _tells(change: Change) -> bool:
    """Whether a change says something, rather than ids, digests or states."""
    plain = change.field in _BARE or change.field.startswith("choice_")
    return not plain and change.entity != PAIR


def _bare(change: Change) -> Change:
    """A change without what it says."""
    if not _tells(change):
        return change
    before, after = (None if v is None else NOT_SHOWN for v in (change.before, change.after))
    return replace(change, before=before, after=after)
