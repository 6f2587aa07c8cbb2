# SPDX-License-Identifier: Apache-2.0
"""Amendment cases for tests: a request of two items, received on 2 January 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from himdesk.domain.amendments.case import DENIAL, Asked, Requester
from himdesk.domain.amendments.law import Basis, Kind, Periods
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.amendments.steps.duties import LetterSent
from himdesk.domain.amendments.steps.intake import Opened
from himdesk.domain.amendments.steps.step import Moment

if TYPE_CHECKING:
    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.steps.step import Step

PERIODS = Periods(version="1")
RECEIVED = date(2026, 1, 2)
MARIA = Requester(name="Maria Santos", relation="self", identity_check="driver's licence seen")
SMOKER = Asked(number=1, element="Note of 2025-11-03", wrong="smoker", wanted="never smoked")
DOSE = Asked(number=2, element="Medication list", wrong="10 mg", wanted="5 mg")


def a_request(received: date = RECEIVED, **other: object) -> Opened:
    given: dict[str, object] = {
        "patient": "A",
        "kind": Kind.REQUEST,
        "received": received,
        "how": "letter",
        "requester": MARIA,
        "reason": "The record is wrong.",
        "items": (SMOKER, DOSE),
    }
    return Opened(**{**given, **other})  # type: ignore[arg-type]  # given by name


def on_day(days: int, received: date = RECEIVED) -> Moment:
    """The moment so many days after receipt."""
    return Moment(today=received + timedelta(days=days), by="clerk", periods=PERIODS)


def opened(received: date = RECEIVED, **other: object) -> Case:
    return a_request(received, **other).open("case", on_day(0, received))


def then(case: Case, step: Step, days: int = 1) -> Case:
    """The case after a step that is allowed so many days after receipt."""
    moment = on_day(days, case.received)
    step.check(case, moment)
    return step.apply(case, moment.today, moment.by)


def accept(number: int) -> Decided:
    return Decided(item=number, accept=True, reason="the author agrees")


def deny(number: int, basis: Basis | None = Basis.ACCURATE, **other: bool | None) -> Decided:
    return Decided(item=number, accept=False, reason="it is right", basis=basis, **other)


def sent(kind: str, days: int) -> LetterSent:
    return LetterSent(kind=kind, letter="L1", on=RECEIVED + timedelta(days=days), how="post")


def partly_denied() -> Case:
    """Item 1 accepted, item 2 denied, both told on day 20."""
    case = then(then(opened(), accept(1)), deny(2))
    return then(case, sent(DENIAL, 20), 20)
