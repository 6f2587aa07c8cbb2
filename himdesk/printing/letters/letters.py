# SPDX-License-Identifier: Apache-2.0
"""The letters desk: templates by kind and language, proofs, checks, and issuing.

A letter is issued only when every required content was read on its printed pages, nobody is
named who must not be, and every character could be printed. Issued bytes are for keeping: a
reprint is the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk import resources
from himdesk.printing.errors import LetterIncomplete, UnknownTemplate, Unprintable
from himdesk.printing.letters import lint, template
from himdesk.printing.letters.fields import Scope
from himdesk.printing.typesetting.fonts import code_of
from himdesk.printing.typesetting.press import Press

if TYPE_CHECKING:
    from pathlib import Path

    from himdesk.printing.letters.lint import Linter, Report
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.printing.letters.values import Dispatch, Site
    from himdesk.printing.typesetting.press import Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLetter:
    """An issued letter: its bytes, their SHA-256, and the template they were made from."""

    kind: str
    language: str
    reference: str
    pdf: bytes
    sha256: str
    pages: int
    template_version: str
    template_digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter as it would be printed, with the report on its contents."""

    printed: Printed
    report: Report

    @property
    def issuable(self) -> bool:
        """Whether it may be issued."""
        return self.report.complete and not self.printed.unprintable


@dataclass(frozen=True, slots=True)
class Letters:
    """The shipped templates and what is needed to print and check them; nothing in it changes."""

    press: Press
    templates: dict[str, LetterTemplate]
    linters: dict[str, Linter]

    @classmethod
    def open(cls, folder: Path | None = None) -> Letters:
        """Read fonts, words, templates and requirements from the resources folder."""
        root = folder or resources.path()
        press = Press.open(root)
        here = root / "letters"
        files = (f for f in sorted(here.glob("*.*.toml")) if not f.name.startswith("words."))
        templates = {loaded.id: loaded for loaded in map(template.load, files)}
        linters = {
            language: lint.Linter(lint.load_all(here, language), words)
            for language, words in press.languages.items()
        }
        return cls(press, templates, linters)

    def template(self, kind: str, language: str) -> LetterTemplate:
        """The shipped template; raises `UnknownTemplate`."""
        found = self.templates.get(f"{kind}.{language}")
        if found is None:
            raise UnknownTemplate(kind, language)
        return found

    def proof(self, chosen: LetterTemplate, notice: Notice, letter: Dispatch, site: Site) -> Proof:
        """Print a letter and check it, without refusing anything."""
        printed = self.press.render(chosen, notice, letter, site)
        scope = Scope(notice, letter, site)
        report = self.linters[chosen.language].check(printed.pdf, chosen, scope)
        return Proof(printed, report)

    def issue(
        self, chosen: LetterTemplate, notice: Notice, letter: Dispatch, site: Site
    ) -> IssuedLetter:
        """Print a letter for keeps.

        Raises:
            Unprintable: values hold characters that no font has.
            LetterIncomplete: a required content is missing, or a withheld person is named.
        """
        proof = self.proof(chosen, notice, letter, site)
        if proof.printed.unprintable:
            raise Unprintable(tuple(code_of(c)[1:-1] for c in proof.printed.unprintable))
        if not proof.report.complete:
            missing = tuple(finding.text for finding in proof.report.missing)
            raise LetterIncomplete(chosen.kind, missing, proof.report.traces)
        pdf = proof.printed.pdf
        return IssuedLetter(
            kind=chosen.kind,
            language=chosen.language,
            reference=letter.reference,
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            pages=proof.printed.pages,
            template_version=chosen.version,
            template_digest=chosen.digest,
        )
