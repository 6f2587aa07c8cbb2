# SPDX-License-Identifier: Apache-2.0
"""How a form of a case is put together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import UsageError
from himdesk.ui.requests.values import CHOICE, Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from himdesk.domain.amendments.case import ItemState
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.services.amendments import Cases

    Values = Mapping[str, str]
    Act = Callable[[Cases, str, Values], object]

ALL: Final = "all"
YES_NO: Final = (("yes", "Yes"), ("no", "No"))


def form(  # noqa: PLR0917 - one line of a table
    verb: str, title: str, why: str, button: str, fields: tuple[Field, ...], act: Act, icon: str
) -> Form:
    """A form as one line of a table."""
    return Form(verb, title, why, button, icon, fields, act)


def step(build: Callable[[Values], Step]) -> Act:
    """Take the step that the values make."""
    return lambda cases, case_id, values: cases.take(case_id, build(values))


def steps(build: Callable[[Values], Sequence[Step]]) -> Act:
    """Take the steps that the values make, all or none."""
    return lambda cases, case_id, values: cases.take(case_id, *build(values))


def pick(items: Sequence[ItemState], *, everything: bool = False) -> Field:
    """A choice of items of the request."""
    named = [(item.asked.number, item.asked.element) for item in items]
    several = everything and len(items) > 1
    return choice("item", "Item", named, everything=f"All {len(items)}" if several else "")


def choice(name: str, label: str, named: Sequence[tuple[int, str]], everything: str = "") -> Field:
    """A choice of numbered things."""
    options = [(str(number), f"{number}. {words}") for number, words in named]
    if everything:
        options.insert(0, (ALL, everything))
    return Field(name, label, CHOICE, tuple(options))


def day(values: Values, name: str) -> date:
    """The day that a field names.

    Raises:
        UsageError: it names none.
    """
    try:
        return date.fromisoformat(values[name])
    except ValueError:
        raise UsageError("A day is written like 2026-03-01.", name) from None
