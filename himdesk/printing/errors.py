# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a template or a letter, each with the data that names the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from himdesk.domain.errors import HimdeskError


@dataclass
class TemplateUnreadable(HimdeskError):
    """A letter template is not what a template must be."""

    template: str
    line: int
    problem: str
    code: ClassVar[str] = "template-unreadable"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name template, line and problem."""
        return f"Template {self.template}, line {self.line}: {self.problem}"

    def where(self) -> str | None:
        """Template and line."""
        return f"{self.template}:{self.line}"


@dataclass
class UnknownField(HimdeskError):
    """A template names a field that letters of its kind do not have."""

    template: str
    line: int
    field: str
    known: tuple[str, ...]
    code: ClassVar[str] = "unknown-field"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name template, line and field, and what could stand there."""
        return (
            f"Template {self.template}, line {self.line}: there is no field “{self.field}” here. "
            f"Known are: {', '.join(self.known)}."
        )

    def where(self) -> str | None:
        """Template and line."""
        return f"{self.template}:{self.line}"


@dataclass
class UnknownTemplate(HimdeskError):
    """There is no template of this kind in this language."""

    kind: str
    language: str
    code: ClassVar[str] = "unknown-template"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name kind and language."""
        return f"There is no template for the letter “{self.kind}” in language “{self.language}”."

    def where(self) -> str | None:
        """Kind and language."""
        return f"{self.kind}.{self.language}"


@dataclass
class TemplateStale(HimdeskError):
    """Another version of a template was put into force while one was edited."""

    template: str
    version: str
    by: str
    code: ClassVar[str] = "template-stale"

    def message(self) -> str:
        """Say which version is in force now, and what to do."""
        return (
            f"{self.by} put version {self.version} of template {self.template} into force "
            "meanwhile. Nothing was changed; look at that version, and save again."
        )

    def where(self) -> str | None:
        """The template."""
        return self.template


@dataclass
class BadReference(HimdeskError):
    """The reference can't be a barcode: it is empty, too long or not plain ASCII."""

    longest: int
    code: ClassVar[str] = "bad-reference"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say what is allowed."""
        return (
            f"A letter's reference has 1 to {self.longest} plain letters, digits or signs, "
            "so that it fits the barcode."
        )


@dataclass
class LetterIncomplete(HimdeskError):
    """Required contents are not on the printed pages, or withheld ones are; nothing was issued."""

    kind: str
    missing: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    code: ClassVar[str] = "letter-incomplete"

    def message(self) -> str:
        """List what is missing and what must not be there."""
        parts = []
        if self.missing:
            parts.append(f"It lacks: {'; '.join(self.missing)}.")
        if self.forbidden:
            parts.append(f"It must not hold: {'; '.join(self.forbidden)}.")
        return f"This letter can't be issued. {' '.join(parts)}"

    def where(self) -> str | None:
        """The kind of letter."""
        return self.kind


@dataclass
class Unprintable(HimdeskError):
    """Values hold characters that none of the shipped fonts can set; nothing was issued."""

    characters: tuple[str, ...]
    code: ClassVar[str] = "unprintable"

    def message(self) -> str:
        """Name the characters and the way out."""
        named = ", ".join(self.characters)
        return (
            f"These characters can't be printed: {named}. They show as their code in the preview. "
            "Write the value in another script, and issue the letter again."
        )
