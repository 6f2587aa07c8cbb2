# SPDX-License-Identifier: Apache-2.0
"""The dialog that corrects what a chart shows of its person: another statement, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QSizePolicy, QVBoxLayout, QWidget

from himdesk.ui.identity.values import NEW
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.requests.dialog import FormFields
from himdesk.ui.widgets.banners.banner import IdentityBanner
from himdesk.ui.widgets.panes import clear, fit, inset, scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.ui.identity.values import FieldPage
    from himdesk.ui.look.theme import Look
    from himdesk.ui.widgets.banners.banner_values import Who

WIDTH, TABLE_HIGH, FORM_HIGH = 620, 150, 260


class CorrectDialog(QDialog):
    """Asks which field, and what it shall show.

    `chosen` carries a field's name; `review_wanted` it with a statement's key (or `NEW`) and
    what was written for a new one.
    """

    chosen = Signal(str)
    review_wanted = Signal(str, str, dict)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._behind = look, parent
        self._form: FormFields | None = None
        self.setObjectName("correct")
        self.setAccessibleName("Correct person")
        self.setWindowTitle("Correct person")
        self.message = MessageStrip(look, name="correct-message")
        self.banner = IdentityBanner(look, name="correct-banner")
        self.fields = QComboBox()
        self.fields.setObjectName("correct-field")
        self.fields.setAccessibleName("What is corrected")
        headings = ("The chart says", "Since", "")
        self.statements = RowTable(look, headings, name="correct-statements", title="Statements")
        self.statements.setMinimumHeight(look.px(TABLE_HIGH) // 2)
        self.statements.setMaximumHeight(look.px(TABLE_HIGH))
        self._room = QVBoxLayout()
        self.go = ActionButton(
            look, "Review correction…", name="correct-go", key="Ctrl+Return", kind="primary"
        )
        self._lay_out(look)
        self.fields.currentIndexChanged.connect(self._field_chosen)
        self.statements.pointed.connect(self._pointed)
        self.finished.connect(self.deleteLater)
        fit(self, look.px(WIDTH))

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="correct-actions")
        cancel = ActionButton(look, "Cancel", name="correct-cancel", key="Esc", kind="flat")
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._submit))
        words = label("Choose another statement of the chart, or write a new one.", kind="muted")
        words.setWordWrap(True)
        inner = QWidget()
        inner.setLayout(self._room)
        self._room.setContentsMargins(0, 0, 0, 0)
        form = scrolled(inner, name="correct-form", label="What the new statement says")
        form.setMinimumHeight(look.px(FORM_HIGH) // 3)
        form.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionBar(look, "What shall the chart show?", name="correct-title"))
        column.addWidget(self.message)
        column.addWidget(self.banner)
        column.addWidget(inset(look, words, self.fields, self.statements, form), 1)
        column.addWidget(bar)

    def show_person(self, who: Who, fields: Sequence[tuple[str, str]]) -> None:
        """Show whose chart it is, and which fields it has: names and words."""
        self.banner.show_who(who)
        self.fields.blockSignals(True)
        for name, words in fields:
            self.fields.addItem(words, name)
        self.fields.blockSignals(False)
        self.fields.setFocus()

    def show_field(self, page: FieldPage) -> None:
        """Show a field with its statements."""
        self.message.hide()
        clear(self._room)
        self._form = FormFields(self._look, page.parts, name="correct")
        holder = QWidget()
        holder.setLayout(self._form)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(holder)
        self._room.addStretch(1)
        rows = [
            Row(s.key, (s.says, s.since, s.mark), icon="user", tone="text_3" if s.past else "")
            for s in page.statements
        ]
        new = Row(NEW, ("A new statement, written below", "", ""), icon="plus")
        px = self._look.px
        self.statements.show_rows([new, *rows], (px(340), px(100)))
        self.statements.selectRow(0)
        self._pointed(NEW)
        self.resize(self.width(), min(self._wanted(), self._behind.height()))

    def _wanted(self) -> int:
        """The height at which the whole form is seen."""
        assert self._form is not None
        rest = self.sizeHint().height() - self._look.px(FORM_HIGH) // 3
        return rest + self._form.sizeHint().height() + self._look.px(24)

    def _field_chosen(self) -> None:
        self.chosen.emit(str(self.fields.currentData()))

    def _pointed(self, key: str) -> None:
        """What is written counts only for a new statement."""
        holder = self._room.itemAt(0)
        widget = holder.widget() if holder is not None else None
        if widget is not None:
            widget.setVisible(key == NEW)

    def _submit(self) -> None:
        key = self.statements.current()
        if self._form is not None and key:
            said = self._form.values()
            self.review_wanted.emit(str(self.fields.currentData()), key, said)

    def show_error(self, error: Exception) -> None:
        """Say what was refused; what was written stays."""
        self.message.show_error(error)
