# SPDX-License-Identifier: Apache-2.0
"""What all steps share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from himdesk.domain.amendments.errors import CaseRefused
from himdesk.domain.amendments.law import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from himdesk.domain.amendments.case import Case, ItemState
    from himdesk.domain.amendments.law import Periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The day of the site on which a step is taken, by whom, and the law's periods."""

    today: date
    by: str
    periods: Periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened to a case; `verb` names it in the log and is never renamed."""

    verb: ClassVar[str]

    def check(self, case: Case, moment: Moment) -> None:
        """Check that the step may be taken now.

        Raises:
            CaseRefused: a rule, which it names, is against it.
        """
        raise NotImplementedError

    def apply(self, case: Case, on: date, by: str) -> Case:
        """The case after the step, which `by` took on a day."""
        raise NotImplementedError


def refuse(case: Case, rule: str, text: str) -> None:
    """Refuse a step by a rule.

    Raises:
        CaseRefused: always.
    """
    raise CaseRefused(case.id, rule, text)


def check_open(case: Case) -> None:
    """Check that the case goes on."""
    if case.over:
        refuse(case, "open", f"The case is {case.status}.")


def check_asked_by_patient(case: Case) -> None:
    """Check that the case is a request, and not what another organisation told us (164.526(e))."""
    if case.kind is Kind.INBOUND_NOTICE:
        text = "Another organization's notice is no request: its patient is owed no such answer."
        refuse(case, "inbound", text)


def needs(case: Case, rule: str, text: str | None, sentence: str) -> None:
    """Check that a text was given."""
    if not (text or "").strip():
        refuse(case, rule, sentence)


def item_of(case: Case, number: int) -> ItemState:
    """The item with a number."""
    item = case.item(number)
    if item is None:
        raise CaseRefused(case.id, "item", f"The request has no item {number}.")
    return item


def check_accepted(case: Case, number: int) -> None:
    """Check that an item was accepted."""
    if not item_of(case, number).accepted:
        refuse(case, "accepted", f"Item {number} has not been accepted.")


def with_items(
    case: Case, numbers: Collection[int], change: Callable[[ItemState], ItemState]
) -> Case:
    """The case with some of its items changed."""
    items = tuple(change(i) if i.asked.number in numbers else i for i in case.items)
    return replace(case, items=items)
