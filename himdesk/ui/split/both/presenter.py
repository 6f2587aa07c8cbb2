# SPDX-License-Identifier: Apache-2.0
"""Decides rows that are about both persons: asks what is whose; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from himdesk.domain.errors import UsageError
from himdesk.services.corrections import separating
from himdesk.ui.split.decisions import Divided, Repeated, Rewritten, pages_of
from himdesk.ui.split.rows import title

if TYPE_CHECKING:
    from himdesk.domain.charts.items import Item
    from himdesk.ui.split.presenter import SplitPresenter


class BothView(Protocol):
    """What asks, over the screen of the split."""

    def ask_pages(self, key: str, title: str, pages: int, pdf: bytes) -> None:
        """Show a scan, and ask which pages go to the other person."""

    def ask_texts(self, key: str, title: str, text: str, other: str) -> None:
        """Ask what a note says of A, and what of the other side (a letter)."""


@dataclass
class BothPresenter:
    """Asks what is needed about a row for both persons, and decides it in the split."""

    view: BothView
    split: SplitPresenter

    def ask_pages(self, key: str) -> None:
        """A scan shows both persons: ask which pages are whose."""
        item, desk = self._item(key), self.split.desk

        def read() -> tuple[int, bytes]:
            pages = separating.count_pages(desk.context, item)
            return pages, desk.documents.read(key).pdf or b""

        self.split.run(
            read,
            lambda found: self.view.ask_pages(key, title(item), *found),
            self.split.panel.show_error,
        )

    def divide(self, key: str, text: str, last: int) -> None:
        """Pages of a scan go to the other person."""
        try:
            goes = pages_of(text, last)
        except ValueError:
            words = f"Write the pages as 4-6 or 2, 5; there are pages 1 to {last}."
            self.split.panel.show_error(UsageError(words))
            return
        stays = tuple(page for page in range(1, last + 1) if page not in goes)
        self.split.decisions.divide(key, Divided(self._other(), goes, stays))
        self.split.show_decision()

    def ask_texts(self, key: str) -> None:
        """A note is about both persons: ask what it says of each."""
        item, desk = self._item(key), self.split.desk
        self.split.run(
            lambda: desk.documents.read(key),
            lambda found: self.view.ask_texts(
                key, title(item), found.text or found.fault, self._other()
            ),
            self.split.panel.show_error,
        )

    def rewrite(self, key: str, stays: str, goes: str) -> None:
        """A note is retracted, and documented anew for those of whom something is said."""
        written = Rewritten(self._other(), stays.strip(), goes.strip())
        self.split.decisions.rewrite(key, written)
        self.split.show_decision()

    def repeat(self, key: str, reason: str) -> None:
        """An item holds for both persons."""
        self.split.decisions.repeat(key, Repeated(self._other(), reason))
        self.split.show_decision()

    def _item(self, key: str) -> Item:
        preview = self.split.preview
        assert preview is not None
        return next(row.item for row in preview.rows if row.item.id == key)

    def _other(self) -> str:
        """The side beside A: the new chart, unless everything goes to an existing one."""
        preview, used = self.split.preview, self.split.decisions.used()
        assert preview is not None
        return "C" if preview.target is not None and "B" not in used else "B"
