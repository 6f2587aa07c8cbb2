# SPDX-License-Identifier: Apache-2.0
"""Records of patients: charts, their numbers, and what a source states of the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.charts import ChartStatus, Patient
from himdesk.domain.charts.items import Item
from himdesk.services.intake.plans.compare import details_of
from himdesk.services.intake.plans.persons import RestatedPerson
from himdesk.services.intake.report import CHANGED, UNCHANGED
from himdesk.store.reading import history

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.domain.charts.records import Draft, Record
    from himdesk.services.intake.plans.choices import Choices
    from himdesk.services.intake.plans.overlays import Tripwire
    from himdesk.services.intake.plans.planner import Planner
    from himdesk.services.intake.plans.sheets import Incoming
    from himdesk.store.desk.sources import SourceRecord

MERGED_AT_SOURCE = "source-merge"
TAKEN_NUMBER = (
    "Patient: the chart with this number is of another person, as far as can be told. Put the "
    "number right at its source, or correct the chart first."
)
ONE_NUMBER = (
    "Patient.identifier: another person of this import has the same number; expected each person's "
    "own, because a chart is of one person."
)


@dataclass(slots=True)
class People:
    """Plans the patients' records of one chunk; `founders` are those that founded the `new`."""

    planner: Planner
    choices: Choices
    tripwire: Tripwire
    new: dict[tuple[str, str], Patient] = field(default_factory=dict)
    founders: dict[str, Incoming] = field(default_factory=dict)

    def take(self, chunk: Iterable[Incoming]) -> None:
        """Plan each, and at the end what the charts show."""
        for each in chunk:
            seen = self.planner.known.records.get(each.key)
            if seen is None or seen.patient_id is None:
                self._file(each)
            elif self._taken_back(seen):
                self._revive(each, seen, seen.patient_id)
            elif self._last_body(seen) == each.digest:
                home = self.planner.homes[each.record.key] = seen.patient_id
                self.planner.stated_again(each, self.planner.known.owners[home], UNCHANGED)
            else:
                self._restate(each, seen, seen.patient_id)
        self.choices.settle()

    def _file(self, each: Incoming) -> None:
        """A record that is new here: it belongs to the chart with its number, or founds one."""
        planner, record = self.planner, each.record
        number = planner.numbers.stated(record)
        chart = None
        if number is not None:
            chart = planner.known.numbers.get(number) or self.new.get(number)
        if chart is None:
            chart = self._found(number or planner.numbers.assign(planner.session))
            self.founders[chart.id] = each
        elif why := self._is_another(chart, record):
            planner.reject(each, why)
            return
        owner = planner.known.owners[chart.id]
        planner.homes[record.key] = chart.id
        self._wake(chart)
        row = planner.added(each, owner, chart.id, None)
        for draft in record.drafts:
            self.choices.arrived(self.assertion(each, draft, (chart.id, owner), row))
        if record.replaced_by is not None:
            self._merged_at_source(each, owner, record.replaced_by)

    def _is_another(self, chart: Patient, record: Record) -> str:
        """Why a record can't be filed under a chart that is of another person; else nothing."""
        first = self.founders.get(chart.id)
        if first is not None:
            different = self.tripwire.differ(first.record.drafts, record.drafts)
            return ONE_NUMBER if different else ""
        owner = self.planner.known.owners[chart.id]
        return TAKEN_NUMBER if self.tripwire.differs_from(owner, record.drafts) else ""

    def _found(self, number: tuple[str, str]) -> Patient:
        """A new chart."""
        planner = self.planner
        chart = Patient(id=planner.new_id(), authority=number[0], number=number[1])
        self.new[number] = planner.known.charts[chart.id] = chart
        planner.known.owners[chart.id] = chart.id
        planner.sheet(chart.id).patients.append(chart)
        return chart

    def _wake(self, chart: Patient) -> None:
        """A chart that an undo took back is the number's for ever: it becomes active again."""
        if chart.status == ChartStatus.ENTERED_IN_ERROR:
            change = (ChartStatus.ENTERED_IN_ERROR.value, ChartStatus.ACTIVE.value)
            self.planner.sheet(chart.id).change(PATIENT, chart.id, "status", change)

    def assertion(self, each: Incoming, draft: Draft, place: tuple[str, str], row: str) -> Item:
        """A new item for a statement; `place` is its home and its owner."""
        item = Item(
            id=self.planner.new_id(),
            kind=draft.kind,
            home_patient_id=place[0],
            patient_id=place[1],
            details=details_of(draft),
            status=draft.status,
            at=draft.at,
            until=draft.until,
            recorded=draft.recorded,
            type=draft.type,
            code=draft.code,
            display=draft.display,
            author=draft.author,
            sensitivity=draft.sensitivity,
            body=each.digest,
            source_record_id=row,
        )
        self.planner.sheet(place[1]).items[item.id] = item
        return item

    def _taken_back(self, seen: SourceRecord) -> bool:
        """Whether an undo took back what the record brought."""
        known = self.planner.known
        if not known.alive(seen.patient_id or ""):
            return True
        found = known.people.get(seen.id, [])
        return bool(found) and all(item.id in known.undone for item in found)

    def _last_body(self, seen: SourceRecord) -> str:
        """The digest of what the source stated last, an undone import not counted.

        The assertions know it: each statement sets the `body` of all that it repeats, and undoing
        it sets them back.
        """
        known = self.planner.known
        live = [i for i in known.people.get(seen.id, []) if i.id not in known.undone]
        if not live or any(item.body == seen.body for item in live):
            return seen.body
        past = history.field_history(
            self.planner.session, [item.id for item in live], {"body", "created"}
        )
        last = {item: entries[-1].seq for (item, _), entries in sorted(past.items())}
        for (item, name), entries in past.items():
            if name == "body":
                last[item] = max(last[item], entries[-1].seq)
        return max(live, key=lambda item: (last.get(item.id, 0), item.id)).body or seen.body

    def _revive(self, each: Incoming, seen: SourceRecord, home: str) -> None:
        """Stated again after an undo: the same chart, with new items for what is stated now."""
        planner = self.planner
        owner = planner.known.owners[home]
        planner.homes[each.record.key] = home
        self._wake(planner.known.charts[home])
        for draft in each.record.drafts:
            self.choices.arrived(self.assertion(each, draft, (home, owner), seen.id))
        planner.stated_again(each, owner, CHANGED)

    def _restate(self, each: Incoming, seen: SourceRecord, home: str) -> None:
        planner = self.planner
        planner.homes[each.record.key] = home
        owner, last_body = planner.known.owners[home], self._last_body(seen)
        if self.tripwire.holds(each, last_body, owner):
            planner.held(each, owner)
            return
        before = RestatedPerson(planner, self, each, seen, last_body).plan()
        self._look_at_number(each, home)
        if each.record.replaced_by not in {None, before}:
            self._merged_at_source(each, owner, each.record.replaced_by or "")
        planner.stated_again(each, owner, CHANGED)

    def _look_at_number(self, each: Incoming, home: str) -> None:
        """A number that belongs to another chart is a person's business."""
        number = self.planner.numbers.stated(each.record)
        if number is None:
            return
        chart = self.planner.known.charts[home]
        if number != (chart.authority, chart.number):
            text = "Patient: the number differs from that of the chart, which keeps its own."
            self.planner.notice(each, text)

    def _merged_at_source(self, each: Incoming, owner: str, survivor: str) -> None:
        """The source merged the patient into another: himdesk asks a person."""
        planner = self.planner
        case = planner.desk.case(
            planner.new_id(), MERGED_AT_SOURCE, (owner, None),
            record=each.record.key, replaced_by=survivor,
        )  # fmt: skip
        planner.unit(owner).cases.append(case)
