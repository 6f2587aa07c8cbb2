# SPDX-License-Identifier: Apache-2.0
"""The letters of an amendment request to others: earlier recipients, and the record's author."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.corrections.amend import Revision
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import AmendmentNotice, ClinicianQuery
from himdesk.printing.letters.values import Option
from himdesk.services.correspondence.corrected import excerpts, revised, text_of, texts
from himdesk.services.correspondence.errand import DAYS_TO_ANSWER, person
from himdesk.services.correspondence.wording import WORDING
from himdesk.services.views import display
from himdesk.store.desk import releases
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.amendments.case import ItemState
    from himdesk.domain.amendments.case import Notice as Told
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.case_errand import CaseErrand

_AMENDING: Final = frozenset({Revision.CORRECTION, Revision.ADDENDUM, Revision.RETRACTION})


def amendment_notice(errand: CaseErrand, chart: Chart) -> tuple[Notice, Recipient]:
    """What was wrong and what is right, to one of those who have the earlier record (c)(3).

    Raises:
        CaseRefused: nobody is owed it, or the record has not been amended yet.
    """
    notice = told(errand)
    disclosed = _disclosure(errand, notice)
    item = _amended(errand, disclosed.items.split() if disclosed else [])
    applied = history.change_set(errand.session, item.change_set or "")
    revision, original = revised(errand.session, applied, _AMENDING)
    was, now = texts(errand.session, revision, original, WORDING[errand.language])
    effective = errand.day_of(applied.at)
    letter = AmendmentNotice(
        patient=person(chart),
        document=display(original),
        document_on=_written(original) or effective,
        was=was,
        now=now,
        effective_on=effective,
        received_on=_day(disclosed),
        pages=errand.words.all_pages,
        confirm_by=errand.today + timedelta(days=DAYS_TO_ANSWER),
    )
    lines = tuple(line.strip() for line in notice.address.splitlines() if line.strip())
    return errand.stated(letter), errand.recipient(notice.recipient, lines)


def told(errand: CaseErrand) -> Told:
    """The recipient that is asked for by number, or the first who is still owed a notice.

    Raises:
        CaseRefused: there is no such one, or the patient did not agree.
    """
    number, case = errand.number("notice"), errand.case
    if number is None:
        found = next((notice for notice in case.notices if notice.owed), None)
        errand.needs(found, "notice", "Nobody on the list is still to be told.")
    else:
        found = next((notice for notice in case.notices if notice.number == number), None)
        errand.needs(found, "notice", f"There is no recipient {number}.")
    assert found is not None
    allowed = found.agreed or not found.named_by_patient
    errand.needs(allowed, "agreed", f"The patient has not agreed that {found.recipient} is told.")
    return found


def query(errand: CaseErrand, chart: Chart, reference: str) -> tuple[Notice, Recipient]:
    """The author of a record is asked to judge the request for it.

    Raises:
        CaseRefused: there is no such item, or it went to nobody.
    """
    item = _asked(errand)
    clinician = errand.facts.get("clinician") or item.clinician
    errand.needs(clinician, "clinician", "Say who is asked, clinician=NAME, or route the item.")
    asked, words = item.asked, errand.words
    record = items.item(errand.session, asked.item) if asked.item else None
    says = text_of(errand.session, record) if record else ""
    latest = errand.today + timedelta(days=DAYS_TO_ANSWER)
    letter = ClinicianQuery(
        clinician=clinician or "",
        patient=person(chart),
        case=reference,
        received_on=errand.case.received,
        document=asked.element if record is None else display(record),
        document_on=(_written(record) if record else None) or words.not_stated,
        says=excerpts(says, says)[0] or asked.wrong,
        wanted=asked.wanted,
        reason=errand.case.reason or words.not_stated,
        due=max(min(latest, errand.view.clock.due), errand.today),
        options=tuple(Option(text=text) for text in words.answers),
    )
    return errand.stated(letter), errand.recipient(clinician or "")


def _asked(errand: CaseErrand) -> ItemState:
    number = errand.number("item")
    if number is None:
        routed = [i for i in errand.case.items if i.clinician and i.decision is None]
        return (*routed, *errand.case.items)[0]
    item = errand.case.item(number)
    if item is None:
        raise CaseRefused(errand.case.id, "item", f"The request has no item {number}.")
    return item


def _amended(errand: CaseErrand, sent: list[str]) -> ItemState:
    """The amended item that the letter is about: as told, or the first that the recipient has."""
    number, case = errand.number("item"), errand.case
    done = [item for item in case.items if item.change_set and number in {None, item.asked.number}]
    errand.needs(done, "corrected", "The record has not been amended yet.")
    return next((item for item in done if item.asked.item in sent), done[0])


def _disclosure(errand: CaseErrand, notice: Told) -> releases.Disclosed | None:
    if notice.disclosure is None:
        return None
    return releases.disclosure(errand.session, notice.disclosure)


def _day(disclosed: releases.Disclosed | None) -> date | None:
    return None if disclosed is None else earliest(disclosed.day).date()


def _written(record: Item) -> date | None:
    return earliest(record.at).date() if record.at else None
