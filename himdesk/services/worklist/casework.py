# SPDX-License-Identifier: Apache-2.0
"""What is said of a case, and its files; with owning, sharing and waiting, all of casework."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from himdesk.domain.amendments.case import Attachment
from himdesk.domain.errors import NotFound, ReasonMissing, SelfApproval, UsageError
from himdesk.services.amendments.attachments import AttachmentView
from himdesk.services.charts.brought import Brought
from himdesk.services.charts.legible import legible
from himdesk.services.charts.sight import NOT_SHOWN, Sight
from himdesk.services.clocks import clock_time
from himdesk.services.worklist.errors import CaseStillOpen
from himdesk.services.worklist.rows import charts_of
from himdesk.services.worklist.sharing import Sharing
from himdesk.services.worklist.values import (
    ACCOUNTING,
    AMENDMENT,
    APPROVAL,
    DOWNSTREAM,
    DUPLICATE,
    RELEASE,
    SAMPLED,
    Said,
)
from himdesk.services.worklist.waiting import Waiting
from himdesk.store import content
from himdesk.store.desk import casework, claims, staff, work
from himdesk.store.reading import charts, patients


@dataclass(frozen=True, slots=True)
class Casework(Sharing, Waiting):
    """What a person does with cases of the work list, short of deciding them."""

    def comment(self, case: str, text: str) -> None:
        """Say something about a case; whoever sees the case may.

        Raises:
            ReasonMissing: nothing is said.
        """
        self._say(case, "comment", text)

    def attach(self, case: str, text: str, file: Brought) -> None:
        """Say something and keep the file that proves it.

        Raises:
            ReasonMissing: nothing is said.
            UsageError: the file can't be kept, which the sentence explains.
        """
        file.content_type()
        self._say(case, "attach", text, file)

    def _say(self, case: str, verb: str, text: str, file: Brought | None = None) -> None:
        if not text.strip():
            raise ReasonMissing
        name, body = (file.shown_name, file.body) if file is not None else ("", None)
        with self.context.writing() as session:
            self._visible(work.case(session, case))
            self._record(session, case, verb, comment=text, detail=name, evidence=body)

    def evidence(self, case: str, digest: str) -> AttachmentView:
        """A file that was attached to a case, with its first chart; the look is logged.

        Raises:
            NotFound: there is no such file.
            Restricted: a chart of the case is confidential.
        """
        with self.context.writing() as session:
            row = work.case(session, case)
            self._visible(row)
            named = patients.patients(session, charts_of(row)).values()
            Sight(self.context, session).check(*named)
            events = casework.events(session, [case])[case]
            brought = next((e for e in events if e.evidence == digest), None)
            if brought is None:
                raise NotFound("file", digest[:12])
            self.context.log(session, "evidence", row.patient_id, case)
            first = charts_of(row)[0]
            chart = charts.assertions(session, [first])[first]
            body = content.get(session, digest)
        file = Brought(brought.detail or "", body)
        attachment = Attachment(
            number=events.index(brought),
            name=file.shown_name,
            content_type=file.content_type(),
            size=len(body),
            digest=digest,
            about=brought.comment or "",
            on=datetime.fromisoformat(brought.at).astimezone(self.context.site.zone).date(),
            by=brought.by,
        )
        seen = legible(body, attachment.content_type)
        return AttachmentView(case=case, chart=chart, attachment=attachment, legible=seen)

    def said(self, case: str) -> tuple[Said, ...]:
        """All that was done with a case, in order; of a chart that one may not open, no words."""
        with self.context.database.read() as session:
            row = claims.case(session, case)
            self._visible(row)
            (hide,) = Sight(self.context, session).silent([charts_of(row)])
            if row.kind == APPROVAL:
                found = claims.events(session, case)
            else:
                found = casework.events(session, [case])[case]
        return tuple(
            Said(
                by=event.by,
                at=clock_time(self.context, event.at),
                verb=event.verb,
                comment=NOT_SHOWN if hide and event.comment else event.comment or "",
                detail=NOT_SHOWN if hide and event.detail else event.detail or "",
                evidence=event.evidence,
            )
            for event in found
        )

    def look_over(self, case: str, *, right: bool, comment: str = "") -> None:
        """Say whether a correction of the sample is right; what is wrong is undone from History.

        Raises:
            UsageError: the case is no sampled correction.
            SelfApproval: the person carried it out.
            ReasonMissing: it is wrong, and nothing is said of it.
        """
        if not right and not comment.strip():
            raise ReasonMissing
        with self.context.writing() as session:
            row = self._open(session, case)
            if row.kind != SAMPLED:
                raise UsageError("Only corrections of the sample are looked over.", case)
            who = staff.find(session, row.opened_by)
            if who is not None and who.person_id == self.context.staff.person:
                raise SelfApproval(case)
            over = {"closed_at": self.context.now(), "closed_by": self.context.staff.name}
            work.put_case(session, replace(row, state=work.CLOSED, **over))
            self._record(session, case, "right" if right else "wrong", comment=comment)

    def reopen(self, case: str, *, reason: str) -> None:
        """Let a resolved case wait again; what was decided stays in force until it is undone.

        Raises:
            ReasonMissing: no reason was given.
            CaseStillOpen: it is open, or its own steps or judgements say when it opens again.
        """
        if not reason.strip():
            raise ReasonMissing
        with self.context.writing() as session:
            row = work.case(session, case)
            self._visible(row)
            if row.state == work.OPEN:
                raise CaseStillOpen(case, "This is open already.")
            if row.kind in {ACCOUNTING, AMENDMENT, RELEASE}:
                raise CaseStillOpen(case, "A request that ended is asked anew by a new one.")
            if row.kind == DOWNSTREAM:
                text = "Open again those of its tasks that were not done after all."
                raise CaseStillOpen(case, text)
            if row.kind == DUPLICATE:
                text = "A judged pair opens again when its merge or its judgement is undone."
                raise CaseStillOpen(case, text)
            opened = replace(row, state=work.OPEN, closed_at=None, closed_by=None)
            work.put_case(session, opened)
            self._record(session, case, "reopen", comment=reason)
