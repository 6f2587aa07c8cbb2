# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a foreign file; the sentences name places and never a patient's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class UnreadableFile(HimdeskError):
    """Nothing of the file can be used: it is missing, broken as a whole, or in no known format."""

    file: str
    text: str
    at: str | None = None
    code: ClassVar[str] = "unreadable-file"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name the place and what was expected."""
        return f"{self.where()}: {self.reason()}"

    def reason(self) -> str:
        """What is wrong and what was expected, without the place."""
        return self.text

    def where(self) -> str:
        """The file, and the line or path in it where that is known."""
        return f"{self.file}, {self.at}" if self.at else self.file


@dataclass
class NotInThisVersion(HimdeskError):
    """The file's format is recognised, but this version has no reader for it."""

    file: str
    format: str
    code: ClassVar[str] = "not-in-this-version"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name the file and the format."""
        return f"{self.where()}: {self.reason()}"

    def reason(self) -> str:
        """Name the format."""
        return f"this is {self.format}, which is not in this version."

    def where(self) -> str:
        """The file."""
        return self.file


@dataclass
class Unacceptable(HimdeskError):
    """One record can't be taken; a reader turns this into a `Rejected` that names the place."""

    text: str
    code: ClassVar[str] = "unacceptable-record"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """The reason, which is a sentence."""
        return self.text
