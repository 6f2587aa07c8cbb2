# SPDX-License-Identifier: Apache-2.0
"""What an acceptance sets off: who has the record and is to be told, what is to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.steps.duties import LetterSent, NoticeListed, TaskListed
from himdesk.domain.errors import NotFound
from himdesk.domain.releases.basis import Basis
from himdesk.domain.times import earliest
from himdesk.services.downstream.systems import AMENDED, listed
from himdesk.store.desk import letters, releases
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.store.engine import Transaction

_TO_THE_PATIENT: Final = frozenset({Basis.PATIENT, Basis.REPRESENTATIVE})


def duties(session: Transaction, case: Case) -> Iterator[Step]:
    """The recipients and tasks that an acceptance brings and that the case has not listed yet."""
    accepted = [item for item in case.items if item.accepted]
    if not accepted:
        return
    named = {(notice.recipient, notice.address) for notice in case.notices}
    records = [item.asked.item for item in accepted if item.asked.item is not None]
    for sent in _disclosed(session, case, records):
        if (sent.recipient, sent.address) not in named:
            named.add((sent.recipient, sent.address))
            yield NoticeListed(
                recipient=sent.recipient,
                address=sent.address,
                named_by_patient=False,
                agreed=False,
                disclosure=sent.id,
            )
    if not case.tasks:
        systems = listed(session, AMENDED)
        yield from (TaskListed(system=duty.system, action=duty.action) for duty in systems)


def check_letter(session: Transaction, case: Case, step: LetterSent, zone: ZoneInfo) -> None:
    """Check a letter of ours that is said to have gone; one written elsewhere is as it is told.

    Raises:
        CaseRefused: it is another kind of letter, of another case, or was issued later.
    """
    try:
        letter = letters.get(session, step.letter)
    except NotFound:
        return
    if (letter.for_id, letter.kind) != (case.id, step.kind):
        text = f"Letter {letter.id} is no {step.kind} of this case."
        raise CaseRefused(case.id, "letter", text)
    issued = earliest(letter.at).astimezone(zone).date()
    if step.on < issued:
        text = f"Letter {letter.id} was issued on {issued}: it can't have gone before."
        raise CaseRefused(case.id, "letter", text)


def _disclosed(
    session: Transaction, case: Case, records: list[str]
) -> Iterator[releases.Disclosed]:
    """What went out of this patient's chart with one of the records, to anyone else."""
    own = patients.chain(session, case.patient)[-1].id
    for sent in releases.disclosures_of(session, records):
        theirs = patients.chain(session, sent.patient_id)[-1].id == own
        if theirs and Basis(sent.basis) not in _TO_THE_PATIENT:
            yield sent
