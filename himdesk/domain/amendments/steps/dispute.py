# SPDX-License-Identifier: Apache-2.0
"""After a denial: disagreement, rebuttal, and what goes with later releases (164.526(d))."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.case import DENIAL, Statement
from himdesk.domain.amendments.steps.step import Moment, Step, needs, refuse

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.amendments.case import Case

REBUTTAL = "amendment-rebuttal"
"""The letter that brings the patient a copy of the rebuttal (d)(3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreed(Step):
    """The patient's statement of disagreement came in; it must be taken (d)(2).

    `attachment` is the number of the case's file that shows it as it came.
    """

    text: str
    on: date
    attachment: int | None = None
    verb: ClassVar[str] = "disagree"

    def check(self, case: Case, moment: Moment) -> None:
        """One statement, about a denial that was told."""
        _check_denied(case)
        needs(case, "text", self.text, "The statement has no text.")
        self._check_day(case, moment)
        if case.disagreement is not None:
            refuse(case, "disagreement", "There is a statement of disagreement already.")
        if self.attachment is not None and case.attachment(self.attachment) is None:
            refuse(case, "attachment", f"The case has no file {self.attachment}.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """A closed case is open again."""
        said = Statement(text=self.text, on=self.on, attachment=self.attachment)
        return replace(case, disagreement=said, closed_on=None)

    def _check_day(self, case: Case, moment: Moment) -> None:
        """Check that it came after the denial went, and not after today."""
        told = case.sent(DENIAL)
        if told is None:
            refuse(case, "denial-sent", "The denial has not been sent yet.")
        elif not told.on <= self.on <= moment.today:
            text = f"A disagreement comes after the denial of {told.on}, and by {moment.today}."
            refuse(case, "on", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAsked(Step):
    """The patient asked that request and denial go with later releases (d)(5)(ii)."""

    verb: ClassVar[str] = "attach"

    def check(self, case: Case, moment: Moment) -> None:
        """Something was denied."""
        _check_denied(case)

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The wish stands."""
        return replace(case, attach_request=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebutted(Step):
    """A rebuttal of the disagreement was written; the patient gets a copy (d)(3)."""

    text: str
    verb: ClassVar[str] = "rebut"

    def check(self, case: Case, moment: Moment) -> None:
        """One rebuttal of one disagreement."""
        _check_denied(case)
        needs(case, "text", self.text, "The rebuttal has no text.")
        if case.disagreement is None:
            refuse(case, "disagreement", "There is no statement of disagreement to rebut.")
        if case.rebuttal is not None:
            refuse(case, "rebuttal", "There is a rebuttal already.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """A copy is owed, so a closed case is open again."""
        said = Statement(text=self.text, on=on)
        return replace(case, rebuttal=said, closed_on=None)


def _check_denied(case: Case) -> None:
    if not any(item.denied for item in case.items) or case.cancelled is not None:
        refuse(case, "denied", "Nothing was denied.")
