# SPDX-License-Identifier: Apache-2.0
"""The template editor: templates and versions, the source, and the PDF it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from himdesk.domain.errors import HimdeskError
from himdesk.ui.letters.values import title_of
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.widgets.pages.pdf import PdfPages
from himdesk.ui.widgets.panes import column, inset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.services.correspondence.templates import Opened, TemplateLine, Tried, Version
    from himdesk.ui.look.theme import Look
    from himdesk.ui.templates.values import Draft

REST: Final = 400
"""Milliseconds without a key after which the preview follows."""

_LANGUAGES: Final = {"en": "English", "es": "Spanish"}


SHARES = (280, 440, 500)
"""The widths of the list, the text and the preview, which must be read."""


class TemplatePanel(QWidget):
    """Edits one template at a time; what was typed and not saved is kept as a draft.

    `wanted` carries a template; `rested` and `saved` its source; `used` an earlier version.
    """

    wanted = Signal(str)
    rested = Signal(str)
    saved = Signal(str)
    used = Signal(str)
    reset_wanted = Signal()
    discarded = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("templates")
        self.setAccessibleName("Templates of letters")
        self._opened: Opened | None = None
        self._language = ""
        self.message = MessageStrip(look, name="template-message")
        self.templates = RowTable(look, ("Letter", "In"), name="template-list", title="Templates")
        self.versions = RowTable(
            look, ("Version", "Made", "By"), name="template-versions", title="Versions"
        )
        self.source = QPlainTextEdit()
        self.source.setObjectName("template-source")
        self.source.setAccessibleName("Text of the template")
        self.source.setTabChangesFocus(True)
        self.fields = QComboBox()
        self.fields.setObjectName("template-fields")
        self.fields.setAccessibleName("Field to insert")
        self.view = PdfPages(self, name="template-pages", title="The letter with invented values")
        self.finding = label("")
        self.finding.setObjectName("template-finding")
        self.finding.setWordWrap(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: Look) -> None:
        bar = SectionBar(look, "Templates", name="template-list-bar")
        self._versions_bar = SectionBar(look, "Versions", name="template-versions-bar")
        self._title = SectionBar(look, "Text", name="template-title")
        self._insert = ActionButton(look, "Insert field", name="template-insert", icon_name="plus")
        shown = SectionBar(look, "Preview with invented values", name="template-preview-bar")
        self.fields.setMinimumContentsLength(10)
        self.fields.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.versions.setMaximumHeight(look.px(180))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setObjectName("template-split")
        parts.addWidget(column(bar, self.templates, self._versions_bar, self.versions, stretch=1))
        parts.addWidget(column(self._title, self.source, self._inserting(look), stretch=1))
        parts.addWidget(column(shown, inset(look, self.finding, vertical=8), self.view, stretch=2))
        parts.setSizes([look.px(width) for width in SHARES])
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        whole.addWidget(parts, 1)
        whole.addWidget(self._bar(look))

    def _inserting(self, look: Look) -> QWidget:
        """The line under the text: a field of this kind of letter, to be put at the cursor."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(*look.pane(8, 8))
        row.setSpacing(look.px(8))
        row.addWidget(self.fields, 1)
        row.addWidget(self._insert)
        return made

    def _bar(self, look: Look) -> QWidget:
        bar = ActionBar(look, name="template-actions")
        self._reset = ActionButton(
            look, "Back to the shipped version", name="template-reset", icon_name="undo"
        )
        self._use = ActionButton(look, "Use this version", name="template-use")
        self._discard = ActionButton(look, "Discard draft", name="template-discard", kind="flat")
        self._save = ActionButton(
            look,
            "Save as a new version",
            name="template-save",
            action="template-save",
            kind="primary",
        )
        bar.add(self._reset, self._use, self._discard)
        bar.stretch()
        bar.add(self._save)
        for button in (self._reset, self._use, self._discard, self._save, self._insert):
            button.setEnabled(False)
        return bar

    def _connect(self) -> None:
        self.templates.pointed.connect(self._open)
        self.versions.pointed.connect(self._look_at)
        self.source.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._emit_rested)
        on_click(self._insert, self._insert_field)
        on_click(self._save, lambda: self.saved.emit(self.source.toPlainText()))
        on_click(self._use, lambda: self.used.emit(self.versions.current()))
        on_click(self._reset, self.reset_wanted.emit)
        on_click(self._discard, self.discarded.emit)

    def show_templates(self, lines: Sequence[TemplateLine]) -> None:
        """Show every template with its version in force."""
        rows = [
            Row(x.id, (title_of(x.kind), _LANGUAGES.get(x.language, x.language))) for x in lines
        ]
        opened = self._opened
        self.templates.blockSignals(True)
        self.templates.show_rows(rows)
        self.templates.blockSignals(False)
        if opened is not None:
            self._point_at(self.templates, opened.id)
        elif rows:
            self._open(self.templates.current())

    def show_opened(self, opened: Opened, draft: Draft | None) -> None:
        """Show a template's versions and fields, and its draft or else its source."""
        if self._opened is None or self._opened.id != opened.id:
            self.message.hide()
        self._opened = opened
        kind, _, language = opened.id.rpartition(".")
        self._language = _LANGUAGES.get(language, language)
        self._title.say(title_of(kind), self._language)
        rows = [Row(x.version, _told(x)) for x in opened.versions]
        self.versions.blockSignals(True)
        self.versions.show_rows(rows)
        self._point_at(self.versions, opened.current.version)
        self.versions.blockSignals(False)
        self._versions_bar.say(note=f"{opened.current.version} is in force")
        self.fields.clear()
        for choice in opened.choices:
            note = f"  each of {choice.each}" if choice.each else ""
            self.fields.addItem(f"{choice.text}{note}", choice.text)
        self.source.setPlainText(draft.source if draft else opened.current.source)
        if draft is not None:
            self.message.show_notice(draft.notice(opened))
        self._discard.setEnabled(draft is not None)
        self._save.setEnabled(False)
        own = opened.current.version != opened.versions[-1].version
        self._emit_rested()
        self._reset.setEnabled(own)
        self._use.setEnabled(False)
        self._insert.setEnabled(True)

    def show_tried(self, tried: Tried) -> None:
        """Show the letter with invented values, and what it lacks."""
        self.view.show_pdf(tried.pdf)
        said = f"It lacks: {'; '.join(tried.missing)}." if tried.missing else ""
        self.finding.setText(said or "Every required content is on its pages.")
        self._save.setEnabled(not tried.missing and self._changed())

    def show_kept(self) -> None:
        """Say that what was typed is kept as a draft."""
        self._title.say(note=f"{self._language}, draft kept")
        self._discard.setEnabled(True)

    def show_fault(self, error: Exception) -> None:
        """Say what is wrong with the source that is being written."""
        self._save.setEnabled(False)
        if isinstance(error, HimdeskError):
            self.finding.setText(error.message())
        else:
            self.message.show_error(error)

    def show_saved(self, text: str) -> None:
        """Say which version is in force now."""
        self.message.show_done(text)

    def show_error(self, error: Exception) -> None:
        """Say what happened; what was typed stays."""
        self.message.show_error(error)

    @property
    def pages(self) -> int:
        """How many pages the preview has."""
        return self.view.page_count

    def _changed(self) -> bool:
        opened = self._opened
        return opened is not None and self.source.toPlainText() != opened.current.source

    def _open(self, template: str) -> None:
        opened = self._opened
        if opened is not None and template == opened.id:
            return
        if self._rest.isActive():
            self._emit_rested()
        self.wanted.emit(template)

    def _emit_rested(self) -> None:
        self._rest.stop()
        self.rested.emit(self.source.toPlainText())

    def _look_at(self, version: str) -> None:
        """Show an earlier version; it is in force only when it is used."""
        opened = self._opened
        found = next((x for x in opened.versions if x.version == version), None) if opened else None
        if opened is None or found is None:
            return
        cursor = self.source.textCursor()  # Ctrl+Z brings back what was typed
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(found.source)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.source.setTextCursor(cursor)
        self._save.setEnabled(False)
        self._use.setEnabled(version != opened.current.version)
        self._rest.start()

    def _insert_field(self) -> None:
        self.source.insertPlainText(self.fields.currentData())
        self.source.setFocus()

    def _point_at(self, table: RowTable, key: str) -> None:
        row = table.rows.row_of(key)
        if row >= 0:
            table.selectRow(row)


def _told(version: Version) -> tuple[str, str, str]:
    """A version as a row tells it."""
    return version.version, version.at[:16].replace("T", " ") or "shipped", version.by
