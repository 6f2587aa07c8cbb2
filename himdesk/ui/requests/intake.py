# SPDX-License-Identifier: Apache-2.0
"""The form of a new request: who asks, how it came, and each thing to be amended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from himdesk.domain.errors import UsageError
from himdesk.ui.parts.controls import ActionBar, ActionButton, SectionBar, on_click
from himdesk.ui.parts.drops import FileDrops
from himdesk.ui.parts.message import MessageStrip
from himdesk.ui.parts.rows import Row, RowTable
from himdesk.ui.requests.dialog import FormFields
from himdesk.ui.requests.files import FileList
from himdesk.ui.requests.values import CHOICE, DAY, TEXT, Field, Intake
from himdesk.ui.widgets.panes import inset, scrolled

if TYPE_CHECKING:
    from himdesk.ui.look.theme import Look

WIDTH, HEIGHT = 1000, 730
TYPING_PAUSE = 250
"""Milliseconds without a key after which the chart's documents are looked up."""

KINDS: Final = (
    ("request", "Request of the patient"),
    ("inbound-notice", "Notice of another organisation"),
)
WHOLE: Final = frozenset({"element", "wrong", "wanted"})
INCOMPLETE: Final = "An item says what it is about, what is wrong there, and what it should say."
_NO_RECORD: Final = "The record has no entry here"


def _request(today: str, mrn: str) -> tuple[Field, ...]:
    return (
        Field("mrn", "Record number", value=mrn, hint="MRN of the patient"),
        Field("kind", "Kind", CHOICE, KINDS),
        Field("received", "Received", DAY, value=today),
        Field("how", "How it came", hint="letter, portal, in person …"),
        Field("name", "Requester", rules=("identity",)),
        Field("relation", "Relation", value="self", hint="self, parent, executor …"),
        Field(
            "identity_check",
            "Identity checked by",
            hint="license seen; never its number",
            rules=("identity",),
        ),
        Field("authority", "Authority", hint="if someone else asks"),
        Field("address", "Their address", TEXT, hint="if not the patient's"),
        Field("reason", "Reason", TEXT),
        Field("recorded_late", "Why so late", hint="if received over seven days ago"),
    )


_ITEM: Final = (
    Field("item", "Record", CHOICE, (("", _NO_RECORD),)),
    Field("element", "What it is about", hint="note of 3 May, problem list …", rules=("items",)),
    Field("wrong", "What is wrong", TEXT, rules=("items",)),
    Field("wanted", "What it should say", TEXT, rules=("items",)),
)


class IntakeDialog(QDialog):
    """Takes down a request; `submitted` carries it as an `Intake`.

    `chart_named` asks for the documents of a chart, to be chosen from.
    """

    submitted = Signal(object)
    chart_named = Signal(str)

    def __init__(self, look: Look, today: str, mrn: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("intake")
        self.setAccessibleName("New amendment request")
        self.setWindowTitle("New amendment request")
        self._look = look
        self._items: list[dict[str, str]] = []
        self.message = MessageStrip(look, name="intake-message")
        self.request = FormFields(look, _request(today, mrn), name="intake")
        self.item = FormFields(look, _ITEM, name="intake-item")
        headings = ("About", "Wrong", "Should say")
        self.items = RowTable(
            look,
            headings,
            name="intake-items",
            title="What is to be amended",
            nothing="None yet: write above what is wrong, and add it with Ctrl+I.",
        )
        self.files = FileList(look, name="intake-files")
        FileDrops(self).dropped.connect(self.files.add)
        self._lay_out(look)
        first = self.request.first()
        if first is not None:
            first.setFocus()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._name_chart)
        if isinstance(first, QLineEdit):
            first.textChanged.connect(lambda _text: self._pause.start())
        self.finished.connect(self.deleteLater)
        self.resize(
            min(look.px(WIDTH), parent.window().width()),
            min(look.px(HEIGHT), parent.window().height()),
        )

    def _lay_out(self, look: Look) -> None:
        bar = ActionBar(look, name="intake-actions")
        cancel = ActionButton(look, "Cancel", name="intake-cancel", key="Esc", kind="flat")
        add = ActionButton(look, "Add item", name="intake-add", key="Ctrl+I", icon_name="plus")
        drop = ActionButton(look, "Take item off", name="intake-drop", kind="flat")
        go = ActionButton(
            look, "Open the case", name="intake-go", key="Ctrl+Return", kind="primary"
        )
        bar.add(on_click(cancel, self.reject))
        bar.stretch()
        bar.add(on_click(drop, self._drop), on_click(add, self._add), on_click(go, self._go))
        both = QWidget()
        halves = QHBoxLayout(both)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_half(look, "Request", self.request, "intake-request-bar"))
        column.addWidget(self.files, 1)
        halves.addWidget(left, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_half(look, "One item", self.item, "intake-item-bar"))
        self._bar = SectionBar(look, "Items of the request", name="intake-items-bar")
        column.addWidget(self._bar)
        column.addWidget(self.items, 1)
        halves.addWidget(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.message)
        self._area = scrolled(both, name="intake-scroll", label="The request")
        whole.addWidget(self._area, 1)
        whole.addWidget(bar)

    def show_documents(self, documents: tuple[tuple[str, str], ...]) -> None:
        """Offer the documents of the chart."""
        self.item.offer("item", (("", _NO_RECORD), *documents))

    def show_error(self, error: Exception) -> None:
        """Say why it was refused, beside the field if it is about one; what was typed stays."""
        if self.request.show_error(error) or self.item.show_error(error):
            self.message.hide()
            self._area.ensureWidgetVisible(self.focusWidget())
        else:
            self.message.show_error(error)

    def _name_chart(self) -> None:
        mrn = self.request.values()["mrn"]
        if mrn:
            self.chart_named.emit(mrn)

    def _add(self) -> None:
        """Put the item into the list, once it says all that it must."""
        given = self._written()
        if given.keys() >= WHOLE:
            self._items.append(given)
            self.item.clear(*self.item.values())
            self._show_items()
        elif given:
            self.item.show_error(UsageError(INCOMPLETE, "items"))

    def _written(self) -> dict[str, str]:
        """What stands in the item's fields."""
        return {name: value for name, value in self.item.values().items() if value}

    def _drop(self) -> None:
        at = self.items.currentIndex().row()
        if 0 <= at < len(self._items):
            del self._items[at]
            self._show_items()

    def _show_items(self) -> None:
        rows = [
            Row(str(n), tuple(item.get(name, "") for name in ("element", "wrong", "wanted")))
            for n, item in enumerate(self._items)
        ]
        self.items.show_rows(rows)
        self._bar.say(note=str(len(rows)))

    def _go(self) -> None:
        """What stands in the item's fields counts too, so that nobody forgets to add it."""
        written = self._written()
        given = self.request.values()
        form: dict[str, Any] = {
            name: given[name] for name in ("kind", "how", "reason", "recorded_late")
        }
        form["requester"] = {
            name: given[name]
            for name in ("name", "relation", "identity_check", "authority", "address")
        }
        form["items"] = [*self._items, *([written] if written else [])]
        files = tuple(self.files.paths())
        self.submitted.emit(
            Intake(mrn=given["mrn"], received=given["received"], form=form, files=files)
        )


def _half(look: Look, title: str, fields: FormFields, name: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    body = inset(look)
    body.layout().addLayout(fields)  # type: ignore[union-attr] # inset makes a column
    column.addWidget(SectionBar(look, title, name=name))
    column.addWidget(body)
    column.addStretch(1)
    return made
