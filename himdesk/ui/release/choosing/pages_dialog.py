# SPDX-License-Identifier: Apache-2.0
"""The pages of one document: which of them go, and what on them is blacked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from himdesk.domain.errors import UsageError
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.release.choosing.redaction import PageCanvas
from himdesk.ui.widgets.panes import within
from himdesk.ui.widgets.tables.cell import Check, Column, Row, Text, hint, line
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look
    from himdesk.ui.release.values import PaperPages

WIDTH, HEIGHT, LIST_WIDTH, MARGIN = 960, 700, 210, 32
COLUMNS: Final = (Column("Page", 190, stretch=1),)


class PagesDialog(QDialog):
    """`kept` carries the pages that go (None: all) and the boxes."""

    kept = Signal(object, list)

    def __init__(self, look: Look, paper: PaperPages, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("redact")
        title = f"Pages of {paper.title}"
        self.setAccessibleName(title)
        self.setWindowTitle("Pages and black-outs")
        self._look = look
        self.message = MessageStrip(look, name="redact-message")
        self.canvas = PageCanvas(look)
        self.canvas.show_pdf(paper.pdf, paper.boxes)
        every = range(1, self.canvas.pages + 1)
        self._going = set(every if paper.pages is None else paper.pages)
        self.list = CellTable(look, COLUMNS, name="redact-pages", label="Pages that go")
        self.list.plain_header()
        self._bar = SectionBar(look, paper.title, name="redact-bar")
        self._lay_out(look)
        self.list.ticked.connect(self._tick)
        self.list.current.connect(lambda key: self.canvas.turn(int(key)))
        self.canvas.changed.connect(self._show)
        self.finished.connect(self.deleteLater)
        self.resize(within(self, QSize(look.px(WIDTH), look.px(HEIGHT))))
        self._show()
        self.list.choose_row("1")
        self.list.setFocus()

    def _lay_out(self, look: Look) -> None:
        self._area = QScrollArea()
        self._area.setObjectName("redact-area")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setWidget(self.canvas)
        self._area.viewport().installEventFilter(self)
        self.list.setFixedWidth(look.px(LIST_WIDTH))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._area, 1)
        bar = ActionBar(look, name="redact-actions")
        cancel = ActionButton(look, "Cancel", name="redact-cancel", key="Esc", kind="flat")
        whole = ActionButton(look, "Black out the page", name="redact-whole", key="Ctrl+B")
        off = ActionButton(look, "Take the last box off", name="redact-off", key="Ctrl+Z")
        keep = ActionButton(
            look, "Keep pages and boxes", name="redact-keep", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(off, self.canvas.take_off), on_click(whole, self.canvas.black_out_page))
        bar.add(on_click(keep, self._keep))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self._bar)
        column.addLayout(row, 1)
        column.addWidget(bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page is as wide as its pane."""
        if watched is self._area.viewport() and event.type() == QEvent.Type.Resize:
            self.canvas.fit(self._area.viewport().width() - self._look.px(MARGIN))
        return super().eventFilter(watched, event)

    def show_error(self, error: Exception) -> None:
        """Say why it was refused; pages and boxes stay as they are here."""
        self.message.show_error(error)

    def _tick(self, page: str) -> None:
        self._going ^= {int(page)}
        self._show()

    def _show(self) -> None:
        boxes = self.canvas.boxes
        rows = []
        for number in range(1, self.canvas.pages + 1):
            own = sum(box.page == number for box in boxes)
            goes = number in self._going
            words = Text(f"Page {number}", "text" if goes else "text_2", strike=not goes)
            black = (hint(f"{own} blacked out"),) if own else ()
            rows.append(Row(str(number), (line(Check(on=goes), words, *black),)))
        self.list.show_rows(tuple(rows))
        self._bar.say(note=f"{len(self._going)} of {len(rows)} pages go")

    def _keep(self) -> None:
        if not self._going:
            text = "No page would go: tick one, or leave the document out."
            self.show_error(UsageError(text, "pages"))
            return
        whole = len(self._going) == self.canvas.pages
        self.kept.emit(None if whole else sorted(self._going), list(self.canvas.boxes))
