# SPDX-License-Identifier: Apache-2.0
"""What the actions of the work list do, in the background, and what is said of it then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import UsageError
from himdesk.services.charts.brought import Brought

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from himdesk.services.desk import Desk
    from himdesk.services.worklist.values import Filter, WorkItem
    from himdesk.ui.worklist.acting.questions import Answer


@dataclass(frozen=True, slots=True)
class Doing:
    """An action on cases, the first of which is the current one; `wanted` is the filter set."""

    desk: Desk
    cases: tuple[str, ...]
    items: Mapping[str, WorkItem]
    wanted: Filter

    @property
    def case(self) -> str:
        """The case that is acted on.

        Raises:
            UsageError: there is none.
        """
        if not self.cases:
            raise UsageError("Choose a case first.")
        return self.cases[0]

    def carry_out(self, action: str, answer: Answer | None) -> str:
        """Do it; answers what to say, or nothing where the list shows it."""
        casework = self.desk.casework
        if answer is None:
            plain: dict[str, Callable[[str], None]] = {
                "claim": casework.claim,
                "give-back": casework.give_back,
                "wake": casework.wake,
            }
            plain[action](self.case)
            return ""
        done: dict[str, Callable[[Answer], str]] = {
            "assign": self._assign,
            "hand-over": self._hand_over,
            "ask-for": self._ask_for,
            "leaver": self._leaver,
            "absence": self._absence,
            "right": partial(self._look_over, right=True),
            "wrong": partial(self._look_over, right=False),
            "ask": self._ask,
            "came": self._came,
            "snooze": self._snooze,
            "comment": self._comment,
            "reopen": self._reopen,
            "save-filter": self._save_filter,
            "distinct": self._distinct,
        }
        return done[action](answer)

    def _assign(self, answer: Answer) -> str:
        count = self.desk.casework.assign(self.cases, answer.person)
        return f"{count:,} assigned." if answer.person else f"{count:,} freed."

    def _hand_over(self, answer: Answer) -> str:
        self.desk.casework.hand_over(self.case, answer.person or "", comment=answer.text)
        return "Handed over."

    def _ask_for(self, answer: Answer) -> str:
        self.desk.casework.ask_for(self.case, comment=answer.text)
        return "Asked; it stays where it is until it is handed over."

    def _leaver(self, answer: Answer) -> str:
        count = self.desk.casework.reassign_all(answer.of, answer.person)
        return f"{count:,} reassigned."

    def _absence(self, answer: Answer) -> str:
        assert answer.day is not None
        self.desk.casework.be_away(answer.day, answer.person or "")
        return f"Delegated until {answer.day}."

    def _look_over(self, answer: Answer, *, right: bool) -> str:
        self.desk.casework.look_over(self.case, right=right, comment=answer.text)
        return "Looked over." if right else "Kept as wrong; undo it from History."

    def _ask(self, answer: Answer) -> str:
        self.desk.casework.ask_information(self.case, answer.text, remind_on=answer.day)
        return f"Waiting for the answer; comes forward on {answer.day}."

    def _came(self, answer: Answer) -> str:
        self.desk.casework.information_came(self.case, answer.text)
        return ""

    def _snooze(self, answer: Answer) -> str:
        assert answer.day is not None
        self.desk.casework.snooze(self.case, answer.day, comment=answer.text)
        return f"Out of sight until {answer.day}."

    def _comment(self, answer: Answer) -> str:
        if answer.file is None:
            self.desk.casework.comment(self.case, answer.text)
        else:
            self.desk.casework.attach(self.case, answer.text, Brought.read(answer.file))
        return ""

    def _reopen(self, answer: Answer) -> str:
        self.desk.casework.reopen(self.case, reason=answer.text)
        return "Waits again."

    def _save_filter(self, answer: Answer) -> str:
        self.desk.worklist.keep_filter(answer.text, self.wanted)
        return f"Kept as “{answer.text}”."

    def _distinct(self, answer: Answer) -> str:
        mrns = [party.mrn for party in self.items[self.case].parties]
        self.desk.corrections.judge(ChangeKind.DISTINCT, mrns, reason=answer.text)
        return "Kept apart; the pair is not offered again unless one of the two changes."
