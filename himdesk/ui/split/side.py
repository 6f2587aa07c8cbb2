# SPDX-License-Identifier: Apache-2.0
"""Beside and under the rows of a split: the row in words, the new and the existing chart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.panes import clear, inset
from himdesk.ui.widgets.tables.cell import Cell, Column, Icon, Letter, Text, hint, line
from himdesk.ui.widgets.tables.cell import Row as CellRow
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.tables.table import CellTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.look.theme import Look
    from himdesk.ui.split.values import Compared, SplitRowView, SplitView

FIELDS: Final = (
    ("family", "Last name"),
    ("given", "First name"),
    ("middle", "Middle name"),
    ("suffix", "Suffix"),
    ("birth_date", "Birth date"),
    ("sex", "Sex"),
    ("phone", "Phone"),
    ("address", "Address"),
)
MOST_HITS = 6
NOTES = 116
"""Room for the words about a row, so that what stands below does not jump."""


class NewChartForm(QWidget):
    """What the new chart states of its person; `stated` carries a field that was typed."""

    stated = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(*look.pane(8, 8))
        grid.setHorizontalSpacing(look.px(8))
        grid.setVerticalSpacing(look.px(4))
        self.fields: dict[str, QLineEdit] = {}
        for at, (name, title) in enumerate(FIELDS):
            field = QLineEdit()
            field.setObjectName(f"split-new-{name.replace('_', '-')}")
            field.setAccessibleName(f"{title} of the new chart")
            field.textEdited.connect(lambda text, name=name: self.stated.emit(name, text))
            field.editingFinished.connect(partial(field.home, False))
            words = label(title, kind="muted")
            words.setBuddy(field)
            grid.addWidget(words, at, 0)
            grid.addWidget(field, at, 1)
            self.fields[name] = field
        self.fields["birth_date"].setPlaceholderText("YYYY-MM-DD")

    def show_stated(self, values: Mapping[str, str]) -> None:
        """Show what is stated; a field that is being typed in keeps its cursor."""
        for name, field in self.fields.items():
            if field.text() != values.get(name, ""):
                field.setText(values.get(name, ""))
                field.setCursorPosition(0)
            field.setToolTip(field.text())


class TargetSearch(QWidget):
    """Finds an existing chart; `asked` carries what was typed, `taken` the MRN chosen."""

    asked = Signal(str)
    taken = Signal(str)

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self.text = QLineEdit()
        self.text.setObjectName(f"{name}-target")
        self.text.setAccessibleName("Existing chart: MRN or name")
        self.text.setPlaceholderText("MRN or name, then Enter")
        headings = ("MRN", "Name", "Born")
        self.hits = RowTable(look, headings, name=f"{name}-hits", title="Charts found")
        self.hits.setMaximumHeight(look.px(150))
        self.hits.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*look.pane(8, 8))
        column.addWidget(self.text)
        column.addWidget(self.hits)
        self.text.returnPressed.connect(lambda: self.asked.emit(self.text.text()))
        self.hits.opened.connect(self._take)

    def _take(self, mrn: str) -> None:
        self.show_hits(())
        self.taken.emit(mrn)

    def show_hits(self, hits: Sequence[HitRow]) -> None:
        """Show charts to choose from; none hides the list."""
        self.hits.setVisible(bool(hits))
        rows = [Row(hit.mrn, (hit.mrn, hit.name, hit.born)) for hit in hits[:MOST_HITS]]
        self.hits.show_rows(rows)
        if hits:
            self.hits.setFocus()


class SidePane(QWidget):
    """The row under the cursor, the new chart, the existing chart."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.form, self.target = NewChartForm(look), TargetSearch(look, name="split")
        self.row_bar = SectionBar(look, "This row", name="split-this-bar")
        self.new_bar = SectionBar(look, "B  New chart", name="split-new-bar")
        self.target_bar = SectionBar(look, "C  Existing chart", name="split-target-bar")
        self.compared = CellTable(
            look, (), name="split-compared", label="What the visit was registered with"
        )
        self.compared.fit()
        self.compared.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        notes = inset(look, vertical=8)
        layout = notes.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(self._lines)
        layout.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notes.setMinimumHeight(look.px(NOTES))
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for widget in (
            self.row_bar, self.compared, notes, self.new_bar, self.form, self.target_bar,
            self.target,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)

    def show_row(self, row: SplitRowView | None) -> None:
        """What becomes of the row under the cursor: icons and words."""
        compared = row.compared if row is not None else ()
        self.compared.setVisible(bool(compared))
        self.compared.show_rows(compared_rows(compared), compared_columns(compared))
        clear(self._lines)
        nothing = (("info", "Choose a row to see what becomes of it."),)
        for icon, text in nothing if row is None else notes(row):
            words = label(text, kind="muted")
            words.setWordWrap(True)
            words.setFont(self._look.type.small())
            made = QWidget()
            pair = QHBoxLayout(made)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(self._look.px(8))
            pair.addWidget(Line(self._look, Cell((Icon(icon, size=14),))))
            pair.addWidget(words, 1)
            self._lines.addWidget(made)
        self._take_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower words need more lines."""
        super().resizeEvent(event)
        self._take_room()

    def _take_room(self) -> None:
        """The words about a row may be long: nothing below them is squeezed, the pane scrolls."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = (layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        self.setMinimumHeight(max(wanted))


def compared_columns(compared: Sequence[Compared]) -> tuple[Column, ...]:
    """Field, the visit, and each chart by its letter."""
    letters = [letter for letter, _ in compared[0].sides] if compared else []
    sides = (Column(letter, 66, stretch=1, header=line(Letter(letter))) for letter in letters)
    return (Column("", 66), Column("Visit", 66, stretch=1), *sides)


def compared_rows(compared: Sequence[Compared]) -> tuple[CellRow, ...]:
    """What the visit was registered with, marked like the chart that says the same."""
    return tuple(
        CellRow(
            each.title,
            (
                line(hint(each.title)),
                line(_said(each.visit, each.whose)),
                *(
                    line(_said(text, side if side == each.whose else ""))
                    for side, text in each.sides
                ),
            ),
        )
        for each in compared
    )


def _said(text: str, whose: str) -> Text:
    return Text(text, marks=((0, len(text)),) if whose else (), mark=whose or "A", small=True)


def notes(row: SplitRowView) -> tuple[tuple[str, str], ...]:
    """Icons and words: what it is, what is proposed, and what happens if it goes."""
    return tuple(_notes(row))


def _notes(row: SplitRowView) -> Iterator[tuple[str, str]]:
    known = row.facts
    yield known.icon, f"{known.date or 'No date'}: {known.title}"
    if row.suggest:
        yield "info", f"Proposed for {row.suggest}: {row.because}"
    else:
        yield "help", row.because
    if row.both:
        yield "scan", row.both
        return
    goes = row.chosen if row.chosen not in ("", "A") else ""
    if known.visit:
        yield "folder-out", "What was done in this visit goes with it, unless keyed otherwise"
    if known.signed:
        yield "amend", "Its author signs it again in the other chart" if goes else "Signed"
    yield (
        "strike",
        (
            "A keeps a note that an entry was removed; it names nobody"
            if goes
            else "If it goes, A keeps a note that names nobody"
        ),
    )
    if known.for_both:
        yield "scan", "“For both…” if it is about both persons"


class SplitFoot(ActionBar):
    """What can be done with the split, and what is open yet."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="split-actions")
        self.back = ActionButton(look, "Back", name="split-back", key="Esc", kind="flat")
        self.more = ActionButton(look, "For both…", name="split-both", action="split-both")
        self._open = Line(look)
        self.next = ActionButton(look, "Next undecided", name="split-next", action="split-next")
        self.review = ActionButton(
            look, "Review split…", name="split-review", action="split-review", kind="primary"
        )
        self.add(self.back, self.more)
        self.stretch()
        self.add(self._open, self.next, self.review)

    def show_view(self, view: SplitView) -> None:
        """Say what is missing for the review."""
        if view.blocked:
            shown = line(Icon("help", "chg_text", 16), Text(view.blocked, "chg_text"))
        else:
            shown = line(Icon("check", "add_text", 16), Text("nothing open"))
        self._open.show_cell(shown)
        self.next.setEnabled(bool(view.undecided))
        self.review.say(view.verb)
        self.review.setEnabled(not view.blocked)
