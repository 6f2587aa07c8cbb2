# SPDX-License-Identifier: Apache-2.0
"""What an acceptance sets off: who has the record and is to be told, what is to be corrected."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from himdesk import resources
from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.steps.duties import LetterSent, NoticeListed, TaskListed
from himdesk.domain.errors import NotFound
from himdesk.domain.releases.basis import Basis
from himdesk.domain.times import earliest
from himdesk.store.desk import letters, releases, settings
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.store.engine import Transaction

SYSTEMS: Final = "amendment.systems"
"""The setting with the site's own list of systems: "System: what is to be done" on each line."""

_TO_THE_PATIENT: Final = frozenset({Basis.PATIENT, Basis.REPRESENTATIVE})


def duties(session: Transaction, case: Case) -> Iterator[Step]:
    """The recipients and tasks that an acceptance brings and that the case has not listed yet."""
    accepted = [item for item in case.items if item.accepted]
    if not accepted:
        return
    listed = {(notice.recipient, notice.address) for notice in case.notices}
    records = [item.asked.item for item in accepted if item.asked.item is not None]
    for sent in _disclosed(session, case, records):
        if (sent.recipient, sent.address) not in listed:
            listed.add((sent.recipient, sent.address))
            yield NoticeListed(
                recipient=sent.recipient,
                address=sent.address,
                named_by_patient=False,
                agreed=False,
                disclosure=sent.id,
            )
    if not case.tasks:
        yield from (TaskListed(system=system, action=do) for system, do in _systems(session))


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


def _systems(session: Transaction) -> tuple[tuple[str, str], ...]:
    text = settings.read(session).get(SYSTEMS)
    return _shipped() if text is None else _lines(text)


@cache
def _shipped() -> tuple[tuple[str, str], ...]:
    return _lines(resources.path("reference", "systems.txt").read_text(encoding="utf-8"))


def _lines(text: str) -> tuple[tuple[str, str], ...]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple((s.strip(), do.strip()) for s, _, do in (line.partition(":") for line in lines))
