# SPDX-License-Identifier: Apache-2.0
"""Beside the rows of a split: what the new chart states, and which existing chart takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import SectionBar, label
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.panes import clear, inset
from himdesk.ui.widgets.tables.cell import Cell, Icon
from himdesk.ui.widgets.tables.line import Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.ui.charts.values import HitRow
    from himdesk.ui.look.theme import Look

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
            self.row_bar, notes, self.new_bar, self.form, self.target_bar, self.target,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)

    def show_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        """What becomes of the row under the cursor: icons and words."""
        clear(self._lines)
        for icon, text in notes or (("info", "Choose a row to see what becomes of it."),):
            words = label(text, kind="muted")
            words.setWordWrap(True)
            words.setFont(self._look.type.small())
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self._look.px(8))
            row.addWidget(Line(self._look, Cell((Icon(icon, size=14),))))
            row.addWidget(words, 1)
            self._lines.addWidget(made)
