# SPDX-License-Identifier: Apache-2.0
"""The directory of recipients that forms offer, and what was typed into a form before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from himdesk.ui.release.forms.entries import entry_form
from himdesk.ui.release.values import Addressee

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.ui.release.presenter import Done, Refused, ReleasePresenter
    from himdesk.ui.release.values import Sheet

DRAFT: Final = "release"
"""The kind of the drafts of these forms."""


@dataclass
class FormPresenter:
    """What the forms over the screen of `requests` begin with and leave behind."""

    requests: ReleasePresenter

    def directory(self, then: Callable[[tuple[Addressee, ...]], None]) -> None:
        """Read the directory of verified addresses."""

        def read() -> tuple[Addressee, ...]:
            return tuple(
                Addressee(
                    id=e.id,
                    name=e.name,
                    address=e.address,
                    fax=e.fax,
                    verified_on=e.verified_on,
                    verified_by=e.verified_by,
                    kind=e.kind,
                    phone=e.phone,
                )
                for e in self.requests.desk.directory.all()
            )

        self.requests.run(read, then, self.requests.panel.show_error)

    def verify(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Keep an entry of the directory as verified today; the request shown is read again."""
        form = entry_form(values)

        def kept(_entry: object) -> None:
            done()
            self.requests.panel.show_done(
                f"{form['name']} is in the directory, verified by you today."
            )
            if self.requests.view is not None:
                self.requests.choose(self.requests.current)

        self.requests.run(lambda: self.requests.desk.directory.put(form), kept, refused)

    def draft(self, sheet: Sheet, then: Callable[[Mapping[str, str]], None]) -> None:
        """What was typed into a form before, if anything was."""

        def found(kept: Any) -> None:
            if kept is not None:
                then(kept.values)

        if sheet.draft:
            key = f"{sheet.name}:{sheet.draft}"
            self.requests.run(
                lambda: self.requests.desk.drafts.find(DRAFT, key),
                found,
                self.requests.panel.show_error,
            )

    def keep(self, sheet: Sheet, values: Mapping[str, str]) -> None:
        """Keep what was typed into a form."""
        key = f"{sheet.name}:{sheet.draft}"
        self.requests.run(
            lambda: self.requests.desk.drafts.keep(DRAFT, key, values) if sheet.draft else "",
            lambda _at: None,
            self.requests.panel.show_error,
        )

    def forget(self, sheet: Sheet) -> None:
        """What a form said is done: its draft is not needed any more."""
        key = f"{sheet.name}:{sheet.draft}"
        self.requests.run(
            lambda: self.requests.desk.drafts.drop(DRAFT, key),
            lambda _: None,
            self.requests.panel.show_error,
        )
