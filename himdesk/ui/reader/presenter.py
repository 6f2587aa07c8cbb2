# SPDX-License-Identifier: Apache-2.0
"""Decides what the reader shows; knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from himdesk.domain.corrections.redline import Mark, Piece, redline
from himdesk.ui.amend.presenter import ICONS, TITLES
from himdesk.ui.amend.values import Beside, RailRow, Standing
from himdesk.ui.reader.values import ReaderPage, Sheet
from himdesk.ui.split.rows import who_of
from himdesk.ui.widgets.banners.banner_values import Who

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.amendments.attachments import AttachmentView
    from himdesk.services.charts.documents import DocumentView, Revision
    from himdesk.services.charts.legible import Legible
    from himdesk.services.desk import Desk
    from himdesk.ui.running import Run

STANDS: Final = "stands"
"""The key of the rail's first row: the document as it stands, with what was struck."""


NOTHING: Final = ReaderPage(
    id="", who=Who("", "", ()), title="Document", about="", rail=(), facts=(), sent=()
)
"""What is shown until it is known whose document it is."""


class View(Protocol):
    """What the presenter asks of the screen."""

    def show_busy(self, text: str) -> None:
        """Something is being read."""

    def show_page(self, page: ReaderPage) -> None:
        """Show whose document it is, and its revisions."""

    def show_sheet(self, key: str, sheet: Sheet) -> None:
        """Show the document as it stands, or the revision with this key."""

    def show_error(self, error: Exception) -> None:
        """Say what happened."""


@dataclass
class ReaderPresenter:
    """A document being read; each reading of its content is logged by the desk."""

    view: View
    desk: Desk
    run: Run
    document: DocumentView | None = None
    shown: str = ""

    def open(self, item: str) -> None:
        """Open the document that an item is, or revises."""
        self._begin("Reading the document…")
        self.run(lambda: self.desk.documents.open(item), self._opened, self.view.show_error)

    def _begin(self, text: str) -> None:
        """Nothing of what was read last stays, least of all whose it was."""
        self.document, self.shown = None, ""
        self.view.show_page(NOTHING)
        self.view.show_busy(text)

    def open_attachment(self, case: str, number: int) -> None:
        """Open a file of an amendment request."""
        self._open_file(
            lambda: self.desk.cases.read_attachment(case, number),
            "Amendment requests",
        )

    def open_evidence(self, case: str, digest: str) -> None:
        """Open a file of the evidence of a case of the work list."""
        self._open_file(lambda: self.desk.casework.evidence(case, digest), "Worklist")

    def open_release_file(self, release: str, number: int) -> None:
        """Open a file of a request for release."""
        self._open_file(lambda: self.desk.release_files.read(release, number), "Release")

    def _open_file(self, read: Callable[[], AttachmentView], trail: str) -> None:
        self._begin("Reading the file…")
        self.run(read, lambda found: self._file_opened(found, trail), self.view.show_error)

    def _file_opened(self, read: AttachmentView, trail: str) -> None:
        file, found = read.attachment, read.legible
        self.view.show_page(
            ReaderPage(
                id="",
                who=who_of("", read.chart, self.desk.context.now(), ""),
                title=file.name,
                about=file.about,
                rail=(RailRow(id=STANDS, icon="doc", title=file.name, when=f"{file.on}",
                              who=file.by),),
                facts=(
                    ("Case", read.case),
                    ("What it is", file.about or "no description"),
                    ("Type", file.content_type),
                    ("Bytes", f"{file.size:,}"),
                    ("SHA-256", file.digest[:12]),
                    ("Release", "none carries it"),
                ),
                sent=(),
                trail=(trail,),
            )
        )  # fmt: skip
        standing = _standing("", found.text) if found.text is not None else None
        sheet = Sheet(
            title=file.name, note=found.note, standing=standing, pdf=found.pdf, fault=found.fault
        )
        self.view.show_sheet(STANDS, sheet)

    def _opened(self, document: DocumentView) -> None:
        self.document = document
        original = document.original
        self.view.show_page(
            ReaderPage(
                id=original.id,
                who=who_of("", document.chart, self.desk.context.now(), ""),
                title=original.title,
                about=", ".join(p for p in (original.at[:10], original.author) if p),
                rail=_rail(document),
                facts=_facts(document),
                sent=document.sent,
            )
        )
        self.choose(STANDS)

    def choose(self, key: str) -> None:
        """Show the document as it stands, or one of its revisions as it was written."""
        document = self.document
        if document is None or key == self.shown:
            return
        self.shown = key
        wanted = document.original.id if key == STANDS else key
        self.view.show_busy("Reading the document…")
        self.run(
            lambda: _sheet(document, key, self.desk.documents.read(wanted)),
            lambda sheet: self._read(key, sheet),
            self.view.show_error,
        )

    def _read(self, key: str, sheet: Sheet) -> None:
        if key == self.shown:
            self.view.show_sheet(key, sheet)


def _rail(document: DocumentView) -> tuple[RailRow, ...]:
    rows = tuple(_rail_row(revision) for revision in document.revisions)
    if len(rows) == 1:
        return (RailRow(id=STANDS, icon=rows[0].icon, title=rows[0].title, when=rows[0].when,
                        who=rows[0].who, mark=rows[0].mark),)  # fmt: skip
    last = document.revisions[-1]
    stands = RailRow(id=STANDS, icon="eye", title="As it stands", when=_minute(last.at), who="")
    return (stands, *rows)


def _rail_row(revision: Revision) -> RailRow:
    state = "retracted" if revision.in_error else "signed" if revision.signed else "not signed yet"
    return RailRow(
        id=revision.id,
        icon=ICONS.get(revision.kind, "doc"),
        title=_name(revision),
        when=_minute(revision.at),
        who=revision.author,
        mark=", ".join(part for part in (state, revision.why) if part),
    )


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def _name(revision: Revision) -> str:
    if revision.kind == "original":
        return "Original"
    return TITLES.get(revision.kind, revision.kind.replace("-", " ").capitalize())


def _facts(document: DocumentView) -> tuple[tuple[str, str], ...]:
    original = document.original
    said = (
        ("Written", _minute(original.at)),
        ("Author", original.author),
        ("Signature", "signed" if original.signed else "not signed yet"),
        ("Revisions", str(len(document.revisions) - 1) if len(document.revisions) > 1 else ""),
        *(("Request", f"{case}, {status}") for case, status in document.cases),
    )
    return tuple((name, value) for name, value in said if value)


def _sheet(document: DocumentView, key: str, found: Legible) -> Sheet:
    """What is shown of a document: as it stands with what was struck, or one text as written."""
    chosen = document.original
    if key != STANDS:
        chosen = next(revision for revision in document.revisions if revision.id == key)
    note = found.note
    if found.fault:
        return Sheet(title=chosen.title, note=note, fault=found.fault)
    if found.pdf is not None:
        note = " ".join(part for part in (note, _beside_words(document, key)) if part)
        return Sheet(title=chosen.title, note=note, pdf=found.pdf)
    text = found.text or ""
    if key == STANDS:
        return Sheet(title="As it stands", note=note, standing=stands(document, text))
    band = f"{_name(chosen)} {_minute(chosen.at)}, {chosen.author}".strip(", ")
    return Sheet(title=_name(chosen), note=note, standing=_standing(band, text))


def _beside_words(document: DocumentView, key: str) -> str:
    """Pages can't be struck: say that there are revisions."""
    count = len(document.revisions) - 1
    if key != STANDS or not count:
        return ""
    retracted = any(r.kind == "retraction" for r in document.revisions)
    state = "was retracted" if retracted else "was amended"
    return f"This document {state}: {count} revisions stand at the left."


def stands(document: DocumentView, text: str) -> Standing:
    """The document as it stands: the original struck where it was corrected, by whom and why."""
    later = document.revisions[1:]
    corrections = [r for r in later if r.kind == "correction" and not r.in_error]
    retractions = [r for r in later if r.kind == "retraction"]
    beside = tuple(
        Beside(head=_head(r), text=r.text or "") for r in later if r.kind != "correction"
    )
    if retractions:
        band = f"RETRACTED {_head(retractions[-1], bare=True)}. The original stays readable."
        return Standing(band=band, pieces=(Piece(Mark.STRUCK, text),), beside=beside, struck=1)
    if not corrections:
        return _standing("", text, beside)
    last = corrections[-1]
    pieces = redline(text, last.text or "")
    marks = [piece.mark for piece in pieces]
    return Standing(
        band=f"CORRECTED {_head(last, bare=True)}. The original stays readable.",
        pieces=pieces,
        beside=beside,
        struck=marks.count(Mark.STRUCK),
        added=marks.count(Mark.ADDED),
    )


def _standing(band: str, text: str, beside: tuple[Beside, ...] = ()) -> Standing:
    return Standing(band=band, pieces=(Piece(Mark.KEPT, text),), beside=beside)


def _head(revision: Revision, *, bare: bool = False) -> str:
    """Who revised, when and why."""
    name = "" if bare else f"{_name(revision)} "
    why = f": {revision.why}" if revision.why else ""
    return f"{name}{_minute(revision.at)}, {revision.author}{why}"
