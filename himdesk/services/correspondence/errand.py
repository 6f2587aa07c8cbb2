# SPDX-License-Identifier: Apache-2.0
"""What is asked of a letter: about which change set, for whom, and what a person adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypeVar

from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.notices import Notice
from himdesk.printing.values import Person, Recipient
from himdesk.services.addressing import Addressing
from himdesk.store.desk import proposals
from himdesk.store.reading import asof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.domain.charts import Chart
    from himdesk.printing.values import Signer
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

N = TypeVar("N", bound=Notice)

DAYS_TO_ANSWER: Final = 10
"""Days that people are given to sign or to confirm."""

RECIPIENT: Final = "recipient"
_LINES: Final = "|"
_FIXED: Final = frozenset({"change_set", "corrected_at", "corrected_on", "notify_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A letter to be written about an applied change set, on a day, signed by someone.

    `patient` is the number of the chart that it is for, if the change set touches several;
    `facts` are what only a person can tell, by the names of the letter's fields.
    """

    context: Context
    session: Transaction
    applied: AppliedChangeSet
    today: date
    signer: Signer
    language: str
    patient: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def corrected_at(self) -> datetime:
        """When the change set was applied."""
        return earliest(self.applied.at)

    @property
    def corrected_on(self) -> date:
        """The day of it at the site."""
        return self.day(self.corrected_at)

    def day(self, moment: datetime) -> date:
        """A moment's day at the site."""
        return moment.astimezone(self.context.site.zone).date()

    def found_on(self) -> date:
        """When the desk first knew: the day of the proposal, unless a person knows better."""
        told = self.facts.get("found_on") or self.facts.get("discovered_on")
        if told:
            return _day(told, "found_on")
        asked = [
            p.created_at
            for chart in sorted(self.applied.change_set.charts())
            for p in proposals.about(self.session, chart)
            if p.change_set_id == self.applied.id
        ]
        return self.day(earliest(min(asked))) if asked else self.corrected_on

    def chart(self, chart_id: str, seq: int | None = None) -> Chart:
        """A chart just after the change set, or at another place in the ledger.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        chart = asof.as_of(self.session, chart_id, self.applied.seq if seq is None else seq)
        Addressing(self.context, self.session).check_open(chart)
        return chart

    def chosen(self, chart_ids: tuple[str, ...]) -> str:
        """The one of these charts that the letter is for: the first, unless told otherwise.

        Raises:
            UsageError: the chart told is none of these, or there is none.
        """
        if not chart_ids:
            raise UsageError("This change set gives no reason for such a letter.", self.applied.id)
        if self.patient is None:
            return chart_ids[0]
        found = Addressing(self.context, self.session).exactly(self.patient).id
        if found not in chart_ids:
            text = f"Such a letter can't be about chart {self.patient} and this change set."
            raise UsageError(text, self.patient)
        return found

    def recipient(self, name: str, lines: tuple[str, ...] = ()) -> Recipient:
        """Who gets the letter, unless told otherwise ("Name|Street|City")."""
        told = [part.strip() for part in self.facts.get(RECIPIENT, "").split(_LINES)]
        if any(told):
            return Recipient(name=told[0], lines=tuple(told[1:]))
        return Recipient(name=name, lines=lines)

    def stated(self, notice: N) -> N:
        """The notice with what a person stated instead of what is not known or was guessed.

        Raises:
            UsageError: no field of this letter, or one that is not a person's to state.
        """
        able = {
            f.name: getattr(notice, f.name)
            for f in fields(notice)
            if isinstance(getattr(notice, f.name), (str, bool, date, type(None)))
            and f.name not in _FIXED
        }
        values: dict[str, object] = {}
        for name, text in self.facts.items():
            if name == RECIPIENT:
                continue
            if name not in able:
                known = ", ".join(sorted((*able, RECIPIENT)))
                raise UsageError(f"{name} can't be set; of this letter there are: {known}.", name)
            values[name] = _value(able[name], text, name)
        return replace(notice, **values)


def person(chart: Chart) -> Person:
    """A patient as a letter names one."""
    text = chart.value("birth_date") or ""
    born = date.fromisoformat(text) if len(text) == len("2000-01-01") else None
    return Person(name=chart.name(), mrn=chart.patient.number, birth_date=born)


def address_lines(chart: Chart) -> tuple[str, ...]:
    """The postal address that a chart shows, as it stands on an envelope."""
    item = chart.chosen("address")
    if item is None:
        return ()
    shown = item.details
    town = " ".join(
        part for part in (getattr(shown, n) for n in ("city", "state", "postal_code")) if part
    )
    return tuple(line for line in (*(shown.line or "").split("\n"), town) if line)  # type: ignore[union-attr]


def _value(now: object, text: str, name: str) -> object:
    if name.endswith(("_on", "_by")) and name != "discovered_by":
        return _day(text, name)
    if isinstance(now, bool):
        if text not in {"yes", "no"}:
            raise UsageError(f"{name} is yes or no.", name)
        return text == "yes"
    return text


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} is a day like 2026-03-01.", name) from None
