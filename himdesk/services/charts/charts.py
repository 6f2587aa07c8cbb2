# SPDX-License-Identifier: Apache-2.0
"""The reading desk: finding patients, opening charts now or as of a day, and their history.

Every opening of a chart is a line of the access log; a confidential chart is masked in lists and
opened only after a reason was given (break-the-glass).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.normal import query_terms
from himdesk.domain.errors import HeldAnothers, NotFound, ReasonMissing, UsageError
from himdesk.domain.roles import Role, permitted
from himdesk.domain.times import utc_text
from himdesk.services.charts.addressing import Addressing
from himdesk.services.charts.discretion import discreet, held_anothers, homes_shown
from himdesk.services.charts.former import former
from himdesk.services.charts.held import Held, held
from himdesk.services.charts.past import BeforeAfter, Entry, before_after, entries
from himdesk.services.charts.sight import MASKED, Sight
from himdesk.services.charts.within import Within, find
from himdesk.services.views import Plain, change_set_view, chart_view
from himdesk.store.desk import access
from himdesk.store.reading import asof, charts, history, patients, search

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from himdesk.domain.charts.charts import Chart, Patient
    from himdesk.domain.charts.items import Item, Kind
    from himdesk.domain.charts.normal import QueryTerms
    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.store.engine import Transaction

GLASS_STAYS_BROKEN: Final = timedelta(hours=1)
HITS: Final = 50
PAGE: Final = 200
_TIME = re.compile(r"^\d{4}-\d{2}(-\d{2}.*)?$|^\d{4}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One patient found. `found_by` is the former number or name that the search met, if any."""

    patient: Patient
    name: str
    birth_date: str | None
    sex: str | None
    restricted: bool
    found_by: str | None = None

    def view(self) -> Plain:
        """As the console prints it."""
        return {
            "mrn": self.patient.number,
            "authority": self.patient.authority,
            "status": str(self.patient.status),
            "name": self.name,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "restricted": self.restricted,
            "found_by": self.found_by,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a search: at most `HITS` patients, and whether there are more."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A chart with its assertions, the numbers of items by kind, and retired numbers.

    `clinical` are the numbers of clinical items by category.
    """

    chart: Chart
    counts: dict[Kind, int]
    clinical: dict[str, int]
    retired: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Some items of one kind, newest first; `following` asks for the next, None at the end."""

    items: tuple[Item, ...]
    following: int | None


@dataclass(frozen=True, slots=True)
class Charts:
    """Reading charts; charts are named by their MRNs."""

    context: Context

    def search(self, text: str) -> Found:
        """Patients by name (also previous), MRN (also retired), birth date, SSN or phone.

        Raises:
            UsageError: nothing to search for.
        """
        self.context.require("search")
        terms = query_terms(text)
        if not (terms.words or terms.numbers or terms.birth_date):
            raise UsageError("Type a name, a number, a birth date or a phone number to search for.")
        with self.context.database.read() as session:
            ids = search.find(session, terms, limit=HITS + 1)
            found = charts.headers(session, ids[:HITS])
            hits = tuple(self._hit(session, found[i], terms) for i in ids[:HITS])
        with self.context.writing() as session:
            self.context.log(session, "search")
        return Found(hits, len(ids) > HITS)

    def _hit(self, session: Transaction, chart: Chart, terms: QueryTerms) -> Hit:
        masked = not Addressing(self.context, session).may_open(chart)
        return Hit(
            patient=chart.patient,
            name=MASKED if masked else chart.name(),
            birth_date=None if masked else chart.value("birth_date"),
            sex=None if masked else chart.value("sex"),
            restricted=chart.restricted,
            found_by=None if masked else former(session, chart, terms),
        )

    def break_glass(self, mrn: str, *, reason: str) -> None:
        """Open a restricted chart for an hour; logged, and reviewed by the privacy officer."""
        self.context.require("show")
        if not reason.strip():
            raise ReasonMissing
        until = utc_text(self.context.clock() + GLASS_STAYS_BROKEN)
        with self.context.writing() as session:
            patient = Addressing(self.context, session).survivor(mrn)
            opening = access.BrokenGlass(
                id=self.context.new_id(),
                staff=self.context.staff.name,
                patient_id=patient.id,
                reason=reason.strip(),
                at=self.context.now(),
                until=until,
            )
            access.break_glass(session, opening)
            self.context.log(session, "break-glass", patient.id, reason.strip())

    def open(self, mrn: str, *, as_of: str | None = None) -> Chart:
        """The chart that a number finds, whole, now or as it stood.

        `as_of` is a time (without an offset: the site's zone) or a change set's id.

        Raises:
            NotFound, Ambiguous, Restricted, UsageError: see `Addressing`.
            HeldAnothers: it held another person's data then, and the reader is not of HIM.
        """
        self.context.require("show")
        with self.context.database.read() as session:
            chart = self._chart(session, mrn, as_of)
            Addressing(self.context, session).check_open(chart)
            seq = None
            if as_of is not None:
                Sight(self.context, session).check(chart.patient)
                seq = self._seq(session, as_of)
                self._check_own(session, chart)
            shown = discreet(session, chart.patient.id, chart.items, chart=chart, seq=seq)
        verb = "show" if as_of is None else f"show as of {as_of}"
        with self.context.writing() as session:
            self.context.log(session, verb, chart.patient.id)
        return replace(chart, items=shown)

    def _check_own(self, session: Transaction, chart: Chart) -> None:
        """Check that a chart as it stood held nobody else's data, or that the reader is of HIM.

        Raises:
            HeldAnothers: neither.
        """
        if permitted("split", self.context.staff.roles) or Role.PRIVACY in self.context.staff.roles:
            return
        if held_anothers(session, chart):
            raise HeldAnothers(chart.patient.number)

    def _chart(self, session: Transaction, mrn: str, as_of: str | None) -> Chart:
        addressing = Addressing(self.context, session)
        if as_of is None:
            return charts.chart(session, addressing.survivor(mrn).id)
        seq = self._seq(session, as_of)
        patient = addressing.exactly(mrn)
        try:
            chart = asof.as_of(session, patient.id, seq)
        except NotFound:
            raise NotFound("chart at that time with the number", mrn) from None
        while chart.patient.replaced_by is not None:
            chart = asof.as_of(session, chart.patient.replaced_by, seq)
        return chart

    def _seq(self, session: Transaction, as_of: str) -> int:
        """The place in the ledger that `as_of` means."""
        seq = history.seq_of(session, as_of)
        if seq is not None:
            return seq
        if not _TIME.match(as_of):
            raise NotFound("change set or time", as_of)
        return history.seq_at(session, self._moment(as_of))

    def _moment(self, text: str) -> str:
        """The time that a person typed, as the store writes it."""
        try:
            moment = datetime.fromisoformat(text)
            if len(text) <= len("2026-03-01"):
                moment = moment.replace(hour=23, minute=59, second=59, microsecond=999999)
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=self.context.site.zone)
            return utc_text(zoned)
        except (ValueError, OverflowError):
            raise UsageError(f"{text} is not a time; write it like 2026-03-01T14:30.") from None

    def overview(self, mrn: str) -> Overview:
        """A chart's first screen: who it is, what it has, which numbers find it; not its items."""
        self.context.require("show")
        with self.context.database.read() as session:
            addressing = Addressing(self.context, session)
            patient = addressing.survivor(mrn)
            chart = charts.assertions(session, [patient.id])[patient.id]
            addressing.check_open(chart)
            counts = charts.counts(session, patient.id)
            clinical = charts.categories(session, patient.id)
            retired = tuple(p.number for p in patients.retired_into(session, patient.id))
        with self.context.writing() as session:
            self.context.log(session, "show", patient.id)
        return Overview(chart=chart, counts=counts, clinical=clinical, retired=retired)

    def page(
        self, chart_id: str, kind: Kind, *, category: str | None = None, after: int = 0
    ) -> ItemPage:
        """Items of one kind (and category) of a chart that was opened before, newest first."""
        self.context.require("show")
        with self.context.database.read() as session:
            chart = charts.headers(session, [chart_id])[chart_id]
            Addressing(self.context, session).check_open(chart)
            page = charts.page(session, chart_id, kind, category=category, limit=PAGE, after=after)
            shown = discreet(session, chart_id, page.items)
        return ItemPage(shown, page.following)

    def holds(self, chart_id: str, found: Sequence[Item]) -> dict[str, Held]:
        """Those of the items of a chart that was opened before that are held back from release."""
        self.context.require("show")
        with self.context.database.read() as session:
            chart = charts.headers(session, [chart_id])[chart_id]
            Addressing(self.context, session).check_open(chart)
            return held(session, chart, found)

    def within(self, chart_id: str, text: str) -> Within:
        """What a chart that was opened before has of some words; see `within.find`."""
        self.context.require("show")
        return find(self.context, chart_id, text)

    def show_view(self, mrn: str, *, as_of: str | None = None) -> Plain:
        """What `show` prints."""
        chart = self.open(mrn, as_of=as_of)
        with self.context.database.read() as session:
            seq = None if as_of is None else self._seq(session, as_of)
            numbers = homes_shown(session, chart, seq=seq)
        return chart_view(chart, numbers, asked_for=mrn, as_of=as_of)

    def history(self, mrn: str) -> tuple[Entry, ...]:
        """The history of the chart of this very number, the newest first; see `past.entries`."""
        self.context.require("history")
        return entries(self.context, mrn)

    def history_view(self, mrn: str) -> Plain:
        """What `history` prints."""
        found = self.history(mrn)
        sets = [change_set_view(each.applied, content=each.content) for each in found]
        return {"mrn": mrn, "change_sets": sets}

    def before_after(self, mrn: str, change_set: str) -> BeforeAfter:
        """One change set of a chart's history; see `past.before_after`."""
        self.context.require("history")
        return before_after(self.context, mrn, change_set)

    def numbers(self, outcome: Outcome) -> dict[str, str]:
        """The MRNs of the charts that an outcome speaks of."""
        self.context.require("show")
        ids: set[str] = set(outcome.change_set.charts())
        ids |= {c for w in outcome.warnings for c in w.charts}
        ids |= {u.suggest for u in outcome.undecided if u.suggest}
        with self.context.database.read() as session:
            return numbers_of(session, ids)


def numbers_of(session: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """MRNs by chart id."""
    return {name: p.number for name, p in patients.patients(session, set(ids)).items()}
