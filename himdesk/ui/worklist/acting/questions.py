# SPDX-License-Identifier: Apache-2.0
"""What the work list asks before it does something: each action with its question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question: its fields are there where they are asked for; words are in the imperative."""

    name: str
    title: str
    words: str
    verb: str
    person: bool = False
    free: bool = False
    of: bool = False
    day: date | None = None
    day_words: str = "Until"
    text: str = ""
    text_needed: bool = False
    file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered; `person` None is nobody, `of` the person it is taken from."""

    person: str | None = None
    of: str = ""
    day: date | None = None
    text: str = ""
    file: Path | None = None


def question(action: str, today: date, count: int = 1) -> Ask | None:
    """The question of an action; None if it is done at once."""
    many = f"{count:,} cases" if count > 1 else "this case"
    tomorrow, week = today + timedelta(days=1), today + timedelta(days=7)
    return {
        "assign": Ask(
            name="ask-assign", title="Assign", words=f"Who has {many} from now on?",
            verb="Assign", person=True, free=True, text="Comment",
        ),
        "hand-over": Ask(
            name="ask-hand-over", title="Hand over", words="Who has this case from now on?",
            verb="Hand over", person=True, text="Comment",
        ),
        "ask-for": Ask(
            name="ask-for", title="Ask for hand-over",
            words="Who has it sees that you ask, and why.", verb="Ask", text="Why",
        ),
        "distinct": Ask(
            name="ask-distinct", title="Not the same person",
            words="This is remembered: the pair is not offered again unless one chart changes.",
            verb="Keep apart", text="Reason", text_needed=True,
        ),
        "right": Ask(
            name="ask-right", title="It is right",
            words="You looked it over: what was done is right.",
            verb="It is right", text="Comment",
        ),
        "wrong": Ask(
            name="ask-wrong", title="It is wrong",
            words="What was done is kept as wrong. It stands until it is undone from History.",
            verb="It is wrong", text="What is wrong", text_needed=True,
        ),
        "ask": Ask(
            name="ask-information", title="Ask for information",
            words="What is asked, and of whom? The case comes forward again on the day.",
            verb="Wait for the answer", day=week, day_words="Remind on", text="What is asked",
            text_needed=True,
        ),
        "came": Ask(
            name="ask-answer", title="Information came", words="What was answered?",
            verb="Note the answer", text="Answer", text_needed=True,
        ),
        "snooze": Ask(
            name="ask-snooze", title="Snooze", words="Out of sight until a day.",
            verb="Snooze", day=tomorrow, text="Comment",
        ),
        "comment": Ask(
            name="ask-comment", title="Comment", words="Kept with the case for good.",
            verb="Keep", text="Comment", text_needed=True, file=True,
        ),
        "reopen": Ask(
            name="ask-reopen", title="Open again",
            words="What was decided stays in force until it is undone.",
            verb="Open again", text="Reason", text_needed=True,
        ),
        "save-filter": Ask(
            name="ask-filter", title="Save filter",
            words="Queue, owner, order and name filter as they are set now.",
            verb="Save", text="Name", text_needed=True,
        ),
        "leaver": Ask(
            name="ask-leaver", title="Reassign all of somebody",
            words="Everything that one person has goes to another.",
            verb="Reassign all", of=True, person=True, free=True,
        ),
        "absence": Ask(
            name="ask-absence", title="Absence",
            words="While you are away a colleague sees your work and may take it.",
            verb="Delegate", person=True, day=week, day_words="Away until",
        ),
    }.get(action)  # fmt: skip
