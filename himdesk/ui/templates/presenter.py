# SPDX-License-Identifier: Apache-2.0
"""Decides what the template editor shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from himdesk.ui.templates.values import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.correspondence.templates import Opened, TemplateLine, Tried, Version
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

DRAFT: Final = "template"
"""The kind of the drafts of this screen; their key is the template's id."""


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_templates(self, lines: Sequence[TemplateLine]) -> None:
        """Show every template with its version in force."""

    def show_opened(self, opened: Opened, draft: Draft | None) -> None:
        """Show a template's versions and fields, and its draft or else its source."""

    def show_kept(self) -> None:
        """Say that what was typed is kept as a draft."""

    def show_tried(self, tried: Tried) -> None:
        """Show the letter with invented values, and what it lacks."""

    def show_fault(self, error: Exception) -> None:
        """Say what is wrong with the source that is being written."""

    def show_saved(self, text: str) -> None:
        """Say which version is in force now."""

    def show_error(self, error: Exception) -> None:
        """Say what happened; what was typed stays."""


@dataclass
class TemplatePresenter:
    """One template at a time; `tries` counts, so that only the last answer is shown.

    `kept` is the draft as it was last kept; a draft goes when a version is put into force.
    """

    panel: Panel
    desk: Desk
    run: Run
    opened: Opened | None = None
    tries: int = 0
    kept: str = ""

    def open_all(self) -> None:
        """List the templates."""
        self.run(self.desk.templates.all, self.panel.show_templates, self.panel.show_error)

    def open(self, template: str) -> None:
        """Show a template and its versions, with the draft that was left of it."""

        def read() -> tuple[Opened, Draft | None]:
            opened = self.desk.templates.open(template)
            kept = self.desk.drafts.find(DRAFT, template)
            return opened, None if kept is None else Draft(**kept.values, at=kept.saved_at)

        def shown(found: tuple[Opened, Draft | None]) -> None:
            self.opened, self.kept = found[0], found[1].source if found[1] else ""
            self.panel.show_opened(*found)

        self.run(read, shown, self.panel.show_error)

    def rest(self, source: str) -> None:
        """Keep what was typed as a draft, and print it with invented values."""
        opened = self.opened
        if opened is None:
            return
        if source not in {self.kept, *(version.source for version in opened.versions)}:
            self.kept = source
            values = {"source": source, "version": opened.current.version}
            self.run(
                lambda: self.desk.drafts.keep(DRAFT, opened.id, values),
                lambda _at: self.panel.show_kept(),
                self.panel.show_error,
            )
        self.try_(source)

    def discard(self) -> None:
        """Forget the draft, and show the version in force."""
        opened = self.opened
        if opened is not None:
            self.run(
                lambda: self.desk.drafts.drop(DRAFT, opened.id),
                lambda _done: self.open(opened.id),
                self.panel.show_error,
            )

    def try_(self, source: str) -> None:
        """Print what is written so far with invented values."""
        opened = self.opened
        if opened is None:
            return
        self.tries += 1
        mine = self.tries

        def shown(tried: Tried) -> None:
            if mine == self.tries:
                self.panel.show_tried(tried)

        def refused(error: Exception) -> None:
            if mine == self.tries:
                self.panel.show_fault(error)

        self.run(lambda: self.desk.templates.try_(opened.id, source), shown, refused)

    def save(self, source: str) -> None:
        """Put what is written into force as a new version."""
        opened = self.opened
        if opened is not None:
            seen = opened.current.version
            self._put(opened.id, lambda: self.desk.templates.save(opened.id, source, seen=seen))

    def use(self, version: str) -> None:
        """Put an earlier version into force."""
        opened = self.opened
        if opened is not None:
            seen = opened.current.version
            self._put(opened.id, lambda: self.desk.templates.use(opened.id, version, seen=seen))

    def reset(self) -> None:
        """Put the shipped version into force."""
        if self.opened is not None:
            self.use(self.opened.versions[-1].version)

    def _put(self, template: str, work: Callable[[], Version]) -> None:
        def put() -> Version:
            version = work()
            self.desk.drafts.drop(DRAFT, template)
            return version

        def done(version: Version) -> None:
            self.open_all()
            self.open(template)
            text = f"Version {version.version} of {template} is in force; issued letters stay."
            self.panel.show_saved(text)

        self.run(put, done, self.panel.show_error)
