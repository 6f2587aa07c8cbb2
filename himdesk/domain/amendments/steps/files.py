# SPDX-License-Identifier: Apache-2.0
"""The files of a case: the patient's letter and whatever else came with the request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.case import Attachment
from himdesk.domain.amendments.steps.step import Moment, Step, needs, refuse

if TYPE_CHECKING:
    from datetime import date

    from himdesk.domain.amendments.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded(Step):
    """A file came in, whenever that was; its bytes are kept under their SHA-256, `digest`."""

    name: str
    content_type: str
    size: int
    digest: str
    about: str = ""
    verb: ClassVar[str] = "add-file"

    def check(self, case: Case, moment: Moment) -> None:
        """A name, and bytes that the case does not have yet."""
        needs(case, "file-name", self.name, "A file has a name.")
        for each in case.attachments:
            if each.digest == self.digest:
                refuse(case, "file-twice", f"{self.name} is here already: file {each.number}.")

    def apply(self, case: Case, on: date, by: str) -> Case:
        """One more file."""
        added = Attachment(
            number=len(case.attachments) + 1,
            name=self.name,
            content_type=self.content_type,
            size=self.size,
            digest=self.digest,
            about=self.about,
            on=on,
            by=by,
        )
        return replace(case, attachments=(*case.attachments, added))
