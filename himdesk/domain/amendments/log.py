# SPDX-License-Identifier: Apache-2.0
"""The log of a case: steps as plain values, and the case that they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.amendments.case import Asked, Requester
from himdesk.domain.amendments.law import Basis, Kind
from himdesk.domain.amendments.steps import deciding, dispute, duties, files, intake
from himdesk.domain.amendments.steps.intake import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from himdesk.domain.amendments.case import Case
    from himdesk.domain.amendments.steps.step import Step

STEPS: Final[dict[str, type[Step]]] = {
    step.verb: step
    for step in (
        intake.Opened, intake.Redated, intake.Routed, intake.Answered, intake.InformationAsked,
        intake.InformationCame, intake.Cancelled, deciding.Decided, deciding.Extended,
        deciding.Corrected, deciding.Mooted, deciding.Closed, dispute.Disagreed,
        dispute.AttachmentAsked, dispute.Rebutted, duties.LetterSent, duties.NoticeListed,
        duties.NoticeAgreed, duties.NoticeWaived, duties.TaskListed, duties.TaskDone,
        files.FileAdded,
    )
}  # fmt: skip
"""All steps by the verb that stands for them in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step with the day of the site on which it was taken, and by whom."""

    step: Step
    on: date
    by: str


def fold(case_id: str, taken: Iterable[Taken]) -> Case:
    """The case that steps make, the first of which opened it.

    Raises:
        ValueError: there is no step, or the first one opened nothing.
    """
    steps = iter(taken)
    first = next(steps, None)
    if first is None or not isinstance(first.step, Opened):
        raise ValueError(f"case {case_id} was never opened")
    case = first.step.begin(case_id, first.on)
    for each in steps:
        case = each.step.apply(case, each.on, each.by)
    return case


def to_plain(step: Step) -> dict[str, Any]:
    """The fields of a step as JSON has them."""
    return {name: plain(value) for name, value in asdict(step).items() if value is not None}


def from_plain(verb: str, values: Mapping[str, Any]) -> Step:
    """The step that `to_plain` made these values of."""
    step = STEPS[verb]
    known = {field.name for field in fields(step)}
    return step(
        **{name: _READ.get(name, _same)(value) for name, value in values.items() if name in known}
    )


def plain(value: object) -> Any:
    """Dates, closed lists and mappings as JSON has them."""
    match value:
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
    return value


def _same(value: Any) -> Any:
    return value


def _items(value: list[Any]) -> tuple[Any, ...]:
    return tuple(Asked(**each) if isinstance(each, dict) else each for each in value)


_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "received": date.fromisoformat,
    "until": date.fromisoformat,
    "on": date.fromisoformat,
    "kind": lambda value: Kind(value) if value in set(Kind) else value,
    "basis": Basis,
    "requester": lambda value: Requester(**value),
    "items": _items,
}
"""How the values of fields that are no plain text, number or truth are read."""
