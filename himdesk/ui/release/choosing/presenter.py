# SPDX-License-Identifier: Apache-2.0
"""Decides what goes of the request shown: the scope, consents, pages, black-outs; no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from himdesk.domain.errors import UsageError
from himdesk.services.releases.forms import plain
from himdesk.ui.release.checking import consent
from himdesk.ui.release.page import wanted_of
from himdesk.ui.release.values import PaperPages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.releases.request import Box, Release
    from himdesk.services.releases import Releases
    from himdesk.ui.release.presenter import Done, Refused, ReleasePresenter


@dataclass
class ChoosePresenter:
    """What goes of the request that `requests` shows; each choice is kept at once."""

    requests: ReleasePresenter

    @property
    def _release(self) -> Release:
        view = self.requests.view
        assert view is not None
        return view.release

    @property
    def _releases(self) -> Releases:
        return self.requests.desk.releases

    def agree(self, category: str, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Let a sensitive category go, by the document that proves the consent."""

        def work(release: str) -> object:
            now = plain(self._release)["form"] or {}
            form = {k: v for k, v in now.items() if v is not None} | {
                "places": dict(now.get("places", ()))
            }
            if not values["scan"]:
                raise UsageError("Name the document that proves the consent.", "scan")
            covered = consent.covering(self._release, form, category, values)
            self._releases.check(release, covered)
            return self._releases.choose(release, {"wanted": self._covered(category, on=True)})

        self.requests.take(work, "", done, refused)

    def refuse(self, category: str) -> None:
        """Keep a sensitive category in."""
        wanted = self._covered(category, on=False)
        self._choose({"wanted": wanted})

    def _covered(self, category: str, *, on: bool) -> dict[str, Any]:
        wanted = wanted_of(self._release)
        if category == "psychotherapy":
            return {**wanted, "psychotherapy": on}
        now = set(wanted.get("categories", ())) - {category}
        return {**wanted, "categories": sorted(now | ({category} if on else set()))}

    def narrow(self, scope: Mapping[str, str]) -> None:
        """Change what is asked for: the period, a type, an encounter."""
        wanted = wanted_of(self._release)
        for name in ("since", "until"):
            wanted[name] = scope[name]
        for name in ("types", "encounters"):
            if scope[name] != "several":
                wanted[name] = [scope[name]] if scope[name] else []
        self._choose({"wanted": {k: v for k, v in wanted.items() if v}})

    def leave_out(self, item: str, why: str, done: Done, refused: Refused) -> None:
        """Leave out something that may go, with the reason."""
        left = {**dict(self._release.left_out), item: why}
        self.requests.take(
            lambda r: self._releases.choose(r, {"left_out": left}), "", done, refused
        )

    def let_go(self, item: str) -> None:
        """Let something go again that was left out."""
        left = {k: v for k, v in self._release.left_out if k != item}
        self._choose({"left_out": left})

    def is_out(self, item: str) -> bool:
        """Whether staff left this out."""
        return item in dict(self._release.left_out)

    def has_category(self, category: str) -> bool:
        """Whether a sensitive category goes."""
        wanted = self._release.wanted
        return (
            wanted.psychotherapy if category == "psychotherapy" else category in wanted.categories
        )

    def paper(self, item: str, then: Callable[[PaperPages], None]) -> None:
        """Read a document whose pages are to be chosen."""
        release = self._release

        def shown(pdf: bytes) -> None:
            title = next((words for each, words in self.requests.scans if each == item), "Document")
            then(
                PaperPages(
                    item=item,
                    title=title,
                    pdf=pdf,
                    pages=dict(release.pages).get(item),
                    boxes=dict(release.boxes).get(item, ()),
                )
            )

        self.requests.run(
            lambda: self.requests.desk.packets.paper(release.id, item),
            shown,
            self.requests.panel.show_error,
        )

    def redact(
        self, item: str, pages: Sequence[int] | None, boxes: Sequence[Box], done: Done,
        refused: Refused,
    ) -> None:  # fmt: skip
        """Say which pages of a document go, and what on them is blacked out."""
        said = plain(self._release)
        going = {k: v for k, v in said["pages"] if k != item}
        black = {k: v for k, v in said["boxes"] if k != item}
        if pages is not None:
            going[item] = list(pages)
        if boxes:
            names = ("page", "left", "bottom", "right", "top")
            black[item] = [{name: getattr(box, name) for name in names} for box in boxes]
        choice = {"pages": going, "boxes": black}
        self.requests.take(lambda r: self._releases.choose(r, choice), "", done, refused)

    def override(self, values: Mapping[str, str], done: Done, refused: Refused) -> None:
        """Leave the dispute packets out, or let them go again."""
        self.requests.take(lambda r: self._releases.choose(r, dict(values)), "", done, refused)

    def _choose(self, choice: Mapping[str, object]) -> None:
        self.requests.take(
            lambda r: self._releases.choose(r, choice),
            "",
            lambda: None,
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        """What was refused on the screen itself is shown as it stands."""
        self.requests.panel.show_error(error)
        self.requests.choose(self.requests.current)
