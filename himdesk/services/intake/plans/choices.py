# SPDX-License-Identifier: Apache-2.0
"""What the charts show after patients' records came in, where no person chose otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import PATIENT
from himdesk.domain.charts.charts import CHOICES, ChartStatus, fits
from himdesk.domain.charts.items import Kind, Status
from himdesk.domain.charts.survivorship import preferred
from himdesk.store.reading import charts, history

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import ChoiceField, Patient
    from himdesk.domain.charts.items import Item
    from himdesk.services.intake.plans.planner import Planner

CONFLICT = "source-conflict"
_PERSONS_WORK = frozenset({"amend", "split", "move"})


@dataclass(slots=True)
class Choices:
    """Collects, chart by chart, which assertions came and which went; then settles the choices.

    A blank is filled. Where the chart showed what its source no longer states, it shows what that
    source states now; where a person chose something else meanwhile, the chart stays and a case
    opens.
    """

    planner: Planner
    came: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    went: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def arrived(self, item: Item) -> None:
        """A new assertion."""
        self.came[item.patient_id].append(item)

    def left(self, item: Item) -> None:
        """An assertion that its source states no longer."""
        self.went[item.patient_id].append(item)

    def settle(self) -> None:
        """Plan the changes of choices of all charts."""
        shaken = {owner for owner, gone in self.went.items() if gone}
        whole = charts.assertions(self.planner.session, shaken) if shaken else {}
        keys = {(owner, f"choice_{c.name}") for owner in shaken for c in CHOICES}
        past = history.last_changes(self.planner.session, keys) if keys else {}
        for owner in {**self.came, **self.went}:
            patient = self.planner.known.charts[owner]
            items = self._items(whole[owner].items if owner in whole else (), owner)
            for choice in CHOICES:
                entry = past.get((owner, f"choice_{choice.name}"))
                self._settle(patient, choice, items, entry.kind if entry else None)

    def _items(self, there: tuple[Item, ...], owner: str) -> list[Item]:
        """The assertions of a chart as they will be."""
        gone = {item.id for item in self.went[owner]}
        return [
            replace(item, status=Status.PREVIOUS) if item.id in gone else item for item in there
        ] + self.came[owner]

    def _settle(
        self, patient: Patient, choice: ChoiceField, items: list[Item], last: str | None
    ) -> None:
        now = patient.choices.get(choice.name)
        gone = {item.id for item in self.went[patient.id]}
        if patient.status == ChartStatus.ENTERED_IN_ERROR or self._open(patient, choice, now, gone):
            if now is not None and last in _PERSONS_WORK:
                self._ask(patient, choice, now, items)
                return
            best = preferred(choice, self.came[patient.id])
            if best is None or best.status != Status.CURRENT:
                best = preferred(choice, [i for i in items if i.status == Status.CURRENT]) or best
            after = best.id if best is not None else None
            sheet = self.planner.sheet(patient.id)
            sheet.change(PATIENT, patient.id, f"choice_{choice.name}", (now, after))
        elif last in _PERSONS_WORK and self._differs(patient, choice):
            self._ask(patient, choice, now, items)

    def _open(self, patient: Patient, choice: ChoiceField, now: str | None, gone: set[str]) -> bool:
        """Whether a field shows nothing, or what its source states no longer.

        The parts of a name come from one name: a blank part is no blank while another is shown.
        """
        if now is not None:
            return now in gone
        if choice.kind is not Kind.NAME:
            return True
        shown = {patient.choices.get(c.name) for c in CHOICES if c.kind is Kind.NAME} - {None}
        return shown <= gone

    def _differs(self, patient: Patient, choice: ChoiceField) -> bool:
        """Whether the source changed what it states for a field."""
        went = [item for item in self.went[patient.id] if fits(choice, item)]
        came = [item for item in self.came[patient.id] if fits(choice, item)]
        return bool(went and came) and _part(choice, went) != _part(choice, came)

    def _ask(
        self, patient: Patient, choice: ChoiceField, now: str | None, items: list[Item]
    ) -> None:
        went = [item for item in self.went[patient.id] if fits(choice, item)]
        came = [item for item in self.came[patient.id] if fits(choice, item)]
        shown = [item for item in items if item.id == now]
        planner = self.planner
        case = planner.desk.case(
            planner.new_id(), CONFLICT, (patient.id, now), field=choice.name,
            old=_part(choice, went), new=_part(choice, came), chart=_part(choice, shown),
        )  # fmt: skip
        planner.unit(patient.id).cases.append(case)


def _part(choice: ChoiceField, items: list[Item]) -> str | None:
    """The value of the first of some assertions."""
    return str(getattr(items[0].details, choice.part)) if items else None
