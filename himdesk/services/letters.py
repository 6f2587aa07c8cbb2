# SPDX-License-Identifier: Apache-2.0
"""The letters desk: notices of corrections, issued once, kept byte for byte, printed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import MOVING, PATIENT, AppliedChangeSet, ChangeKind
from himdesk.domain.charts import ChartStatus
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.notices import (
    CorrectionNotice,
    MergeNotice,
    Notice,
    OverlayClinicianNotice,
    OverlayPatientNotice,
    PrivacyHandoff,
    SignatureRequest,
    UnmergeNotice,
)
from himdesk.printing.values import Dispatch, Person, Recipient, Signer, Site, Task
from himdesk.services.addressing import Addressing
from himdesk.services.correspondence import overlay
from himdesk.services.correspondence.corrected import correction
from himdesk.services.correspondence.errand import Errand, person
from himdesk.store import content, ledger
from himdesk.store.desk import letters as kept
from himdesk.store.reading import asof, history

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.printing.letters import Letters as Press
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

DAYS_TO_CORRECT: Final = 7
"""Days that departments are given to relabel and correct."""

TASKS: Final = (
    ("Laboratory", "relabel stored specimens and open orders"),
    ("Blood bank", "check blood group and antibody history of both numbers"),
    ("Radiology and image archive", "renumber studies"),
    ("Pharmacy", "reconcile active orders and allergies"),
    ("Billing", "move accounts and hold claims until checked"),
    ("Patient portal", "join or part portal accounts by hand"),
)
"""Systems that a change of identity reaches (DOMAIN 2.10), and what is to be done there."""


DEPARTMENTS: Final = Recipient(name="All departments that keep records of this patient")

OVERLAY: Final[dict[str, Callable[[Errand], tuple[Notice, Recipient]]]] = {
    OverlayClinicianNotice.kind: overlay.clinicians,
    OverlayPatientNotice.kind: overlay.patient,
    PrivacyHandoff.kind: overlay.handoff,
    SignatureRequest.kind: overlay.signature,
}
"""The letters about what a split or a move parted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLetter:
    """A letter as it was issued."""

    letter: kept.Letter
    pdf: bytes


@dataclass(frozen=True)
class Letters:
    """Letters about change sets."""

    context: Context

    @cached_property
    def _press(self) -> Press:
        from himdesk.printing.letters import Letters as Press  # noqa: PLC0415 - slow to import

        return Press.open()

    def issued(self, *, about: str | None = None) -> tuple[kept.Letter, ...]:
        """The letters issued last, newest first; all, or those about one change set."""
        self.context.require("letter")
        with self.context.database.read() as session:
            return kept.issued(session, for_id=about)

    def preview(
        self,
        kind: str,
        change_set: str,
        *,
        language: str = "en",
        patient: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> bytes:
        """The PDF as it would be issued now."""
        self.context.require("letter")
        template = self._press.template(kind, language)
        with self.context.database.read() as session:
            errand = self._errand(session, change_set, language, patient, facts)
            notice, recipient = self._written(errand, kind)
            dispatch = self._dispatch(session, "draft", recipient)
        return self._press.proof(template, notice, dispatch, self._site()).printed.pdf

    def issue(
        self,
        kind: str,
        change_set: str,
        *,
        language: str = "en",
        patient: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> IssuedLetter:
        """Issue a letter about a change set and keep it.

        `patient` is the number of the chart that it is for, where the change set touched several;
        `facts` are what only a person can tell, by the names of the letter's fields.

        Raises:
            UsageError: this kind of letter is not about this kind of change set.
            HimdeskError: a required content is missing, or a character has no glyph.
        """
        self.context.require("letter")
        template = self._press.template(kind, language)
        letter_id = self.context.new_id()
        with self.context.database.read() as session:
            errand = self._errand(session, change_set, language, patient, facts)
            notice, recipient = self._written(errand, kind)
            dispatch = self._dispatch(session, letter_id, recipient)
        made = self._press.issue(template, notice, dispatch, self._site())
        letter = kept.Letter(
            id=letter_id,
            at=self.context.now(),
            by=self.context.staff.name,
            kind=kind,
            for_id=change_set,
            language=language,
            template=template.id,
            template_version=made.template_version,
            content=made.sha256,
        )
        with self.context.writing() as session:
            kept.issue(session, letter, made.pdf)
            self.context.log(session, f"letter {kind}", reason=letter_id)
        return IssuedLetter(letter=letter, pdf=made.pdf)

    def reprint(self, letter: str) -> IssuedLetter:
        """The very bytes of an issued letter; the printing is logged as a copy."""
        self.context.require("letter")
        with self.context.database.read() as session:
            found = kept.get(session, letter)
            pdf = content.get(session, found.content)
        with self.context.writing() as session:
            self.context.log(session, f"copy of letter {found.kind}", reason=letter)
        return IssuedLetter(letter=found, pdf=pdf)

    def _site(self) -> Site:
        site = self.context.site
        return Site(
            name=site.name,
            department="Health Information Management",
            address=site.address,
            phone=site.phone,
            zone=site.zone,
        )

    def _dispatch(self, session: Transaction, reference: str, recipient: Recipient) -> Dispatch:
        return Dispatch(
            reference=reference[-12:].upper(),
            on=self._today(),
            recipient=recipient,
            signer=self._signer(),
            ledger_head=ledger.head(session)[1][:12],
        )

    def _signer(self) -> Signer:
        return Signer(
            name=self.context.staff.display,
            title="Health Information Management",
            phone=self.context.site.phone,
        )

    def _today(self) -> date:
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _errand(
        self,
        session: Transaction,
        change_set: str,
        language: str,
        patient: str | None,
        facts: Mapping[str, str] | None,
    ) -> Errand:
        return Errand(
            context=self.context,
            session=session,
            applied=history.change_set(session, change_set),
            today=self._today(),
            signer=self._signer(),
            language=language,
            patient=patient,
            facts=facts or {},
        )

    def _written(self, errand: Errand, kind: str) -> tuple[Notice, Recipient]:
        """The letter's values and who gets it.

        Raises:
            UsageError: such a letter is not written about such a change set.
        """
        done = errand.applied.change_set.kind
        if kind == "merge-notice" and done is ChangeKind.MERGE:
            return self._merge_notice(errand.session, errand.applied), DEPARTMENTS
        if kind == "unmerge-notice" and done is ChangeKind.UNDO:
            return self._unmerge_notice(errand.session, errand.applied), DEPARTMENTS
        if kind in OVERLAY and done in MOVING:
            return OVERLAY[kind](errand)
        if kind == CorrectionNotice.kind and done is ChangeKind.AMEND:
            return correction(errand)
        raise UsageError(f"A {kind} can't be written about a change set of kind {done}.", kind)

    def _merge_notice(self, session: Transaction, applied: AppliedChangeSet) -> Notice:
        retired = _statuses(applied, ChartStatus.RETIRED)
        survivor = next(c.after for c in applied.change_set.changes if c.field == "replaced_by")
        return MergeNotice(
            survivor=self._person(session, survivor or "", applied.seq),
            retired=tuple(self._person(session, c, applied.seq - 1) for c in retired),
            reason=applied.change_set.reason,
            at=_moment(applied),
            requested_by=applied.change_set.requester,
            approved_by=applied.approved_by or "",
            change_set=applied.id,
            tasks=_tasks(),
            due=self._today() + timedelta(days=DAYS_TO_CORRECT),
        )

    def _unmerge_notice(self, session: Transaction, applied: AppliedChangeSet) -> Notice:
        target = history.change_set(session, applied.change_set.reverses or "")
        if target.change_set.kind is not ChangeKind.MERGE:
            raise UsageError("This undo did not take back a merge.", applied.id)
        survivor = next(c.after for c in target.change_set.changes if c.field == "replaced_by")
        restored = _statuses(applied, ChartStatus.ACTIVE)
        return UnmergeNotice(
            survivor=self._person(session, survivor or "", applied.seq),
            restored=tuple(self._person(session, c, applied.seq) for c in restored),
            reason=applied.change_set.reason,
            at=_moment(applied),
            merged_at=_moment(target),
            requested_by=applied.change_set.requester,
            approved_by=applied.approved_by or "",
            change_set=applied.id,
            undone_change_set=target.id,
            tasks=_tasks(),
            due=self._today() + timedelta(days=DAYS_TO_CORRECT),
        )

    def _person(self, session: Transaction, chart_id: str, seq: int) -> Person:
        chart = asof.as_of(session, chart_id, seq)
        Addressing(self.context, session).check_open(chart)
        return person(chart)


def _statuses(applied: AppliedChangeSet, status: ChartStatus) -> list[str]:
    return [
        c.id
        for c in applied.change_set.changes
        if (c.entity, c.field, c.after) == (PATIENT, "status", status.value)
    ]


def _tasks() -> tuple[Task, ...]:
    return tuple(Task(system=system, action=action) for system, action in TASKS)


def _moment(applied: AppliedChangeSet) -> datetime:
    return earliest(applied.at)
