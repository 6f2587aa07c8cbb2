# SPDX-License-Identifier: Apache-2.0
"""The letters of an amendment request to others: earlier recipients, and the record's author."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.corrections.amend import Revision
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import AmendmentNotice, ClinicianQuery
from himdesk.printing.letters.values import Amended, Option
from himdesk.services.correspondence.corrected import excerpts, revised, text_of, texts
from himdesk.services.correspondence.errand import DAYS_TO_ANSWER, person
from himdesk.services.correspondence.wording import WORDING
from himdesk.services.views import display
from himdesk.store.desk import releases
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from himdesk.domain.amendments.case import ItemState
    from himdesk.domain.amendments.case import Notice as Told
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.charts.items import Item
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.case_errand import CaseErrand

_AMENDING: Final = frozenset({Revision.CORRECTION, Revision.ADDENDUM, Revision.RETRACTION})
_OF_A_RECORD: Final = frozenset({field.name for field in fields(Amended)})


def amendment_notice(errand: CaseErrand, chart: Chart) -> tuple[Notice, Recipient]:
    """What was wrong and what is right, to one of those who have the earlier records (c)(3).

    Raises:
        CaseRefused: nobody is owed it, or a record has not been amended yet.
        UsageError: what a person stated is of no record, or it is not said of which.
    """
    notice = told(errand)
    held = _held(errand, notice)
    amended = _amended(errand, None if notice.disclosure is None else held)
    records = {i.asked.number: _record(errand, i, held.get(i.asked.item or "")) for i in amended}
    stated, rest = _stated(errand, records)
    letter = AmendmentNotice(
        patient=person(chart),
        records=tuple(stated.values()),
        confirm_by=errand.today + timedelta(days=DAYS_TO_ANSWER),
    )
    lines = tuple(line.strip() for line in notice.address.splitlines() if line.strip())
    letter = replace(errand, facts=rest).stated(letter, also=_OF_A_RECORD)
    return letter, errand.recipient(notice.recipient, lines)


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


def _held(errand: CaseErrand, notice: Told) -> dict[str, releases.Disclosed]:
    """What a recipient has of the accepted records, each with its last disclosure."""
    accepted = [i.asked.item for i in errand.case.items if i.accepted and i.asked.item]
    found: dict[str, releases.Disclosed] = {}
    for sent in releases.disclosures_of(errand.session, accepted):
        if (sent.recipient, sent.address) == (notice.recipient, notice.address):
            found |= dict.fromkeys(sent.items.split(), sent)
    return found


def _amended(errand: CaseErrand, held: Collection[str] | None) -> list[ItemState]:
    """The amended items that a notice tells of: of those that the recipient has, or all."""
    accepted = [item for item in errand.case.items if item.accepted]
    theirs = [item for item in accepted if held is None or item.asked.item in held]
    for item in theirs:
        text = f"Item {item.asked.number} has not been amended yet: one notice tells of all."
        errand.needs(item.settled, "corrected", text)
    done = [item for item in theirs if item.change_set]
    errand.needs(done, "corrected", "The recipient has nothing that was amended.")
    return done


def _record(errand: CaseErrand, item: ItemState, sent: releases.Disclosed | None) -> Amended:
    """What an amended document said and says."""
    applied = history.change_set(errand.session, item.change_set or "")
    revision, original = revised(errand.session, applied, _AMENDING)
    was, now = texts(errand.session, revision, original, WORDING[errand.language])
    effective = errand.day_of(applied.at)
    return Amended(
        document=display(original),
        document_on=_written(original) or effective,
        was=was,
        now=now,
        effective_on=effective,
        pages=errand.words.all_pages,
        received_on=None if sent is None else earliest(sent.day).date(),
    )


def _stated(
    errand: CaseErrand, records: dict[int, Amended]
) -> tuple[dict[int, Amended], dict[str, str]]:
    """The records with what a person stated of one of them, and what else was stated."""
    facts = {name: text for name, text in errand.facts.items() if name in _OF_A_RECORD}
    rest = {name: text for name, text in errand.facts.items() if name not in facts}
    if not facts:
        return records, rest
    number = next(iter(records)) if len(records) == 1 else errand.number("item")
    if number not in records:
        names = ", ".join(map(str, records))
        raise UsageError(f"Say of which item that is, item=N; the notice has {names}.", "item")
    stated = replace(errand, facts=facts).stated(records[number])
    return {**records, number: stated}, rest


def _written(record: Item) -> date | None:
    return earliest(record.at).date() if record.at else None
