# SPDX-License-Identifier: Apache-2.0
"""The letters desk: about corrections and amendment requests, kept byte for byte, printed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from himdesk.printing.letters.notices import AmendmentNotice
from himdesk.printing.letters.values import Dispatch, Recipient, Signer
from himdesk.services.amendments import Cases
from himdesk.services.correspondence import case, case_others, change_sets
from himdesk.services.correspondence.case_errand import CaseErrand
from himdesk.services.correspondence.errand import Errand
from himdesk.services.correspondence.mailing import Mailing, note
from himdesk.services.correspondence.reading import check_open
from himdesk.services.correspondence.releases import kinds as releases
from himdesk.services.correspondence.releases import sending
from himdesk.services.correspondence.releases.errand import ReleaseErrand
from himdesk.services.correspondence.sender import DEPARTMENT, sender
from himdesk.services.correspondence.templates import current
from himdesk.store import content
from himdesk.store.desk import letters as kept
from himdesk.store.desk import mailings
from himdesk.store.reading import history
from himdesk.store.writing import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from himdesk.printing.letters.letters import Letters as Press
    from himdesk.printing.letters.notices import Notice
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLetter:
    """A letter as it was issued."""

    letter: kept.Letter
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A letter that is wanted about a change set, a request or a disclosure.

    `patient` is the number of the chart that it is for, where a change set touched several, and
    `seen_from` that of the chart which it is for if it can be: the one in whose history one is;
    `facts` are what only a person can tell, by the names of the letter's fields.
    """

    kind: str
    about: str
    language: str = "en"
    patient: str | None = None
    seen_from: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letters:
    """Letters about change sets and amendment requests."""

    context: Context

    @cached_property
    def _press(self) -> Press:
        from himdesk.printing.letters.letters import Letters as Press  # noqa: PLC0415 - slow to import

        return Press.open()

    def issued(self, *, about: str | None = None) -> tuple[kept.Letter, ...]:
        """The letters issued last, newest first; all, or those about one thing."""
        self.context.require("letter")
        with self.context.database.read() as session:
            return kept.issued(session, for_id=about)

    def preview(self, wanted: Wanted) -> bytes:
        """The PDF as it would be issued now, with what it still lacks left empty."""
        self._require(wanted)
        with self.context.database.read() as session:
            template = current(session, self._press, wanted.kind, wanted.language)
            notice, dispatch = self._written(session, wanted, "draft")
        return self._press.proof(
            template, notice, dispatch, sender(self.context.site, wanted.language)
        ).printed.pdf

    def issue(self, wanted: Wanted, *, sent: Mailing | None = None) -> IssuedLetter:
        """Issue a letter and keep it; if it goes out at once, that is noted, with its case too.

        Raises:
            UsageError: this kind of letter is not about such a thing, or it can't go so.
            CaseRefused: the case does not owe it, or can't have sent it.
            HimdeskError: a required content is missing, or a character has no glyph.
        """
        self._require(wanted)
        if sent is not None:
            sending.require(self.context, [wanted.kind])
        letter_id = self.context.new_id()
        with self.context.database.read() as session:
            template = current(session, self._press, wanted.kind, wanted.language)
            notice, dispatch = self._written(session, wanted, letter_id)
            address = self._address(session, wanted, dispatch.recipient)
        made = self._press.issue(
            template, notice, dispatch, sender(self.context.site, wanted.language)
        )
        letter = kept.Letter(
            id=letter_id,
            at=self.context.now(),
            by=self.context.staff.name,
            kind=wanted.kind,
            for_id=wanted.about,
            language=wanted.language,
            template=template.id,
            template_version=made.template_version,
            content=made.sha256,
        )
        with self.context.writing() as session:
            kept.issue(session, letter, made.pdf)
            sending.issued(self.context, session, letter, notice)
            mailings.address(session, letter.id, address, at=letter.at, by=letter.by)
            self.context.log(session, f"letter {wanted.kind}", reason=letter_id)
            if sent is not None:
                note(self.context, session, letter, sent)
        return IssuedLetter(letter=letter, pdf=made.pdf)

    def reprint(self, letter: str) -> IssuedLetter:
        """The very bytes of an issued letter; the printing is logged as a copy.

        Raises:
            NotFound: there is no such letter.
            Restricted: it is about a confidential chart.
        """
        self.context.require("letter")
        with self.context.database.read() as session:
            found = kept.get(session, letter)
            check_open(self.context, session, found.for_id)
            pdf = content.get(session, found.content)
        with self.context.writing() as session:
            self.context.log(session, f"copy of letter {found.kind}", reason=letter)
        return IssuedLetter(letter=found, pdf=pdf)

    def _require(self, wanted: Wanted) -> None:
        self.context.require("letter")
        if wanted.kind in case.WRITERS:
            self.context.require("case")

    def _written(
        self, session: Transaction, wanted: Wanted, reference: str
    ) -> tuple[Notice, Dispatch]:
        if wanted.kind in case.WRITERS:
            notice, recipient = case.written(self._case_errand(session, wanted), wanted.kind)
        elif releases.concerns(session, wanted.kind, wanted.about):
            notice, recipient = releases.WRITERS[wanted.kind](self._release_errand(session, wanted))
        else:
            notice, recipient = change_sets.written(self._errand(session, wanted), wanted.kind)
        return notice, self._dispatch(session, wanted, reference, recipient)

    def _address(
        self, session: Transaction, wanted: Wanted, recipient: Recipient
    ) -> mailings.Address:
        """What stands in the window, with the number that a case's recipient has in its list."""
        number = None
        if wanted.kind == AmendmentNotice.kind:
            number = case_others.told(self._case_errand(session, wanted)).number
        return mailings.Address(name=recipient.name, lines=recipient.lines, notice=number)

    def _dispatch(
        self, session: Transaction, wanted: Wanted, reference: str, recipient: Recipient
    ) -> Dispatch:
        return Dispatch(
            reference=reference[-12:].upper(),
            on=self._today(),
            recipient=recipient,
            signer=self._signer(wanted),
            ledger_head=ledger.head(session)[1][:12],
        )

    def _signer(self, wanted: Wanted) -> Signer:
        return Signer(
            name=self.context.staff.display,
            title=DEPARTMENT[wanted.language],
            phone=self.context.site.phone,
        )

    def _today(self) -> date:
        return self.context.clock().astimezone(self.context.site.zone).date()

    def _errand(self, session: Transaction, wanted: Wanted) -> Errand:
        return Errand(
            context=self.context,
            session=session,
            applied=history.change_set(session, wanted.about),
            today=self._today(),
            signer=self._signer(wanted),
            language=wanted.language,
            patient=wanted.patient,
            seen_from=wanted.seen_from,
            facts=wanted.facts,
        )

    def _case_errand(self, session: Transaction, wanted: Wanted) -> CaseErrand:
        return CaseErrand(
            context=self.context,
            session=session,
            view=Cases(self.context).read(session, wanted.about),
            today=self._today(),
            language=wanted.language,
            facts=wanted.facts,
        )

    def _release_errand(self, session: Transaction, wanted: Wanted) -> ReleaseErrand:
        return ReleaseErrand(
            context=self.context,
            session=session,
            about=wanted.about,
            today=self._today(),
            language=wanted.language,
            facts=wanted.facts,
        )
