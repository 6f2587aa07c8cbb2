# SPDX-License-Identifier: Apache-2.0
"""Files that come with a request: chosen or let fall, listed before they are attached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, label, on_click
from himdesk.ui.parts.drops import FileDrops
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.requests.values import size_words
from himdesk.ui.widgets.panes import inset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.ui.look.theme import Look

WIDTH, HEIGHT, LIST_HIGH = 560, 380, 96
KINDS: Final = "Files (*.pdf *.png *.jpg *.jpeg *.gif *.tif *.tiff *.bmp *.txt);;All files (*)"
NO_FILE: Final = "PDF, picture or text: add it with Ctrl+O, or drop it here."


class FileList(QWidget):
    """The files that will be attached; more can be added with its link, or let fall on it."""

    changed = Signal()

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._paths: list[Path] = []
        self._bar = SectionBar(look, "Attachments", name=f"{name}-bar")
        add = ActionButton(look, "Add files…", name=f"{name}-add", key="Ctrl+O", kind="link")
        self._off = ActionButton(look, "Take off", name=f"{name}-off", kind="link")
        for button, act in ((self._off, self._take_off), (add, self._choose)):
            self._bar.right.addWidget(on_click(button, act))
        self.list = RowTable(
            look, ("File", "Size"), name=f"{name}-list", title="Attachments", nothing=NO_FILE
        )
        self.list.setMinimumHeight(look.px(LIST_HIGH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)
        FileDrops(self).dropped.connect(self.add)
        self._show()

    def paths(self) -> list[Path]:
        """The files, in the order in which they were added."""
        return list(self._paths)

    def add(self, paths: Iterable[Path]) -> None:
        """Put files at the end, each once."""
        self._paths += [path for path in paths if path not in self._paths]
        self._show()

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Attach files", "", KINDS)
        self.add(Path(name) for name in names)

    def _take_off(self) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self._paths):
            del self._paths[at]
            self._show()

    def _show(self) -> None:
        self.list.show_rows([
            Row(f"{n}", (path.name, _size(path)), icon="doc") for n, path in enumerate(self._paths)
        ])  # fmt: skip
        self._bar.say(note=str(len(self._paths)) if self._paths else "none")
        self._off.setEnabled(bool(self._paths))
        self.changed.emit()


class AttachDialog(QDialog):
    """Asks which files to attach to the case shown; `submitted` carries them and what they are."""

    submitted = Signal(list, str)

    def __init__(self, look: Look, paths: Iterable[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("case-files")
        self.setAccessibleName("Attach files")
        self.setWindowTitle("Attach files")
        self.message = MessageStrip(look, name="case-files-message")
        self.files = FileList(look, name="case-files-list")
        self.about = QLineEdit()
        self.about.setObjectName("case-files-about")
        self.about.setAccessibleName("What it is")
        self.about.setPlaceholderText("the patient's letter, a photo of page 2 …")
        bar = ActionBar(look, name="case-files-actions")
        cancel = ActionButton(look, "Cancel", name="case-files-cancel", key="Esc", kind="flat")
        self.go = ActionButton(
            look, "Attach to the case", name="case-files-go", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(self.go, self._go))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self.files, 1)
        column.addWidget(inset(look, label("What it is", kind="muted"), self.about))
        column.addWidget(bar)
        FileDrops(self).dropped.connect(self.files.add)
        self.files.changed.connect(self._enable)
        self.files.add(paths)
        self.finished.connect(self.deleteLater)
        self.resize(look.px(WIDTH), look.px(HEIGHT))

    def show_error(self, error: Exception) -> None:
        """Say why they were refused; the list stays."""
        self.message.show_error(error)

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.files.paths()))

    def _go(self) -> None:
        self.submitted.emit(self.files.paths(), self.about.text().strip())


def _size(path: Path) -> str:
    try:
        return size_words(path.stat().st_size)
    except OSError:
        return "not found"
