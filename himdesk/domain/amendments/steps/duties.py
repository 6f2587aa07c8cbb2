# SPDX-License-Identifier: Apache-2.0
"""What is owed to others: letters that went, recipients to be told, systems to be corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.case import (
    ACCEPTANCE,
    DECISION_LETTERS,
    DENIAL,
    EXTENSION,
    NOTICE,
    Case,
    Notice,
    Sent,
    Task,
)
from himdesk.domain.amendments.steps.step import (
    Moment,
    Step,
    check_asked_by_patient,
    check_open,
    needs,
    refuse,
)

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent(Step):
    """A letter of the case went out on a day; if it is a notice, to which recipient."""

    kind: str
    letter: str
    on: date
    how: str
    notice: int | None = None
    verb: ClassVar[str] = "sent"

    def check(self, case: Case, moment: Moment) -> None:
        """A way, a day that was, and a letter that the case can have sent."""
        needs(case, "how", self.how, "Say how the letter was sent.")
        if not case.received <= self.on <= moment.today:
            text = f"A letter is sent between {case.received} and {moment.today}."
            refuse(case, "sent-on", text)
        if self.kind == EXTENSION and case.extension is None:
            refuse(case, "extension", "No extension has been prepared.")
        if self.kind in DECISION_LETTERS:
            check_telling(case, self.kind)
        if self.kind == NOTICE and self.notice is None:
            refuse(case, "notice", "Say to which recipient of the list the notice went.")
        if self.notice is not None:
            _check_notice(case, self.notice)
            _check_agreed(case, self.notice)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The letter is noted, and what it was owed for is done."""
        sent = Sent(kind=self.kind, letter=self.letter, on=self.on, how=self.how)
        case = replace(case, letters=(*case.letters, sent))
        if self.kind == EXTENSION and case.extension and case.extension.sent_on is None:
            case = replace(case, extension=replace(case.extension, sent_on=self.on))
        return _with_notice(case, self.notice, sent_on=self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeListed(Step):
    """Someone has to be told of the amendment (164.526(c)(3)).

    `disclosure` is the release by which the recipient has the record, if it was one of ours.
    """

    recipient: str
    address: str
    named_by_patient: bool
    agreed: bool
    disclosure: str | None = None
    verb: ClassVar[str] = "notify"

    def check(self, case: Case, moment: Moment) -> None:
        """Someone, once."""
        check_open(case)
        needs(case, "recipient", self.recipient, "Say who is to be told.")
        if any((n.recipient, n.address) == (self.recipient, self.address) for n in case.notices):
            refuse(case, "recipient", f"{self.recipient} is on the list already.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """One more on the list."""
        notice = Notice(
            number=len(case.notices) + 1,
            recipient=self.recipient,
            address=self.address,
            named_by_patient=self.named_by_patient,
            agreed=self.agreed,
            disclosure=self.disclosure,
        )
        return replace(case, notices=(*case.notices, notice))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAgreed(Step):
    """The patient agreed, or did not, that a recipient is told."""

    notice: int
    agreed: bool
    verb: ClassVar[str] = "agree"

    def check(self, case: Case, moment: Moment) -> None:
        """Someone on the list."""
        check_open(case)
        _check_notice(case, self.notice)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The agreement is noted."""
        return _with_notice(case, self.notice, agreed=self.agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWaived(Step):
    """Someone on the list need not be told after all."""

    notice: int
    why: str
    verb: ClassVar[str] = "waive"

    def check(self, case: Case, moment: Moment) -> None:
        """Someone on the list, and why."""
        check_open(case)
        _check_notice(case, self.notice)
        needs(case, "why", self.why, "Say why the recipient need not be told.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """Nothing is owed to that one."""
        return _with_notice(case, self.notice, waived=self.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskListed(Step):
    """A system has to be corrected by hand (DOMAIN 2.10)."""

    system: str
    action: str
    verb: ClassVar[str] = "task"

    def check(self, case: Case, moment: Moment) -> None:
        """Some system."""
        check_open(case)
        needs(case, "system", self.system, "Say which system is to be corrected.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """One more on the list."""
        task = Task(number=len(case.tasks) + 1, system=self.system, action=self.action)
        return replace(case, tasks=(*case.tasks, task))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(Step):
    """A system was corrected; `evidence` says how that is known."""

    task: int
    evidence: str
    verb: ClassVar[str] = "done"

    def check(self, case: Case, moment: Moment) -> None:
        """A task that is open, and evidence."""
        check_open(case)
        if not any(t.number == self.task and t.done_on is None for t in case.tasks):
            refuse(case, "task", f"There is no open task {self.task}.")
        needs(case, "evidence", self.evidence, "Say how it is known that it was done.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The task is done."""
        tasks = (
            replace(t, evidence=self.evidence, done_on=on, done_by=by)
            if t.number == self.task
            else t
            for t in case.tasks
        )
        return replace(case, tasks=tuple(tasks))


def check_telling(case: Case, kind: str) -> None:
    """Check that a letter tells all that was decided of a patient's request.

    Raises:
        CaseRefused: not all is decided, or another letter tells it.
    """
    check_asked_by_patient(case)
    if not case.decided:
        refuse(case, "undecided", "Not every item is decided yet.")
    if kind == DENIAL and case.telling == ACCEPTANCE:
        refuse(case, "denied", "Nothing was denied.")
    if kind == ACCEPTANCE and not any(item.accepted for item in case.items):
        refuse(case, "accepted", "Nothing was accepted.")
    if kind == ACCEPTANCE and case.telling == DENIAL:
        text = "A decision in part is told by one letter: the denial says what was accepted too."
        refuse(case, "one-letter", text)


def _check_notice(case: Case, number: int) -> None:
    if all(notice.number != number for notice in case.notices):
        refuse(case, "notice", f"There is no recipient {number}.")


def _check_agreed(case: Case, number: int) -> None:
    for notice in case.notices:
        if notice.number == number and notice.named_by_patient and not notice.agreed:
            text = f"The patient has not agreed that {notice.recipient} is told."
            refuse(case, "agreed", text)


def _with_notice(case: Case, number: int | None, **new: object) -> Case:
    notices = (
        replace(n, **new) if n.number == number else n  # type: ignore[arg-type] # by field name
        for n in case.notices
    )
    return replace(case, notices=tuple(notices))
