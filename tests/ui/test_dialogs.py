# SPDX-License-Identifier: Apache-2.0
"""Every focusable widget of a dialog has a name and is reached by Tab."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from himdesk.services.training.records.pdf import pdf
from himdesk.services.worklist.values import Colleague
from himdesk.ui.actions import ACTIONS
from himdesk.ui.frame.about import AboutDialog
from himdesk.ui.frame.keys import KeySheet
from himdesk.ui.identity.correcting import CorrectDialog
from himdesk.ui.identity.judging import JudgeDialog
from himdesk.ui.look.theme import Look
from himdesk.ui.look.tokens import LIGHT
from himdesk.ui.requests.files import AttachDialog
from himdesk.ui.requests.intake import IntakeDialog
from himdesk.ui.settings.dialogs import NAMES, PASSWORDS, AccountDialog
from himdesk.ui.split.both.dialogs import DivideDialog, Question, RewriteDialog
from himdesk.ui.split.move import MoveDialog
from himdesk.ui.worklist.acting.dialogs import AskDialog
from himdesk.ui.worklist.acting.questions import question
from ui import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

TODAY = date(2026, 3, 2)
COLLEAGUES = (
    Colleague(name="clerk2", display="Tomas Lindqvist"),
    Colleague(name="clerk3", display="Ada Berg"),
)
ASKED = (
    "assign", "hand-over", "ask-for", "distinct", "ask", "came", "snooze", "comment", "reopen",
    "save-filter", "leaver", "absence",
)  # fmt: skip
DIALOGS: dict[str, Callable[[Look, QWidget], QDialog]] = {
    "account": lambda look, parent: AccountDialog(
        look, "New account", "why", (*NAMES, *PASSWORDS), roles=(), parent=parent
    ),
    "attach": lambda look, parent: AttachDialog(look, (), parent),
    "intake": lambda look, parent: IntakeDialog(look, TODAY.isoformat(), "", parent),
    "question": lambda look, parent: Question(
        look, name="ask", title="Divide", words="Which pages?", verb="Divide", parent=parent
    ),
    "rewrite": lambda look, parent: RewriteDialog(
        look, title="Note", text="Of both", other="a new chart", parent=parent
    ),
    "divide": lambda look, parent: DivideDialog(
        look, title="Scan", pages=1, pdf=pdf([["Of both"]]), parent=parent
    ),
    "move": MoveDialog,
    "correct": CorrectDialog,
    "judge": JudgeDialog,
    "keys": lambda look, parent: KeySheet(look, ACTIONS, screen="worklist", parent=parent),
    "about": lambda look, parent: AboutDialog(look, (("Version", "1"),), parent),
}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:

    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


@pytest.mark.parametrize("action", ASKED)
def test_a_question_of_the_work_list(action: str, window: QWidget, qtbot: QtBot) -> None:
    asked = question(action, TODAY)
    assert asked is not None
    reach.assert_reachable(qtbot, AskDialog(Look(LIGHT), asked, COLLEAGUES, window))


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog(name: str, window: QWidget, qtbot: QtBot) -> None:
    reach.assert_reachable(qtbot, DIALOGS[name](Look(LIGHT), window))
