# SPDX-License-Identifier: Apache-2.0
"""Required contents, looked for in the text of the rendered PDF: what is not read is not there.

The requirements are data (`resources/letters/requirements*.toml`): each names its letters, its
legal or professional basis, and what must be read where.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from himdesk.printing import reading
from himdesk.printing.errors import TemplateUnreadable
from himdesk.printing.letters.fields import Field, show
from himdesk.printing.letters.withheld import traces
from himdesk.printing.typesetting.fonts import visible

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.printing.letters.fields import Scope
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.printing.reading import Pages, Reading
    from himdesk.printing.typesetting.words import Words

_REACH: Final = 160
_EVERY: Final = "*"


class Zone(StrEnum):
    """Where something must be read: above, in or below the text."""

    HEAD = "head"
    BODY = "body"
    FOOT = "foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One content that letters of some kinds must have.

    With `field`, every value of the field must be read, near one of the `near` phrases if there
    are any. With `words`, one alternative of each group must be read. An `optional` field
    without a value asks for nothing.
    """

    id: str
    kinds: tuple[str, ...]
    text: str
    basis: str
    zone: Zone = Zone.BODY
    field: Field | None = None
    near: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    when: str = ""
    optional: bool = False

    def concerns(self, kind: str) -> bool:
        """Whether letters of this kind must have it."""
        return kind in self.kinds or _EVERY in self.kinds


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one requirement: the page it was read on, or None."""

    id: str
    text: str
    basis: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one letter, and the traces of people it must not name."""

    findings: tuple[Finding, ...]
    traces: tuple[str, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """The requirements that the pages do not meet."""
        return tuple(finding for finding in self.findings if finding.page is None)

    @property
    def complete(self) -> bool:
        """Whether the letter may be issued."""
        return not self.missing and not self.traces


def load_all(folder: Path, language: str) -> tuple[Requirement, ...]:
    """Read the requirements of all files of a folder; raises as `load` does."""
    files = sorted(folder.glob("requirements*.toml"))
    return tuple(requirement for file in files for requirement in load(file, language))


def load(file: Path, language: str) -> tuple[Requirement, ...]:
    """Read the requirements with the phrases of one language.

    Raises:
        TemplateUnreadable: an entry is not what a requirement must be.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    entries = enumerate(data.get("require", []), start=1)
    return tuple(_requirement(file.name, number, entry, language) for number, entry in entries)


def _requirement(file: str, number: int, entry: dict[str, Any], language: str) -> Requirement:
    try:
        return Requirement(
            id=entry["id"],
            kinds=tuple(entry["kinds"]),
            text=entry["text"],
            basis=entry["basis"],
            zone=Zone(entry.get("zone", "body")),
            field=Field.parse(entry["field"]) if "field" in entry else None,
            near=tuple(entry["near"][language]) if "near" in entry else (),
            words=tuple(tuple(group) for group in entry["words"][language])
            if "words" in entry
            else (),
            when=entry.get("when", ""),
            optional=entry.get("optional", False),
        )
    except (KeyError, ValueError, TypeError) as error:
        problem = f"Requirement {number} lacks or misuses {error} (language {language})."
        raise TemplateUnreadable(file, 1, problem) from error


@dataclass(frozen=True, slots=True)
class Linter:
    """Checks the pages of letters in one language."""

    requirements: tuple[Requirement, ...]
    language: Words

    def check(self, pdf: bytes, template: LetterTemplate, scope: Scope) -> Report:
        """Read the pages and look for every required content."""
        pages = reading.read(pdf, template.layout)
        wanted = [r for r in self.requirements if r.concerns(template.kind)]
        findings = [
            Finding(r.id, r.text, r.basis, self._page(r, pages, scope))
            for r in wanted
            if self._applies(r, scope)
        ]
        findings += self._feet(pages, template, scope)
        return Report(tuple(findings), self._traces(pages, template, scope))

    def _applies(self, requirement: Requirement, scope: Scope) -> bool:
        """Whether the letter's values call for it."""
        if requirement.when and not any(scope.values(requirement.when)):
            return False
        if requirement.optional and requirement.field:
            return any(str(value).strip() for value in scope.values(requirement.field.path))
        return True

    def _page(self, requirement: Requirement, pages: Pages, scope: Scope) -> int | None:
        """The page of the first of the contents, None if any of them is not read."""
        zone = pages.head if requirement.zone is Zone.HEAD else pages.body
        found: list[int | None] = []
        if requirement.field:
            found += self._values(requirement, requirement.field, zone, scope)
        for group in requirement.words:
            found.append(next((p for w in group if (p := zone.mentions(w))), None))
        return None if not found or None in found else found[0]

    def _values(
        self, requirement: Requirement, field: Field, zone: Reading, scope: Scope
    ) -> list[int | None]:
        """The page of each of a field's values; a field without values is not read."""
        pages: list[int | None] = []
        near = requirement.near
        for value in scope.values(field.path):
            if requirement.optional and not str(value).strip():
                continue
            shown = show(value, field, self.language, scope.site)
            lines = map(visible, shown.splitlines())
            for line in [line for line in lines if line.strip()] or [""]:
                pages.append(zone.near(line, near, _REACH) if near else zone.holds(line))
                # A table has its heading far above the later rows.
                near = ()
        return pages or [None]

    def _feet(self, pages: Pages, template: LetterTemplate, scope: Scope) -> list[Finding]:
        """What must stand at the foot of every page."""
        total = len(pages.feet)
        house = "house rule"
        stamps = (template.stamp, scope.letter.ledger_head, self.language.language)
        numbered = all(
            foot.holds(self.language.page(number, total)) is not None
            for number, foot in enumerate(pages.feet, start=1)
        )
        stamped = all(foot.holds(s) is not None for foot in pages.feet for s in stamps)
        texts = {
            "page-numbers": ("page x of y on every page", numbered),
            "stamp": ("template, version, hash, ledger head and language on every page", stamped),
        }
        return [Finding(i, text, house, 1 if ok else None) for i, (text, ok) in texts.items()]

    def _traces(self, pages: Pages, template: LetterTemplate, scope: Scope) -> tuple[str, ...]:
        """What tells of a person who must not be recognised."""
        readings = (pages.head, pages.body, *pages.feet)
        return traces(scope, template, readings, self.language)
