# SPDX-License-Identifier: Apache-2.0
"""From records to plans: whose each one is, and what it brings. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from himdesk.domain.charts.records import Rejected
from himdesk.exchange.grouping import alike
from himdesk.services.intake.plans.lookup import Known, condition, look_up
from himdesk.services.intake.plans.sheets import Desk, Incoming, Plan, Unit
from himdesk.services.intake.report import CHANGED, NEW, UNCHANGED
from himdesk.store import content
from himdesk.store.desk.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.intake.plans.numbers import Numbers
    from himdesk.services.intake.plans.sheets import Sheet
    from himdesk.store.engine import Transaction

DIRECTORY = ""
"""The unit of what is no patient's."""


@dataclass(slots=True)
class Planner:
    """The planning of some records from one view of the store.

    `atomic` puts everything in one unit; otherwise each chart has its own. `homes` are the charts
    that records of patients among these are filed under.
    """

    session: Transaction
    desk: Desk
    numbers: Numbers
    new_id: Callable[[], str]
    atomic: bool
    known: Known = field(default_factory=Known)
    homes: dict[str, str] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)
    units: dict[str, Unit] = field(default_factory=dict)

    def prepare(self, chunk: Sequence[Incoming]) -> list[Incoming]:
        """Read what is known of the records; those that came before in this import are left out."""
        self.known = look_up(self.session, self.desk.source, chunk, self.numbers)
        first: dict[tuple[str, str], Incoming] = {}
        left: list[Incoming] = []
        for each in chunk:
            seen, earlier = self.known.records.get(each.key), first.get(each.key)
            if earlier is not None:
                self._again(each, earlier.digest, earlier.record.body)
            elif seen is not None and seen.import_id == self.desk.import_id:
                self._again(each, seen.body)
            else:
                first[each.key] = each
                left.append(each)
        return left

    def _again(self, each: Incoming, digest: str, body: bytes | None = None) -> None:
        """An id twice in one import: the same record counts once, another one is refused.

        The earlier one is named by its digest; its body is read if it is not given.
        """
        record = each.record
        if (
            digest == each.digest
            or (record.subject is None and record.type != "Patient")
            or alike(body or content.get(self.session, digest), record.body)
        ):
            self.unit(DIRECTORY).outcomes.append((each.file, UNCHANGED))
            return
        self.reject(
            each,
            f"{record.type}.id: the import has this id twice with different contents; "
            "expected it once.",
        )

    def unit(self, owner: str) -> Unit:
        """The unit in which a chart is written."""
        name = DIRECTORY if self.atomic else owner
        found = self.units.get(name)
        if found is None:
            found = self.units[name] = Unit()
        found.charts.add(owner)
        return found

    def sheet(self, owner: str) -> Sheet:
        """The sheet of a chart."""
        return self.unit(owner).sheet(owner)

    def reject(self, each: Incoming, reason: str) -> None:
        """A record that can't be taken."""
        self.plan.rejected.append((each.file, Rejected(each.record.where, reason)))

    def notice(self, each: Incoming, text: str) -> None:
        """Something that a person should know of a record that was taken."""
        self.plan.notices.append((each.file, Rejected(each.record.where, text)))

    def home(self, each: Incoming) -> str | None:
        """The chart under which a record of care is filed; without one it is rejected."""
        subject = each.record.subject or ""
        home = self.homes.get(subject) or self.known.home(subject)
        if home is not None and (subject in self.homes or self.known.alive(home)):
            return home
        number = condition(subject)
        several = number is not None and len(self.known.holders.get(number, ())) > 1
        self.plan.homeless += 1
        self.reject(
            each,
            f"{each.record.type}: its patient {subject} "
            + (
                "stands for several charts; expected one."
                if several
                else "is not known; expected the Patient in this import or an earlier one of "
                f"the source {self.desk.source}."
            ),
        )
        return None

    def added(self, each: Incoming, owner: str, home: str | None, item: str | None) -> str:
        """Note a record that was not seen before; the id of its row."""
        mrn = self.known.charts[home] if each.record.type == "Patient" and home else None
        row = SourceRecord(
            id=self.new_id(),
            source=self.desk.source,
            type=each.record.type,
            record_id=each.record.id,
            body=each.digest,
            seen_at=self.desk.at,
            patient_id=home,
            item_id=item,
            mrn_authority=mrn.authority if mrn else None,
            mrn_number=mrn.number if mrn else None,
            import_id=self.desk.import_id,
        )
        unit = self.unit(owner)
        unit.added[each.key] = row
        unit.bodies[each.digest] = each.record.body
        self._count(unit, each, NEW)
        return row.id

    def stated_again(
        self, each: Incoming, owner: str, outcome: str, *, item: str | None = None
    ) -> None:
        """Note that a record was seen again, with the same bytes or others."""
        seen = self.known.records[each.key]
        row = replace(
            seen,
            body=each.digest,
            seen_at=self.desk.at,
            import_id=self.desk.import_id,
            item_id=item or seen.item_id,
        )
        unit = self.unit(owner)
        unit.updated[each.key] = row
        if outcome != UNCHANGED:
            unit.bodies[each.digest] = each.record.body
        self._count(unit, each, outcome)

    def held(self, each: Incoming, owner: str) -> None:
        """Note that nothing of a record is applied now; it counts as unchanged."""
        self._count(self.unit(owner), each, UNCHANGED)

    def _count(self, unit: Unit, each: Incoming, outcome: str) -> None:
        unit.records.append(each)
        unit.outcomes.append((each.file, outcome))

    def directory(self, each: Incoming) -> None:
        """A record that is nobody's own is kept as it is."""
        seen = self.known.records.get(each.key)
        if seen is None:
            self.added(each, DIRECTORY, None, None)
        else:
            same = seen.body == each.digest
            self.stated_again(each, DIRECTORY, UNCHANGED if same else CHANGED)

    def finish(self) -> Plan:
        """The plan; of an atomic group with anything rejected nothing is left."""
        if not (self.atomic and self.plan.rejected):
            self.plan.units = list(self.units.values())
        return self.plan
