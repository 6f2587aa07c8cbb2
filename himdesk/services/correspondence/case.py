# SPDX-License-Identifier: Apache-2.0
"""The letters of an amendment request to the patient who asked (45 CFR 164.526)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.clock import first_due
from himdesk.domain.amendments.steps.duties import check_telling
from himdesk.domain.amendments.steps.step import check_asked_by_patient
from himdesk.printing.letters.case_notices import (
    Acceptance,
    Accepted,
    Acknowledgement,
    CaseNotice,
    Denial,
    Denied,
    DisagreementReceipt,
    ExtensionNotice,
    RebuttalCopy,
    Wish,
)
from himdesk.printing.letters.notices import AmendmentNotice, ClinicianQuery
from himdesk.services.amendments.law import periods
from himdesk.services.correspondence import case_others
from himdesk.services.correspondence.complaints import complaint
from himdesk.services.correspondence.errand import person
from himdesk.store.desk import settings
from himdesk.store.reading import history

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from himdesk.domain.amendments.case import Case, ItemState
    from himdesk.domain.charts.charts import Chart
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.case_errand import CaseErrand

LIMIT: Final = "amendment.statement-limit"
"""The setting that says how long a statement of disagreement may be, such as "two pages"."""


def acknowledgement(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """What we understood, and by when we answer."""
    asked = (item.asked for item in errand.case.items)
    return Acknowledgement(
        patient=person(chart),
        case=_reference(errand),
        received_on=errand.case.received,
        items=tuple(
            Wish(number=a.number, element=a.element, wrong=a.wrong, wanted=a.wanted) for a in asked
        ),
        due=errand.view.clock.due,
    )


def extension(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """Why it takes longer and until when; only while it still counts."""
    prepared = errand.case.extension
    text = "No extension has been prepared: its reasons and its day come first (case extend)."
    errand.needs(prepared, "extension", text)
    assert prepared is not None
    last = first_due(errand.case.received, periods(settings.read(errand.session)))
    text = f"The letter of an extension goes out by {last}; today it would not count."
    errand.needs(errand.today <= last, "extension-late", text)
    return ExtensionNotice(
        patient=person(chart),
        case=_reference(errand),
        received_on=errand.case.received,
        reason=prepared.reason,
        until=prepared.until,
    )


def acceptance(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """What is amended and how, and whom we tell in any case."""
    case = errand.case
    check_telling(case, Acceptance.kind)
    return Acceptance(
        patient=person(chart),
        case=_reference(errand),
        received_on=case.received,
        accepted=_all_accepted(errand),
        amended_on=_amended_on(errand),
        told=_told(case),
    )


def denial(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """What is denied, on which basis, what the patient may do about it, and what is amended."""
    case, words = errand.case, errand.words
    check_telling(case, Denial.kind)
    denied = [item for item in case.items if item.denied]
    site, known = errand.context.site, settings.read(errand.session)
    limit = known.get(LIMIT)
    accepted = _all_accepted(errand)
    return Denial(
        patient=person(chart),
        case=_reference(errand),
        received_on=case.received,
        denied=tuple(_denied(errand, item) for item in denied),
        accepted=accepted,
        amended_on=_amended_on(errand) if accepted else None,
        told=_told(case) if accepted else (),
        file_at=", ".join((site.name, *site.address)),
        longest=words.limit.format(limit=limit) if limit else words.no_limit,
        complaint=complaint(errand),
    )


def receipt(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """The statement of disagreement came and goes with the record."""
    said = errand.case.disagreement
    errand.needs(said, "disagreement", "There is no statement of disagreement.")
    assert said is not None
    return DisagreementReceipt(
        patient=person(chart),
        case=_reference(errand),
        received_on=errand.case.received,
        disagreed_on=said.on,
        elements=tuple(item.asked.element for item in errand.case.items if item.denied),
    )


def rebuttal(errand: CaseErrand, chart: Chart) -> CaseNotice:
    """A copy of the rebuttal, word for word."""
    said, answer = errand.case.disagreement, errand.case.rebuttal
    errand.needs(answer, "rebuttal", "There is no rebuttal.")
    assert said is not None
    assert answer is not None
    return RebuttalCopy(
        patient=person(chart),
        case=_reference(errand),
        received_on=errand.case.received,
        disagreed_on=said.on,
        rebuttal=answer.text,
    )


PATIENT: Final[dict[str, Callable[[CaseErrand, Chart], CaseNotice]]] = {
    Acknowledgement.kind: acknowledgement,
    ExtensionNotice.kind: extension,
    Acceptance.kind: acceptance,
    Denial.kind: denial,
    DisagreementReceipt.kind: receipt,
    RebuttalCopy.kind: rebuttal,
}
"""The letters to the patient."""

WRITERS: Final = (*PATIENT, AmendmentNotice.kind, ClinicianQuery.kind)
"""All letters of a case."""


def written(errand: CaseErrand, kind: str) -> tuple[Notice, Recipient]:
    """The letter's values and who gets it.

    Raises:
        CaseRefused: the case does not owe such a letter.
    """
    chart = errand.chart()
    if kind == AmendmentNotice.kind:
        return case_others.amendment_notice(errand, chart)
    if kind == ClinicianQuery.kind:
        return case_others.query(errand, chart, _reference(errand))
    check_asked_by_patient(errand.case)
    other = errand.asked_by(chart)
    letter = replace(PATIENT[kind](errand, chart), asked_by=other.name if other else "")
    return errand.stated(letter), errand.to_requester(chart)


def _reference(errand: CaseErrand) -> str:
    return errand.case.id[-12:].upper()


def _all_accepted(errand: CaseErrand) -> tuple[Accepted, ...]:
    return tuple(_accepted(errand, item) for item in errand.case.items if item.accepted)


def _accepted(errand: CaseErrand, item: ItemState) -> Accepted:
    words, wanted = errand.words, item.asked.wanted.rstrip(". ")
    how = words.moot if item.moot else words.amended if item.change_set else words.pending
    return Accepted(
        number=item.asked.number, element=item.asked.element, how=how.format(wanted=wanted)
    )


def _amended_on(errand: CaseErrand) -> date | None:
    """The day on which all that was accepted had been done."""
    accepted = [item for item in errand.case.items if item.accepted]
    if not all(item.settled for item in accepted):
        return None
    return _last_day(errand, [item.change_set for item in accepted if item.change_set])


def _told(case: Case) -> tuple[str, ...]:
    """Whom we tell though the patient did not name them."""
    return tuple(
        ", ".join(filter(None, (n.recipient, n.address.replace("\n", ", "))))
        for n in case.notices
        if not n.named_by_patient and n.waived is None
    )


def _denied(errand: CaseErrand, item: ItemState) -> Denied:
    decision = item.decision
    assert decision is not None
    assert decision.basis is not None
    return Denied(
        number=item.asked.number,
        element=item.asked.element,
        basis=errand.words.bases[decision.basis],
        reason=decision.reason,
    )


def _last_day(errand: CaseErrand, change_sets: list[str]) -> date:
    days = [
        errand.day_of(history.change_set(errand.session, change_set).at)
        for change_set in change_sets
    ]
    return max(days, default=errand.today)
