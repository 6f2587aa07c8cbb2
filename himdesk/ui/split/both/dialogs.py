# SPDX-License-Identifier: Apache-2.0
"""Questions over the split screen: one text and what it is for, or a note for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.reader.pages import PagesView
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

WIDTH = 460
WIDE, HIGH = 820, 520
PAGES_WIDE, PAGES_HIGH = 680, 0.9


class Question(QDialog):
    """Asks for one text; `answered` carries it."""

    answered = Signal(str)

    def __init__(
        self, look: Look, *, name: str, title: str, words: str, verb: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        said = label(words, kind="muted")
        said.setWordWrap(True)
        self.text = QLineEdit()
        self.text.setObjectName(f"{name}-text")
        self.text.setAccessibleName(title)
        bar = ActionBar(look, name=f"{name}-actions")
        cancel = ActionButton(look, "Cancel", name=f"{name}-cancel", key="Esc", kind="flat")
        self.go = ActionButton(look, verb, name=f"{name}-go", kind="primary")
        self.go.setEnabled(False)
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._answer))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.heading = SectionBar(look, title, name=f"{name}-title")
        column.addWidget(self.heading)
        column.addWidget(inset(look, said, self.text))
        column.addWidget(bar)
        self.text.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.text.returnPressed.connect(self.go.click)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), self.sizeHint().height())

    def _answer(self) -> None:
        self.accept()
        self.answered.emit(self.text.text().strip())


class DivideDialog(Question):
    """Shows a scan and asks which of its pages go to the other person; see `Question`."""

    def __init__(self, look: Look, *, title: str, pages: int, pdf: bytes, parent: QWidget) -> None:
        super().__init__(
            look,
            name="split-pages",
            title="Divide a scan by pages",
            words=f"{title} has pages 1 to {pages}. Which go to the other chart? (such as 4-6)",
            verb="Divide",
            parent=parent,
        )
        self.pages = PagesView(look, self)
        self.pages.setObjectName("split-pages-view")
        self.pages.turned.connect(lambda page: self.heading.say(note=f"page {page} of {pages}"))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.pages, 1)
        self.heading.say(note=f"page 1 of {pages}")
        self.pages.show_pdf(pdf)
        behind = parent.window()
        self.resize(min(look.px(PAGES_WIDE), behind.width()), round(behind.height() * PAGES_HIGH))


class RewriteDialog(QDialog):
    """Asks what a note about both persons says of each; `answered` carries the two texts."""

    answered = Signal(str, str)

    def __init__(self, look: Look, *, title: str, text: str, other: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("split-rewrite")
        self.setAccessibleName("A note about both persons")
        self.setWindowTitle("A note about both persons")
        said = label(
            "It is retracted, and stays readable in A. Write anew what it says of each person; "
            "its author signs both. What is left empty is documented nowhere else.",
            kind="muted",
        )
        said.setWordWrap(True)
        self.note = _editor("split-rewrite-note", f"{title}, as it was written", text)
        self.note.setReadOnly(True)
        self.stays = _editor("split-rewrite-A", "What is said of A", "")
        self.goes = _editor(f"split-rewrite-{other}", f"What is said of {other}", "")
        bar = ActionBar(look, name="split-rewrite-actions")
        cancel = ActionButton(look, "Cancel", name="split-rewrite-cancel", key="Esc", kind="flat")
        self.go = ActionButton(
            look, "Document anew", name="split-rewrite-go", key="Ctrl+Return", kind="primary"
        )
        self.go.setEnabled(False)
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._answer))
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(_under(look, "A  stays", self.stays))
        halves.addWidget(_under(look, f"{other}  goes", self.goes))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inset(look, said))
        column.addWidget(_under(look, title, self.note), 1)
        column.addLayout(halves, 2)
        column.addWidget(bar)
        for editor in (self.stays, self.goes):
            editor.textChanged.connect(self._enable)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDE), look.px(HIGH))
        self.stays.setFocus()

    def _texts(self) -> tuple[str, str]:
        return self.stays.toPlainText().strip(), self.goes.toPlainText().strip()

    def _enable(self) -> None:
        self.go.setEnabled(any(self._texts()))

    def _answer(self) -> None:
        self.accept()
        self.answered.emit(*self._texts())


def _editor(name: str, said: str, text: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(said)
    made.setTabChangesFocus(True)
    return made


def _under(look: Look, title: str, editor: QWidget) -> QWidget:
    """An editor under its title."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(SectionBar(look, title, name=f"{editor.objectName()}-bar"))
    column.addWidget(editor, 1)
    return made
