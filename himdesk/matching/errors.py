# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a file to be matched: errors that stop, notices that don't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class UnusableFile(HimdeskError):
    """The file can't be read as a table of records."""

    path: str
    text: str
    code: ClassVar[str] = "unusable-file"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what is wrong with the file."""
        return f"The file can't be matched: {self.text}"

    def where(self) -> str | None:
        """The file."""
        return self.path


@dataclass
class BadModel(HimdeskError):
    """A model document is not one of this program, or of another version."""

    text: str
    code: ClassVar[str] = "bad-model"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what is missing in the document."""
        return f"The model can't be used: {self.text}"


@dataclass
class Cancelled(HimdeskError):
    """The person who started the job stopped it; nothing was written."""

    code: ClassVar[str] = "cancelled"

    def message(self) -> str:
        """Say so."""
        return "Matching was stopped; nothing was written."


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the input that the person should know; matching went on.

    `code` names it for machines, `column` the column it is about ("" if none), `count` the
    records or columns touched.
    """

    code: str
    column: str
    count: int
    text: str
