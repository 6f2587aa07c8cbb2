# SPDX-License-Identifier: Apache-2.0
"""Orders to correct what a chart shows of its person, as they are kept."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.charts import CHOICE_FIELDS
from himdesk.domain.charts.demographics import (
    Because,
    DemographicRequest,
    plan_choice,
    plan_demographic,
)
from himdesk.domain.charts.items import About, Address, Identifier, Kind, Name, Statement, Telecom
from himdesk.domain.charts.normal import parse_birth_date
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.services.charts.addressing import Addressing
from himdesk.services.corrections.planned import Planned
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Details
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

SEXES: Final = ("female", "male", "other", "unknown")
"""FHIR's administrative genders."""

PARTS: Final = {
    Kind.NAME: ("family", "given", "middle", "prefix", "suffix"),
    Kind.ADDRESS: ("line", "city", "state", "postal_code", "country"),
}
"""What the statements that have parts are made of."""

RESTATED: Final = {
    **dict.fromkeys(PARTS[Kind.NAME], "family"),
    **{name: name for name, choice in CHOICE_FIELDS.items() if choice.kind not in PARTS},
    **dict.fromkeys(PARTS[Kind.ADDRESS], "address"),
}
"""The fields that can be restated, each with the choice field of the statement it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A field (of `CHOICE_FIELDS`) gets a value that the chart has not: its parts by their names.

    `because` is a value of `Because`; `evidence` says what was seen, such as a passport.
    """

    field: str
    values: Mapping[str, str]
    because: str = Because.CORRECTION.value
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """Fields of one statement get values; other parts of a name or an address stay as shown.

    `fields` maps names of `RESTATED` to what they shall say; an empty text leaves a part out.
    `because` and `evidence` are as of `Stated`.
    """

    fields: Mapping[str, str]
    because: str = Because.CORRECTION.value
    evidence: str = ""

    def of(self, chart: Chart) -> Stated:
        """The whole statement that the chart gets.

        Raises:
            UsageError: there is no such field, or the fields are not of one statement.
        """
        unknown = next((name for name in self.fields if name not in RESTATED), None)
        if unknown is not None:
            known = ", ".join(RESTATED)
            raise UsageError(f"There is no field {unknown}; there are: {known}.", unknown)
        about = {RESTATED[name] for name in self.fields}
        if len(about) != 1:
            raise UsageError("Correct one statement at a time: a name, an address or one value.")
        field = about.pop()
        if CHOICE_FIELDS[field].kind in PARTS:
            values = _parts_shown(chart, field) | dict(self.fields)
        else:
            values = {"value": self.fields[field]}
        return Stated(field=field, values=values, because=self.because, evidence=self.evidence)


def _parts_shown(chart: Chart, field: str) -> dict[str, str]:
    """The parts of the name or the address that a chart shows."""
    parts, shown = PARTS[CHOICE_FIELDS[field].kind], chart.chosen(field)
    if CHOICE_FIELDS[field].kind is Kind.NAME:  # each part may be of another statement
        return {part: chart.value(part) or "" for part in parts}
    return {part: getattr(shown.details, part) or "" if shown else "" for part in parts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A field shows another statement (an item's id) that the chart has."""

    field: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemographicOrder:
    """Correct what a chart shows: choose the statement `item`, or record `values` as `new_id`."""

    chart: str
    field: str
    reason: str
    at: str
    new_id: str = ""
    item: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    because: str = Because.CORRECTION.value
    evidence: str = ""

    def plan(self, session: Transaction, requester: str) -> Planned:
        """Plan from the chart as it is now."""
        chart = charts.assertions(session, [self.chart])[self.chart]
        if self.item:
            plan = plan_choice(
                chart, self.field, self.item, requester=requester, reason=self.reason
            )
            return Planned(plan=plan, charts=(chart,), judged=False)
        plan = plan_demographic(
            chart,
            DemographicRequest(
                field=self.field,
                details=_details(self.field, self.values),
                because=Because(self.because),
                requester=requester,
                reason=self.reason,
                at=self.at,
                new_id=self.new_id,
                evidence=self.evidence.strip() or None,
            ),
        )
        return Planned(plan=plan, charts=(chart,), judged=False)


def demographic_order(
    context: Context, mrn: str, wanted: Stated | Restated | Chosen, *, reason: str
) -> DemographicOrder:
    """The order to correct the chart with this very number.

    Raises:
        UsageError: what is stated is no value of the field.
        HimdeskError: a number that finds no chart.
    """
    with context.database.read() as session:
        chart = Addressing(context, session).exactly(mrn).id
        if isinstance(wanted, Chosen):
            return DemographicOrder(
                chart=chart, field=wanted.field, item=wanted.item, reason=reason, at=context.now()
            )
        if isinstance(wanted, Restated):
            wanted = wanted.of(charts.assertions(session, [chart])[chart])
        values = _clean(wanted.field, wanted.values)
        new_id = context.ids_of_order(session, chart=chart, field=wanted.field, values=values)
    return DemographicOrder(
        chart=chart,
        field=wanted.field,
        values=values,
        because=wanted.because,
        evidence=wanted.evidence,
        reason=reason,
        at=context.now(),
        new_id=new_id(),
    )


def _clean(name: str, values: Mapping[str, str]) -> dict[str, str]:
    """What was stated, without blanks and as the store writes it.

    Raises:
        UsageError: there is no such field, nothing is stated, or it is no value of the field.
    """
    said = {part: value.strip() for part, value in values.items() if value.strip()}
    if name not in CHOICE_FIELDS:
        raise UsageError(f"There is no field {name}.", name)
    if not said:
        raise UsageError("Write what the chart shall show.", name)
    value = said.get("value", "")
    if name == About.BIRTH_DATE:
        said["value"] = _day(value, name)
    if name == About.DECEASED and value not in {"true", "false"}:
        said["value"] = _day(value, name)
    if name == About.SEX and value not in SEXES:
        raise UsageError(f"Sex is one of {', '.join(SEXES)}.", name)
    return said


def _day(value: str, name: str) -> str:
    """A day in a usual spelling, or a year or month of it, as the store writes it.

    Raises:
        UsageError: it is neither.
    """
    day = parse_birth_date(value)
    if day is not None:
        return day
    try:
        if len(value) in {len("1984"), len("1984-03")}:
            earliest(value)
            return value
    except ValueError:
        pass
    raise UsageError("A day is written like 1984-03-12.", name)


def _details(name: str, values: Mapping[str, str]) -> Details:
    """The whole statement of a field; its parts are named as those of the details."""
    match CHOICE_FIELDS[name].kind:
        case Kind.NAME:
            return Name(use="official", **_only(values, PARTS[Kind.NAME]))
        case Kind.ADDRESS:
            return Address(use="home", **_only(values, PARTS[Kind.ADDRESS]))
        case Kind.TELECOM:
            system = "email" if name == "email" else "phone"
            use = {"phone": "home", "mobile": "mobile"}.get(name)
            return Telecom(system=system, use=use, **_only(values, ("value",)))
        case Kind.IDENTIFIER:
            return Identifier(type="SS", **_only(values, ("value",)))
    return Statement(about=name, **_only(values, ("value",)))


def _only(values: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """The values by the names of parts.

    Raises:
        UsageError: there is another one.
    """
    for part in values:
        if part not in known:
            raise UsageError(f"There is no {part} here; there are: {', '.join(known)}.", part)
    return dict(values)
