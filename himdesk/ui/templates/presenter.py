# SPDX-License-Identifier: Apache-2.0
"""Decides what the template editor shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from himdesk.services.correspondence.templates import Opened, TemplateLine, Tried, Version
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run


class Panel(Protocol):
    """What the presenter asks of the screen."""

    def show_templates(self, lines: Sequence[TemplateLine]) -> None:
        """Show every template with its version in force."""

    def show_opened(self, opened: Opened) -> None:
        """Show a template's source, its versions and its fields."""

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
    """One template at a time; `tries` counts, so that only the last answer is shown."""

    panel: Panel
    desk: Desk
    run: Run
    opened: Opened | None = None
    tries: int = 0

    def open_all(self) -> None:
        """List the templates."""
        self.run(self.desk.templates.all, self.panel.show_templates, self.panel.show_error)

    def open(self, template: str) -> None:
        """Show a template and its versions."""

        def shown(opened: Opened) -> None:
            self.opened = opened
            self.panel.show_opened(opened)

        self.run(lambda: self.desk.templates.open(template), shown, self.panel.show_error)

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
        def done(version: Version) -> None:
            self.open_all()
            self.open(template)
            text = f"Version {version.version} of {template} is in force; issued letters stay."
            self.panel.show_saved(text)

        self.run(work, done, self.panel.show_error)
