# SPDX-License-Identifier: Apache-2.0
"""What a correction moved between charts, and the letters about it (DOMAIN 6 #9, #10, #12, #29).

A letter about one chart never tells who the other person is; only the privacy officer is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED
from himdesk.domain.charts.items import ASSERTIONS, STUB, Document, Item, Kind, Name, person_name
from himdesk.domain.corrections.relocation import NEEDED
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import (
    OverlayClinicianNotice,
    OverlayPatientNotice,
    PrivacyHandoff,
    SignatureRequest,
)
from himdesk.printing.letters.values import Entry, Option, Withheld
from himdesk.services.amendments.reading import case_of
from himdesk.services.correspondence.errand import (
    DAYS_TO_ANSWER,
    Errand,
    person,
)
from himdesk.services.correspondence.wording import WORDING
from himdesk.services.views import display
from himdesk.store.desk import cases, releases
from himdesk.store.reading import items, patients

if TYPE_CHECKING:
    from datetime import date, datetime

    from himdesk.domain.charts.charts import Chart
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient

NOTIFY_DAYS: Final = 60
"""45 CFR 164.404(b): the latest day for a notice, counted from the first knowledge."""

MOST_ENTRIES: Final = 200
UNKNOWN: Final = "Not established yet"
WHO_ASKED: Final = "The patient of the other chart, in letters about amendment request"
OPENED: Final = "who opened the chart stands in the access log"

Letter = tuple["Notice", "Recipient"]


@dataclass(frozen=True)
class Overlay:
    """The entries that a change set took out of charts and put into others."""

    errand: Errand

    @cached_property
    def _found(self) -> dict[str, Item]:
        """The entries concerned, as they are now: what moved, and what was made beside it."""
        changes = self.errand.applied.change_set.changes
        ids = {c.id for c in changes if c.field in {"patient_id", CREATED}}
        return {
            name: item
            for name, item in items.items(self.errand.session, ids).items()
            if item.kind not in ASSERTIONS and item.type != STUB
        }

    @cached_property
    def _ways(self) -> tuple[tuple[str, str | None, str], ...]:
        """Each entry with the chart it left, if any, and the one it came to."""
        changes = self.errand.applied.change_set.changes
        moved = {c.id: (c.before, c.after or "") for c in changes if c.field == "patient_id"}
        ways = {name: way for name, way in moved.items() if name in self._found}
        for change in changes:
            if change.field == CREATED and change.id in self._found:
                item = self._found[change.id]
                ways[item.id] = (None, item.home_patient_id)
        return tuple((name, *ways[name]) for name in sorted(ways, key=self._when))

    def _when(self, name: str) -> tuple[str, str]:
        return (self._found[name].at or "", name)

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        """The charts in which another person's entries were, the one with most of them first."""
        left = Counter(before for _, before, _ in self._ways if before is not None)
        left.update(item.patient_id for item in self._divided())
        return tuple(chart for chart, _ in left.most_common())

    def _divided(self) -> list[Item]:
        """The documents of which parts went to several charts."""
        origins = {item.derived_from for item in self._found.values()}
        sealed = {c.id for c in self.errand.applied.change_set.changes if c.field == "sensitivity"}
        return list(items.items(self.errand.session, {o for o in origins if o in sealed}).values())

    @cached_property
    def right(self) -> tuple[str, ...]:
        """The charts to which entries came."""
        came = Counter(after for _, _, after in self._ways if after not in self.wrong)
        return tuple(chart for chart, _ in came.most_common())

    def entries(self, chart: str) -> tuple[Entry, ...]:
        """What was taken out of a chart and put into it, oldest first."""
        words = WORDING[self.errand.language]
        listed = [
            (self._found[name], words.removed if before == chart else words.added)
            for name, before, after in self._ways
            if chart in {before, after}
        ]
        if len(listed) > MOST_ENTRIES:
            listed = [(item, done) for item, done in listed if item.encounter_id is None]
        return tuple(self._entry(item, done) for item, done in listed)

    def removed(self, chart: str) -> Counter[Kind]:
        """How many entries of each kind left a chart."""
        return Counter(self._found[name].kind for name, before, _ in self._ways if before == chart)

    def to_sign(self, chart: str) -> tuple[Entry, ...]:
        """The entries of a chart that their authors must sign again."""
        words = WORDING[self.errand.language]
        return tuple(
            self._entry(self._found[name], words.added)
            for name, _, after in self._ways
            if after == chart and _unsigned(self._found[name])
        )

    def told(self, chart: str) -> tuple[tuple[str, str], ...]:
        """To whom entries that came to a chart went out from the wrong one, and on which day.

        Disclosures, and the letters about amendment requests for which such an entry was asked
        to be changed: they went to the person in whose chart it was.
        """
        session = self.errand.session
        names = [name for name, before, after in self._ways if before and after == chart]
        sent = releases.disclosures_of(session, names)
        found = [(d.recipient, d.day) for d in sent if d.patient_id in self.wrong]
        asked = {case for each in cases.about(session, names).values() for case in each}
        for case, events in cases.events(session, asked).items():
            letters = case_of(session, case, events).letters
            found += [(f"{WHO_ASKED} {case}", each.on.isoformat()) for each in letters]
        return tuple(dict.fromkeys(found))

    def _entry(self, item: Item, done: str) -> Entry:
        at = item.at or item.recorded
        on = None if at is None else self._day(earliest(at), timed=len(at) > len("2026-01-01"))
        return Entry(title=display(item), on=on, change=done, author=item.author or "")

    def _day(self, at: datetime, *, timed: bool) -> date:
        """The day as its source wrote it; of a time in UTC the day at the site."""
        return self.errand.day(at) if timed and not at.utcoffset() else at.date()

    def withheld(self, chart: str) -> tuple[Withheld, ...]:
        """The other persons, whom the letter must not name."""
        ends = patients.survivors(self.errand.session, {chart, *self.wrong, *self.right})
        others = {c for c, end in ends.items() if end != ends[chart]}
        return tuple(_withheld(self.errand.chart(other)) for other in sorted(others))


def clinicians(errand: Errand) -> Letter:
    """Clinicians are told which entries came or went, and what to verify again."""
    overlay = Overlay(errand)
    chart = errand.chosen((*overlay.wrong, *overlay.right))
    to_sign = overlay.to_sign(chart)
    notice = OverlayClinicianNotice(
        patient=person(errand.chart(chart)),
        held_others=chart in overlay.wrong,
        entries=overlay.entries(chart),
        found_on=errand.found_on(),
        corrected_at=errand.corrected_at,
        to_sign=to_sign,
        sign_by=errand.today + timedelta(days=DAYS_TO_ANSWER) if to_sign else None,
        change_set=errand.applied.id,
        withheld=overlay.withheld(chart),
    )
    words = WORDING[errand.language]
    return errand.stated(notice), errand.recipient(words.clinicians)


def patient(errand: Errand) -> Letter:
    """The patient in whose chart another person's entries were is told so."""
    overlay = Overlay(errand)
    chosen = errand.chosen(overlay.wrong)
    chart, words = errand.chart(chosen), WORDING[errand.language]
    removed = overlay.removed(chosen)
    counts = tuple(words.count(kind, number) for kind, number in sorted(removed.items()))
    notice = OverlayPatientNotice(
        patient=person(chart),
        information=counts or (words.divided,),
        found_on=errand.found_on(),
        corrected_on=errand.corrected_on,
        to_check=words.to_check,
        contact=errand.signer,
        withheld=overlay.withheld(chosen),
    )
    return errand.stated(notice), errand.to_patient(chosen)


def handoff(errand: Errand) -> Letter:
    """The privacy officer gets the facts; what nobody has told yet is said to be so."""
    overlay = Overlay(errand)
    subject = errand.chosen(overlay.right)
    source = errand.chart(overlay.wrong[0]).patient if overlay.wrong else None
    listed = [e.title for e in overlay.entries(subject)]
    found = errand.found_on()
    told = overlay.told(subject)
    notice = PrivacyHandoff(
        subject=person(errand.chart(subject)),
        disclosed_to="; ".join((*(who for who, _ in told), OPENED))
        if told
        else f"{UNKNOWN}; {OPENED}",
        disclosed_on=", ".join(sorted({day for _, day in told})) or UNKNOWN,
        information=tuple(listed),
        method="Entries that could be seen in another patient's chart",
        from_chart=source.number if source else UNKNOWN,
        discovered_on=found,
        discovered_by=errand.applied.change_set.requester,
        notify_by=found + timedelta(days=NOTIFY_DAYS),
        viewed=UNKNOWN,
        recovered=UNKNOWN,
        identifiers=UNKNOWN,
        likelihood=UNKNOWN,
        mitigation="The entries were taken out of the wrong chart",
        change_set=errand.applied.id,
    )
    return errand.stated(notice), errand.recipient("Privacy Officer")


def signature(errand: Errand) -> Letter:
    """An author is asked to sign again what was moved."""
    overlay, words = Overlay(errand), WORDING[errand.language]
    chart = errand.chosen(overlay.right)
    authors = sorted({e.author for e in overlay.to_sign(chart) if e.author})
    clinician = errand.facts.get("clinician") or (authors[0] if len(authors) == 1 else None)
    if clinician not in authors:
        known = ", ".join(authors) or "nobody"
        raise UsageError(f"Say who is to sign, clinician=NAME; there are: {known}.", "clinician")
    notice = SignatureRequest(
        clinician=clinician,
        patient=person(errand.chart(chart)),
        entries=tuple(e for e in overlay.to_sign(chart) if e.author == clinician),
        why=words.why,
        due=errand.today + timedelta(days=DAYS_TO_ANSWER),
        options=tuple(Option(text=text) for text in words.answers),
        change_set=errand.applied.id,
        withheld=overlay.withheld(chart),
    )
    return errand.stated(notice), errand.recipient(clinician)


def _unsigned(item: Item) -> bool:
    return isinstance(item.details, Document) and item.details.signature == NEEDED


def _withheld(chart: Chart) -> Withheld:
    shown = person(chart)
    names = {person_name(i.details) for i in chart.items if isinstance(i.details, Name)}
    return Withheld(
        names=tuple(sorted({shown.name, *names})),
        numbers=(chart.patient.number, f"{chart.patient.authority}:{chart.patient.number}"),
        birth_date=shown.birth_date,
    )
