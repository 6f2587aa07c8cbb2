# SPDX-License-Identifier: Apache-2.0
"""What the store knows about the records that arrive, read at once for many of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.charts.charts import ChartStatus
from himdesk.domain.charts.items import Status
from himdesk.store.desk import sources
from himdesk.store.reading import arriving, history, items, patients

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from himdesk.domain.charts.charts import Patient
    from himdesk.domain.charts.items import Item
    from himdesk.services.intake.plans.numbers import Numbers
    from himdesk.services.intake.plans.sheets import Incoming
    from himdesk.store.desk.sources import SourceRecord
    from himdesk.store.engine import Transaction
    from himdesk.store.reading.arriving import Standing

CONDITION = "?identifier="


@dataclass(slots=True)
class Known:
    """What was found. `people` are the assertions of patients' records, by the record's row id."""

    records: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    numbers: dict[tuple[str, str], Patient] = field(default_factory=dict)
    holders: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    charts: dict[str, Patient] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    items: dict[str, Standing] = field(default_factory=dict)
    people: dict[str, list[Item]] = field(default_factory=dict)
    undone: frozenset[str] = frozenset()

    def standing(self, key: str | None) -> Standing | None:
        """Where the item of a record stands, if it is one and no undo took it back."""
        seen = self.records.get(split(key)) if key is not None else None
        if seen is None or seen.item_id is None or seen.item_id in self.undone:
            return None
        return self.items.get(seen.item_id)

    def home(self, subject: str) -> str | None:
        """The chart under which records of this subject are filed; None if there is none."""
        number = condition(subject)
        if number is not None:
            found = self.holders.get(number, set())
            return next(iter(found)) if len(found) == 1 else None
        seen = self.records.get(split(subject))
        return seen.patient_id if seen is not None else None

    def alive(self, chart: str) -> bool:
        """Whether the chart was not taken back by an undo."""
        patient = self.charts.get(chart)
        return patient is not None and patient.status != ChartStatus.ENTERED_IN_ERROR


def split(key: str) -> tuple[str, str]:
    """Type and id of a record key."""
    kind, _, name = key.partition("/")
    return kind, name


def condition(key: str) -> tuple[str, str] | None:
    """System and value of a key that names a patient by an identifier."""
    kind, sign, text = key.partition(CONDITION)
    if not sign or kind != "Patient":
        return None
    system, bar, value = text.rpartition("|")
    return (system, value) if bar else ("", text)


def look_up(
    session: Transaction, source: str, chunk: Sequence[Incoming], numbers: Numbers
) -> Known:
    """All that planning the chunk needs to know."""
    known = Known()
    keys = set(_keys(chunk))
    plain = {split(key) for key in keys if CONDITION not in key and "/" in key}
    known.records = sources.records(session, source, plain)
    asked = {number for key in keys if (number := condition(key)) is not None}
    if asked:
        known.holders = arriving.holders(session, asked)
    people = [each for each in chunk if each.record.type == "Patient"]
    stated = {numbers.stated(each.record) for each in people if each.key not in known.records}
    known.numbers = patients.find_many(session, {number for number in stated if number})
    _charts(session, known)
    _items(session, known, people)
    return known


def _keys(chunk: Iterable[Incoming]) -> Iterable[str]:
    for each in chunk:
        yield each.record.key
        if each.record.subject is not None:
            yield each.record.subject
        if each.record.replaced_by is not None:
            yield each.record.replaced_by
        if each.record.type != "Patient":
            for draft in each.record.drafts:
                if draft.parent is not None:
                    yield draft.parent
                if draft.encounter is not None:
                    yield draft.encounter


def _charts(session: Transaction, known: Known) -> None:
    """The charts that records were filed under, and those that survive them."""
    homes = {seen.patient_id for seen in known.records.values() if seen.patient_id is not None}
    homes.update(chart.id for chart in known.numbers.values())
    homes.update(*known.holders.values())
    known.charts = patients.patients(session, homes)
    known.owners = {chart: chart for chart in homes}
    gone = {chart.id for chart in known.charts.values() if chart.replaced_by is not None}
    if gone:
        known.owners |= patients.survivors(session, gone)
        known.charts |= patients.patients(session, {known.owners[chart] for chart in gone})


def _items(session: Transaction, known: Known, people: Iterable[Incoming]) -> None:
    named = {seen.item_id for seen in known.records.values() if seen.item_id is not None}
    known.items = arriving.standings(session, named)
    rows = {known.records[each.key].id for each in people if each.key in known.records}
    known.people = items.from_source_record(session, rows)
    in_error = {each.id for each in known.items.values() if each.status == Status.ENTERED_IN_ERROR}
    in_error.update(i.id for found in known.people.values() for i in found if i.in_error)
    known.undone = taken_back(session, in_error)


def taken_back(session: Transaction, item_ids: Iterable[str]) -> frozenset[str]:
    """Those of the items in error that an undo put there, not their source or a correction."""
    keys = {(item, "status") for item in item_ids}
    if not keys:
        return frozenset()
    last = history.last_changes(session, keys)
    return frozenset(item for (item, _), entry in last.items() if entry.kind == "undo")
