# SPDX-License-Identifier: Apache-2.0
"""Orders to move an item, to split a chart, and to judge two charts, as they are kept.

All ids that a plan makes are in the order, so that planning it again comes to the same content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import ChangeKind, pair_id
from himdesk.domain.charts.charts import Chart, Patient
from himdesk.domain.charts.items import (
    About,
    Address,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
)
from himdesk.domain.corrections.links import plan_distinct, plan_link, plan_unlink
from himdesk.domain.corrections.move import MoveFacts, MoveRequest, is_to_another_patient, plan_move
from himdesk.domain.corrections.split import Again, SplitFacts, SplitRequest, plan_split
from himdesk.domain.errors import UsageError
from himdesk.services.corrections.cautions import cautioned
from himdesk.services.corrections.dividing import PartOrder, parts_of
from himdesk.services.corrections.planned import Planned
from himdesk.store.reading import charts, items, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.charts.items import Details
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrder:
    """Move an item with what hangs on it to a chart, or under another encounter of its own."""

    item: str
    target: str
    stub: str
    reason: str
    encounter: str | None = None
    detach: bool = False

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the charts as they are now."""
        source = charts.chart(session, items.item(session, self.item).patient_id)
        target = charts.facts(session, [self.target])[self.target]
        known = {item.id: item for item in (*source.items, *target.items)}
        plan = plan_move(
            MoveFacts(
                item=self.item,
                items=known,
                source=source,
                target=target,
                placed=charts.owned(session, [source.patient.id]),
                stub_id=self.stub,
            ),
            MoveRequest(
                requester=requester,
                reason=self.reason,
                encounter=self.encounter,
                detach=frozenset({self.item} if self.detach else ()),
            ),
        )
        judged = is_to_another_patient(plan.change_set.changes)
        return Planned(plan=cautioned(session, plan), charts=(source, target), judged=judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChart:
    """A chart that a split makes: its id and number, and what is stated of the person.

    `stated` maps a field of `FIELDS` to its value, `ids` the same fields to the statements' ids.
    """

    id: str
    authority: str
    number: str
    stated: Mapping[str, str]
    ids: Mapping[str, str]

    def chart(self) -> Chart:
        """The chart with its statements."""
        name = {part: self.stated.get(part) for part in NAME_PARTS}
        made = [
            self._item(name_, _details(name_, value))
            for name_, value in self.stated.items()
            if name_ in FIELDS
        ]
        if any(name.values()):
            made.append(self._item("name", Name(use="official", **name)))
        made.append(
            self._item("mrn", Identifier(type="MR", system=self.authority, value=self.number))
        )
        return Chart(Patient(id=self.id, authority=self.authority, number=self.number), tuple(made))

    def _item(self, field_: str, details: Details) -> Item:
        return Item(
            id=self.ids[field_],
            kind=KINDS[type(details)],
            home_patient_id=self.id,
            patient_id=self.id,
            details=details,
            status="current",
        )


NAME_PARTS: Final = ("family", "given", "middle", "prefix", "suffix")

FIELDS: Final = (
    About.BIRTH_DATE,
    About.SEX,
    About.DECEASED,
    About.LANGUAGE,
    "ssn",
    "phone",
    "mobile",
    "email",
    "address",
)
"""What can be stated of the person of a new chart, beside the parts of the name."""


def _details(name: str, value: str) -> Details:
    """A statement about the person, from the name of its field."""
    match name:
        case "ssn":
            return Identifier(type="SS", value=value)
        case "phone" | "mobile":
            use = "home" if name == "phone" else "mobile"
            return Telecom(system="phone", use=use, value=value)
        case "email":
            return Telecom(system="email", value=value)
        case "address":
            return Address(use="home", line=value)
    return Statement(about=name, value=value)


KINDS: Final[dict[type, Kind]] = {
    Name: Kind.NAME,
    Statement: Kind.STATEMENT,
    Identifier: Kind.IDENTIFIER,
    Telecom: Kind.TELECOM,
    Address: Kind.ADDRESS,
}


def check_stated(stated: Mapping[str, object]) -> dict[str, str]:
    """What a plan file states of a new person, if it is usable.

    Raises:
        UsageError: an unknown field, or a value that is no text.
    """
    for name, value in stated.items():
        if name not in FIELDS and name not in NAME_PARTS:
            known = ", ".join((*NAME_PARTS, *FIELDS))
            raise UsageError(f"There is no field {name} of a new chart; there are: {known}.", name)
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"The {name} of a new chart must be a text.", name)
    return {name: str(value).strip() for name, value in stated.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOrder:
    """Divide a chart: `assign` maps items to charts, `new` are charts to be made.

    `again` are clinical items to be recorded anew, `parts` those of documents about both persons;
    `at` is the day on which it is ordered, which orders of earlier versions don't say.
    """

    source: str
    reason: str
    assign: Mapping[str, str]
    stubs: Mapping[str, str]
    new: tuple[NewChart, ...] = ()
    again: tuple[Again, ...] = ()
    parts: tuple[PartOrder, ...] = ()
    at: str | None = None

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the charts as they are now."""
        source = charts.chart(session, self.source)
        made = {chart.id: chart.chart() for chart in self.new}
        named = {*self.assign.values(), *(a.chart for a in self.again)}
        named |= {part.chart for part in self.parts}
        named -= {self.source, *made}
        targets = charts.facts(session, named)
        plan = plan_split(
            SplitFacts(
                source=source,
                targets=targets,
                stub_ids=self.stubs,
                new=made,
            ),
            SplitRequest(
                requester=requester,
                reason=self.reason,
                assign=self.assign,
                again=self.again,
                parts=parts_of(session, source, self.parts),
                at=self.at,
            ),
        )
        return Planned(plan=cautioned(session, plan), charts=(source, *targets.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOrder:
    """Say of charts that they are one person (`link`), nothing (`unlink`) or two (`distinct`)."""

    kind: str
    charts: tuple[str, ...]
    reason: str

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from what is judged now."""
        found = charts.headers(session, self.charts)
        own = [found[chart].patient for chart in self.charts]
        now = pairs.judgements(
            session, [pair_id(a.id, b.id) for a in own for b in own if a.id < b.id]
        )
        if self.kind == ChangeKind.DISTINCT:
            plan = plan_distinct(own, now, requester=requester, reason=self.reason)
        else:
            judge = plan_link if self.kind == ChangeKind.LINK else plan_unlink
            pair = now.get(pair_id(own[0].id, own[1].id))
            plan = judge(own[0], own[1], pair, requester=requester, reason=self.reason)
        return Planned(plan=plan, charts=tuple(found.values()))
