# SPDX-License-Identifier: Apache-2.0
"""The template editor, by keys and mouse: preview, what is lacking, versions, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from himdesk.domain.roles import Role
from himdesk.ui.actions import allowed
from himdesk.ui.tour.hands import CONTROL, Hands
from himdesk.ui.workstation import Workstation
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.ui.look.theme import Look
    from himdesk.ui.tasks import Tasks
    from himdesk.ui.templates.panel import TemplatePanel

EXTENSION = "amendment-extension.en"
SHIPPED = "2"
OURS = f"{SHIPPED}-site1"


@pytest.fixture
def hospital(made_sqlite: str) -> Iterator[Hospital]:
    made = Hospital.open(made_sqlite)
    yield made
    made.database.close()


@pytest.fixture
def station(hospital: Hospital, look: Look, tasks: Tasks) -> Workstation:
    made = Workstation(hospital.desk("admin"), look, tasks)
    made.window.resize(1280, 800)
    made.window.show()
    made.show("templates")
    return made


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return Hands(tmp_path)


@pytest.fixture
def panel(station: Workstation, hands: Hands) -> TemplatePanel:
    """The editor with the extension notice open and previewed."""
    made = station.templates.panel
    hands.wait("the templates are listed", made.templates.rows.rowCount)
    hands.click_row(made.templates, EXTENSION)
    hands.wait("it is previewed", lambda: made.pages)
    return made


def replace(panel: TemplatePanel, hands: Hands, old: str, new: str) -> None:
    """Find a text with the cursor, and type another over it."""
    assert panel.source.find(old) or panel.source.find(old, panel.source.document().FindFlag(1))
    hands.add(panel.source, new)


def press(panel: TemplatePanel, hands: Hands, name: str) -> None:
    button = hands.find(panel, QAbstractButton, name)
    hands.wait(f"{name} can be pressed", button.isEnabled)
    hands.click(button)


def said(panel: QWidget) -> str:
    texts = [x.text() for x in panel.findChildren(QLabel) if x.isVisible()]
    return " ".join(texts)


def test_a_text_is_changed_previewed_saved_and_taken_back(
    panel: TemplatePanel, hands: Hands
) -> None:
    shipped = panel.source.toPlainText()
    save = hands.find(panel, QAbstractButton, "template-save")
    assert not save.isEnabled()
    replace(panel, hands, "Dear", "Good day,")
    press(panel, hands, "template-save")
    hands.wait("it is saved", lambda: OURS in said(panel.message))
    assert f'version = "{OURS}"' in panel.source.toPlainText()
    assert panel.versions.rows.rowCount() == 2
    hands.click_row(panel.versions, SHIPPED)
    hands.wait("the shipped one is shown", lambda: panel.source.toPlainText() == shipped)
    hands.key(panel.source, Qt.Key.Key_Z, CONTROL)
    assert "Good day," in panel.source.toPlainText()
    hands.click_row(panel.versions, OURS)
    press(panel, hands, "template-reset")
    hands.wait(
        "the shipped one is in force", lambda: f"Version {SHIPPED} of" in said(panel.message)
    )
    assert panel.source.toPlainText() == shipped
    hands.click_row(panel.versions, OURS)
    press(panel, hands, "template-use")
    hands.wait("the own one is back", lambda: f"Version {OURS}" in said(panel.message))
    assert "Good day," in panel.source.toPlainText()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{until}", "{untill}", "line 21: there is no field “untill” here"),
        ("{reason}", "-", "It lacks: "),
        ('type = "title"', "type = ", "line 7: It can't be read"),
    ],
)
def test_what_is_wrong_is_told_while_one_types_and_the_text_stays(
    panel: TemplatePanel, hands: Hands, old: str, new: str, told: str
) -> None:
    replace(panel, hands, old, new)
    typed = panel.source.toPlainText()
    hands.wait("it is told", lambda: told in panel.finding.text())
    assert not hands.find(panel, QAbstractButton, "template-save").isEnabled()
    assert panel.source.toPlainText() == typed


def test_a_field_is_inserted_where_the_cursor_is(panel: TemplatePanel, hands: Hands) -> None:
    assert panel.source.find("Dear ")
    at = panel.fields.findData("{site.name}")
    assert at >= 0
    panel.fields.setFocus()
    for _ in range(at):
        hands.key(panel.fields, Qt.Key.Key_Down)
    press(panel, hands, "template-insert")
    assert "{site.name}{letter.recipient.name}" in panel.source.toPlainText()


def test_what_was_typed_comes_back_after_a_look_at_another(
    panel: TemplatePanel, hands: Hands
) -> None:
    replace(panel, hands, "Dear", "Half a thought")
    typed = panel.source.toPlainText()
    hands.click_row(panel.templates, "amendment-denial.en")
    hands.wait("another one is open", lambda: "amendment-denial" in panel.source.toPlainText())
    hands.click_row(panel.templates, EXTENSION)
    hands.wait("the text is back", lambda: panel.source.toPlainText() == typed)


def test_what_was_typed_comes_back_after_a_restart_until_it_is_discarded(
    hospital: Hospital, panel: TemplatePanel, hands: Hands, look: Look, tasks: Tasks
) -> None:
    shipped = panel.source.toPlainText()
    replace(panel, hands, "Dear", "Half a thought")
    typed = panel.source.toPlainText()
    hands.wait("it is kept", lambda: hospital.desk("admin").drafts.find("template", EXTENSION))
    again = Workstation(hospital.desk("admin"), look, tasks)
    again.window.show()
    again.show("templates")
    editor = again.templates.panel
    hands.wait("the templates are listed", editor.templates.rows.rowCount)
    hands.click_row(editor.templates, EXTENSION)
    hands.wait("the text is back", lambda: editor.source.toPlainText() == typed)
    assert "Your draft of 2026-03-02" in said(editor.message)
    press(editor, hands, "template-discard")
    hands.wait("it is gone", lambda: editor.source.toPlainText() == shipped)
    assert not hospital.desk("admin").drafts.all()


def test_two_who_edit_are_told_and_the_text_stays(
    hospital: Hospital, panel: TemplatePanel, hands: Hands
) -> None:
    other = hospital.desk("admin2").templates
    source = other.open(EXTENSION).current.source
    other.save(EXTENSION, source.replace("Dear", "Hello"), seen=SHIPPED)
    replace(panel, hands, "Dear", "Good day,")
    press(panel, hands, "template-save")
    hands.wait("it is told", lambda: f"admin2 put version {OURS}" in said(panel.message))
    assert "Good day," in panel.source.toPlainText()


def test_who_is_no_administrator_has_no_such_screen() -> None:
    has = {role for role in Role if "go-templates" in {x.id for x in allowed([role])}}
    assert has == {Role.ADMIN}
