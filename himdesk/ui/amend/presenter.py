# SPDX-License-Identifier: Apache-2.0
"""Decides what the amend screen shows and does; knows no widget."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from himdesk.domain.corrections.redline import Mark, Piece, redline
from himdesk.ui.amend.values import KINDS, AmendPage, Beside, RailRow, Standing, Written
from himdesk.ui.split.rows import who_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.charts.documents import DocumentView, Revision
    from himdesk.services.corrections.drafts import Kept
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

DRAFT: Final = "amend"
"""The kind of the drafts of this screen; their key is the document's id."""

ICONS: Final = {
    "original": "doc",
    "addendum": "plus",
    "late-entry": "clock",
    "correction": "amend",
    "retraction": "strike",
}
DRAFT_LEFT: Final = "What was typed is still kept as a draft: discard it when it is offered."
TITLES: Final = {choice.kind: choice.title for choice in KINDS}


class View(Protocol):
    """What the presenter asks of the screen."""

    def show_page(self, page: AmendPage, written: Written, *, draft: str) -> None:
        """Show a document; `draft` says when the draft shown was saved, if there is one."""

    def show_standing(self, standing: Standing) -> None:
        """Show how the document will stand."""

    def show_saved(self, at: str) -> None:
        """Say that the draft was kept."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class AmendPresenter:
    """A document being amended."""

    view: View
    desk: Desk
    run: Run
    reviewed: Callable[[Outcome], None]
    document: DocumentView | None = None
    written: Written = field(default_factory=Written)

    def open(self, item: str) -> None:
        """Open a document for amending, with the draft that was left of it."""
        self.run(lambda: self._read(item), lambda found: self._opened(*found), self.view.show_error)

    def _read(self, item: str) -> tuple[DocumentView, Kept | None]:
        found = self.desk.documents.open(item)
        return found, self.desk.drafts.find(DRAFT, found.original.id)

    def _opened(self, document: DocumentView, draft: Kept | None) -> None:
        self.document = document
        author = document.original.author
        self.written = Written(author=author)
        if draft is not None:
            self.written = Written(**draft.values)
        page = AmendPage(
            who=who_of("", document.chart, self.desk.context.now(), ""),
            title=document.original.title,
            about=", ".join(p for p in (document.original.at[:10], author) if p),
            author=author,
            text=document.latest.text,
            rail=tuple(_rail_row(revision) for revision in document.revisions),
            sent=document.sent,
            cases=tuple(f"{case}, {status}" for case, status in document.cases),
        )
        saved = self.desk.context.site.time_shown(draft.saved_at) if draft else ""
        self.view.show_page(page, self.written, draft=saved)
        self._stand()

    def write(self, written: Written) -> None:
        """Take what was written, show how it will stand."""
        self.written = written
        self._stand()

    def save(self) -> None:
        """Keep the draft; nothing written is no draft."""
        if self.document is None or not self.written.text.strip():
            return
        key, values = self.document.original.id, asdict(self.written)
        self.run(
            lambda: self.desk.drafts.keep(DRAFT, key, values),
            lambda at: self.view.show_saved(self.desk.context.site.time_shown(at)),
            self.view.show_error,
        )

    def discard(self) -> None:
        """Forget the draft and begin again."""
        if self.document is None:
            return
        key = self.document.original.id
        self.run(
            lambda: self.desk.drafts.drop(DRAFT, key),
            lambda _done: self.open(key),
            self.view.show_error,
        )

    def compare(self, first: str, second: str) -> None:
        """Show the redline between two revisions."""
        if self.document is None:
            return
        texts = {r.id: r for r in self.document.revisions}
        one, two = texts[first], texts[second]
        band = f"From {_name(one)} to {_name(two)}"
        self.view.show_standing(_standing(band, redline(one.text or "", two.text or "")))

    def review(self, reason: str) -> None:
        """Plan the revision and hand it on to be reviewed."""
        self.run(lambda: self.amend(reason, dry_run=True), self.reviewed, self.view.show_error)

    def amend(self, reason: str, *, dry_run: bool) -> Outcome:
        """File the revision; a filed one leaves no draft."""
        document, written = self.document, self.written
        assert document is not None
        evidence = written.evidence.strip()
        signed = f"{written.signed_on}T00:00:00Z" if written.signed_on and evidence else None
        said = f" (signature of {written.author} seen: {evidence})" if signed else ""
        outcome = self.desk.corrections.amend(
            document.original.id,
            kind=written.kind,
            text=written.text,
            author=written.author,
            reason=f"{reason}{said}",
            about=written.about or None,
            signed_at=signed,
            dry_run=dry_run,
        )
        if dry_run:
            return outcome
        drafts = self.desk.drafts
        return outcome.followed_by(lambda: drafts.drop(DRAFT, document.original.id), DRAFT_LEFT)

    def _stand(self) -> None:
        document, written = self.document, self.written
        if document is None:
            return
        held = document.latest.text or "(this document is no text: see its pages in the chart)"
        beside = [_beside(r) for r in document.revisions if r.kind in {"addendum", "late-entry"}]
        who, today = written.author or "its author", self.desk.context.now()[:10]
        band = ""
        pieces: tuple[Piece, ...] = (Piece(Mark.KEPT, held),)
        if written.kind == "retraction":
            band = f"RETRACTED {today}, {who}. The original stays readable."
            pieces = (Piece(Mark.STRUCK, held),)
        elif written.kind == "correction" and written.text.strip():
            band = f"CORRECTED {today}, {who}. The original stays readable."
            pieces = redline(held, written.text)
        if written.text.strip() and written.kind in {"addendum", "late-entry", "retraction"}:
            head = f"{TITLES[written.kind]} {today}, {who} (draft)"
            beside.append(Beside(head=head, text=written.text))
        self.view.show_standing(_standing(band, pieces, tuple(beside)))


def _standing(band: str, pieces: tuple[Piece, ...], beside: tuple[Beside, ...] = ()) -> Standing:
    marks = [piece.mark for piece in pieces if piece.text.strip()]
    return Standing(
        band=band,
        pieces=pieces,
        beside=beside,
        struck=marks.count(Mark.STRUCK),
        added=marks.count(Mark.ADDED),
    )


def _rail_row(revision: Revision) -> RailRow:
    mark = "retracted" if revision.in_error else "signed" if revision.signed else "not signed yet"
    return RailRow(
        id=revision.id,
        icon=ICONS.get(revision.kind, "doc"),
        title=_name(revision),
        when=revision.at[:16].replace("T", " "),
        who=revision.author,
        mark=mark,
    )


def _name(revision: Revision) -> str:
    if revision.kind == "original":
        return revision.title
    if revision.kind == "late-entry":
        return revision.title.capitalize()
    return TITLES.get(revision.kind, revision.kind.capitalize())


def _beside(revision: Revision) -> Beside:
    who = ", ".join(part for part in (revision.at[:16].replace("T", " "), revision.author) if part)
    return Beside(head=f"{_name(revision)} {who}", text=revision.text or "(no text)")
