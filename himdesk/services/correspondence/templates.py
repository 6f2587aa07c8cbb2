# SPDX-License-Identifier: Apache-2.0
"""The templates of letters: the shipped ones, the site's own versions, and their preview."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.printing.errors import LetterIncomplete, TemplateStale, TemplateUnreadable
from himdesk.services.correspondence.sender import sender
from himdesk.store.desk import templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.printing.letters.letters import Letters as Press
    from himdesk.printing.letters.letters import Proof
    from himdesk.printing.letters.samples import Choice
    from himdesk.printing.letters.template import LetterTemplate
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

_VERSION: Final = re.compile(r'^version\s*=\s*"[^"\n]*"', re.MULTILINE)
SHIPPED: Final = ""
"""The source by which an event says that the shipped template is in force again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """A template in the list: its kind and language, and the version in force."""

    id: str
    kind: str
    language: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a template; the shipped one bears no day and no person."""

    version: str
    source: str
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A template to be edited: its version in force, all others, and the fields of its kind."""

    id: str
    current: Version
    versions: tuple[Version, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A template filled with invented values: the PDF that would print, and what it lacks."""

    pdf: bytes
    missing: tuple[str, ...]


def current(session: Transaction, press: Press, kind: str, language: str) -> LetterTemplate:
    """The template in force: the site's own, or the shipped one.

    Raises:
        UnknownTemplate: there is none of this kind in this language.
    """
    from himdesk.printing.letters.template import parse  # noqa: PLC0415 - slow to import

    shipped = press.template(kind, language)
    change = templates.in_force(session, shipped.id)
    return parse(change.source, shipped.id) if change and change.source else shipped


@dataclass(frozen=True)
class Templates:
    """The administrator's desk for the texts of letters."""

    context: Context

    @cached_property
    def _press(self) -> Press:
        from himdesk.printing.letters.letters import Letters as Press  # noqa: PLC0415 - slow to import

        return Press.open()

    def all(self) -> tuple[TemplateLine, ...]:
        """Every template with the version in force."""
        self.context.require("settings")
        with self.context.database.read() as session:
            found = [
                current(session, self._press, shipped.kind, shipped.language)
                for shipped in self._press.templates.values()
            ]
        return tuple(
            TemplateLine(id=x.id, kind=x.kind, language=x.language, version=x.version)
            for x in found
        )

    def open(self, template: str) -> Opened:
        """A template with all its versions, the newest first and the shipped one last.

        Raises:
            UnknownTemplate: there is none.
        """
        from himdesk.printing.letters.samples import choices  # noqa: PLC0415 - slow to import

        self.context.require("settings")
        shipped = self._shipped(template)
        with self.context.database.read() as session:
            changes = templates.changes(session, shipped.id)
            now = current(session, self._press, shipped.kind, shipped.language)
        versions = _versions(shipped, changes)
        return Opened(
            id=shipped.id,
            current=next(x for x in versions if x.version == now.version),
            versions=versions,
            choices=choices(shipped.kind),
        )

    def try_(self, template: str, source: str) -> Tried:
        """Print a source with invented values, and name the required contents that it lacks.

        Raises:
            TemplateUnreadable: it is no template, with its line.
            UnknownField: it names a field that the kind has not, with its line.
        """
        self.context.require("settings")
        proof = self._proof(self._shipped(template), source)
        return Tried(
            pdf=proof.printed.pdf, missing=tuple(found.text for found in proof.report.missing)
        )

    def save(self, template: str, source: str, *, seen: str) -> Version:
        """Put a source into force as a new version; `seen` is the version that it was made from.

        Raises:
            TemplateUnreadable: it is no template.
            UnknownField: it names a field that the kind has not.
            LetterIncomplete: a required content is missing.
            TemplateStale: another version is in force by now.
        """
        self.context.require("settings")
        shipped = self._shipped(template)
        proof = self._proof(shipped, source)
        if not proof.report.complete:
            missing = tuple(found.text for found in proof.report.missing)
            raise LetterIncomplete(shipped.kind, missing, proof.report.traces)
        with self.context.writing() as session:
            self._check_seen(session, shipped, seen)
            made = [x for x in templates.changes(session, shipped.id) if x.source]
            number = len({x.version for x in made}) + 1
            version = f"{shipped.version}-site{number}"
            return self._record(session, shipped, version, _numbered(source, shipped.id, version))

    def use(self, template: str, version: str, *, seen: str) -> Version:
        """Put an earlier version into force again, or the shipped one.

        Raises:
            UsageError: there is no such version.
            TemplateStale: another version than `seen` is in force by now.
        """
        self.context.require("settings")
        shipped = self._shipped(template)
        with self.context.writing() as session:
            self._check_seen(session, shipped, seen)
            known = _versions(shipped, templates.changes(session, shipped.id))
            found = next((x for x in known if x.version == version), None)
            if found is None:
                raise UsageError(f"Template {shipped.id} has no version {version}.", version)
            source = SHIPPED if version == shipped.version else found.source
            return self._record(session, shipped, version, source)

    def _shipped(self, template: str) -> LetterTemplate:
        kind, _, language = template.rpartition(".")
        return self._press.template(kind, language)

    def _proof(self, shipped: LetterTemplate, source: str) -> Proof:
        """The letter of a source with invented values."""
        from himdesk.printing.letters import samples  # noqa: PLC0415 - slow to import
        from himdesk.printing.letters.template import parse  # noqa: PLC0415 - slow to import

        parsed = parse(source, shipped.id)
        if parsed.id != shipped.id:
            text = f"This is the template {shipped.id}: its kind and language stay as they are."
            raise UsageError(text, parsed.id)
        notice, dispatch = samples.notice(shipped.kind), samples.dispatch()
        return self._press.proof(
            parsed, notice, dispatch, sender(self.context.site, shipped.language)
        )

    def _check_seen(self, session: Transaction, shipped: LetterTemplate, seen: str) -> None:
        now = current(session, self._press, shipped.kind, shipped.language)
        if now.version != seen:
            change = templates.in_force(session, shipped.id)
            raise TemplateStale(shipped.id, now.version, change.by if change else "")

    def _record(
        self, session: Transaction, shipped: LetterTemplate, version: str, source: str
    ) -> Version:
        at, by = self.context.now(), self.context.staff.name
        templates.record(session, at=at, by=by, template=shipped.id, version=version, source=source)
        return Version(version=version, source=source or shipped.source, at=at, by=by)


def _numbered(source: str, template: str, version: str) -> str:
    """A source that says its version; raises `TemplateUnreadable` if it can't be told where."""
    from himdesk.printing.letters.template import parse  # noqa: PLC0415 - slow to import

    text = _VERSION.sub(f'version = "{version}"', source, count=1)
    if parse(text, template).version != version:
        problem = 'The version stands on a line of its own, such as version = "1".'
        raise TemplateUnreadable(template, 1, problem)
    return text


def _versions(shipped: LetterTemplate, changes: Sequence[templates.Change]) -> tuple[Version, ...]:
    """The versions of a template, each once and as first made; the shipped one last."""
    first = {x.version: x for x in reversed(changes) if x.source}
    own = [
        Version(version=x.version, source=x.source, at=x.at, by=x.by)
        for x in reversed(first.values())
    ]
    return (*own, Version(version=shipped.version, source=shipped.source))
