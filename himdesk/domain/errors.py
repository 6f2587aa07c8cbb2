# SPDX-License-Identifier: Apache-2.0
"""Situations that are told to the user: each carries data and makes one sentence of it.

Whatever is not a child of `HimdeskError` is a fault of the program and becomes a crash report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class HimdeskError(Exception):
    """A situation the user can act on.

    `code` names the situation in machine-readable answers, `where` the place in the input or in
    the charts (an id or a path, never a patient's data), `refusal` whether a rule refused
    (console exit status 1) rather than the input was unusable (status 2).
    """

    code: ClassVar[str] = "error"
    refusal: ClassVar[bool] = True

    def message(self) -> str:
        """One sentence saying what happened and what to do next."""
        return str(self)

    def where(self) -> str | None:
        """The place in the input or in the charts, if there is one."""
        return None


@dataclass
class UsageError(HimdeskError):
    """The command or its input can't be understood; nothing was tried."""

    text: str
    at: str | None = None
    code: ClassVar[str] = "usage"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """The text, which already is a sentence."""
        return self.text

    def where(self) -> str | None:
        """The place in the input."""
        return self.at


@dataclass
class NotFound(HimdeskError):
    """No record has this number or id."""

    kind: str
    key: str
    code: ClassVar[str] = "not-found"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Name what was looked for."""
        return f"There is no {self.kind} {self.key}. Check the number and try again."

    def where(self) -> str | None:
        """The key that was looked for."""
        return self.key


@dataclass
class Ambiguous(HimdeskError):
    """A bare number exists in several authorities."""

    key: str
    candidates: tuple[str, ...]
    code: ClassVar[str] = "ambiguous"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """List the full numbers to choose from."""
        return f"{self.key} is not unique; say which one: {', '.join(self.candidates)}."

    def where(self) -> str | None:
        """The key that was looked for."""
        return self.key


@dataclass
class ReasonMissing(HimdeskError):
    """A correction came without a reason."""

    code: ClassVar[str] = "reason-missing"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Ask for it."""
        return "A correction needs a reason. Give one and try again; nothing was changed."


@dataclass
class NeverAllowed(HimdeskError):
    """A contradiction of grade `never`: no acknowledgement lifts it."""

    contradiction: str
    text: str
    code: ClassVar[str] = "never"

    def message(self) -> str:
        """Say which rule refuses."""
        return f"{self.text} This can't be done; nothing was changed."

    def where(self) -> str | None:
        """The contradiction's code."""
        return self.contradiction


@dataclass
class AcknowledgementMissing(HimdeskError):
    """A contradiction of grade `stop` has no acknowledgement."""

    contradictions: tuple[str, ...]
    code: ClassVar[str] = "acknowledgement-missing"

    def message(self) -> str:
        """Name the codes that must be acknowledged."""
        codes = ", ".join(self.contradictions)
        return (
            f"Acknowledge each of these with an explanation before going on: {codes}. "
            "Nothing was changed."
        )

    def where(self) -> str | None:
        """The codes."""
        return " ".join(self.contradictions)


@dataclass
class UndecidedItems(HimdeskError):
    """Items whose owner a person must decide are undecided."""

    items: tuple[str, ...]
    code: ClassVar[str] = "undecided"

    def message(self) -> str:
        """Say how many and what to do."""
        count = len(self.items)
        noun = "item needs" if count == 1 else "items need"
        return f"{count} {noun} a decision first: say which chart each belongs to. Nothing changed."

    def where(self) -> str | None:
        """The items' ids."""
        return " ".join(self.items)


@dataclass
class BadDecision(HimdeskError):
    """A decision names an item or a chart that it can't be about."""

    item: str
    text: str
    code: ClassVar[str] = "bad-decision"
    refusal: ClassVar[bool] = False

    def message(self) -> str:
        """Say why."""
        return f"{self.text} Nothing was changed."

    def where(self) -> str | None:
        """The item's id."""
        return self.item


@dataclass
class AlreadyRetired(HimdeskError):
    """The chart was merged into another one before."""

    chart: str
    survivor: str
    code: ClassVar[str] = "already-retired"

    def message(self) -> str:
        """Name the chart, and how its survivor is found, which is known here by its id only."""
        return (
            f"{self.chart} was merged into another chart before; looking {self.chart} up finds "
            "the one to work on."
        )

    def where(self) -> str | None:
        """The chart's number."""
        return self.chart


@dataclass
class StructureConflict(HimdeskError):
    """Charts would form a cycle, have two survivors, or a retired chart would own items."""

    chart: str
    text: str
    code: ClassVar[str] = "structure"

    def message(self) -> str:
        """Say which chart and why."""
        return f"{self.text} Nothing was changed."

    def where(self) -> str | None:
        """The chart's id."""
        return self.chart


@dataclass
class AlreadyUndone(HimdeskError):
    """The change set is not in force any more."""

    change_set: str
    by: str
    code: ClassVar[str] = "already-undone"

    def message(self) -> str:
        """Name the undo."""
        return f"Change set {self.change_set} was undone by {self.by}; undo that one to redo it."

    def where(self) -> str | None:
        """The change set's id."""
        return self.change_set


@dataclass
class RecordMovedOn(HimdeskError):
    """A value that a plan rests on has changed since; the unit of work was rolled back."""

    entity: str
    id: str
    field: str
    by: str | None = None
    code: ClassVar[str] = "record-moved-on"

    def message(self) -> str:
        """Say what changed, and who did it if that is known."""
        who = f" by {self.by}" if self.by else ""
        return (
            f"The {self.field.replace('_', ' ')} of {self.entity} {self.id} was changed{who} "
            "meanwhile. Nothing was changed; look at it again and repeat."
        )

    def where(self) -> str | None:
        """Entity, id and field."""
        return f"{self.entity}/{self.id}/{self.field}"


@dataclass
class ConservationBroken(HimdeskError):
    """Items would appear or vanish; the unit of work was rolled back."""

    text: str
    code: ClassVar[str] = "conservation"

    def message(self) -> str:
        """Say what does not add up."""
        return f"{self.text} Nothing was changed."


@dataclass
class SelfApproval(HimdeskError):
    """Requester and approver are the same person."""

    request: str
    code: ClassVar[str] = "self-approval"

    def message(self) -> str:
        """State the rule."""
        return "Requester and approver must differ. Ask another supervisor; nothing was changed."

    def where(self) -> str | None:
        """The request's id."""
        return self.request


@dataclass
class WrongState(HimdeskError):
    """A request is not in the state that the verb needs."""

    request: str
    state: str
    verb: str
    code: ClassVar[str] = "wrong-state"

    def message(self) -> str:
        """Say the state it is in."""
        return f"Request {self.request} is {self.state}: it can't be {self.verb}."

    def where(self) -> str | None:
        """The request's id."""
        return self.request


@dataclass
class StaleRequest(HimdeskError):
    """The charts changed since the proposal; `differences` says what."""

    request: str
    differences: tuple[str, ...]
    code: ClassVar[str] = "stale"

    def message(self) -> str:
        """List the differences."""
        what = "; ".join(self.differences).removesuffix(" Nothing was changed.").removesuffix(".")
        return f"The charts have changed since the request was made: {what}. Nothing was changed."

    def where(self) -> str | None:
        """The request's id."""
        return self.request


@dataclass
class StaleUpdate(HimdeskError):
    """A held update is not the last word of its source any more."""

    case: str
    code: ClassVar[str] = "stale-update"

    def message(self) -> str:
        """Say why, and what to do."""
        return (
            "The source has said something else of this record since the update was held. "
            "Refuse it; what the source says next is looked at anew."
        )

    def where(self) -> str | None:
        """The case's id."""
        return self.case


@dataclass
class NotPermitted(HimdeskError):
    """The person's roles don't allow the verb; `roles` do, `who` is told if it is another one."""

    verb: str
    roles: tuple[str, ...]
    who: str = "Your account"
    code: ClassVar[str] = "not-permitted"

    def message(self) -> str:
        """Name the roles that may."""
        return f"{self.who} may not use {self.verb}; that is for {' or '.join(self.roles)}."

    def where(self) -> str | None:
        """The verb."""
        return self.verb


@dataclass
class Restricted(HimdeskError):
    """The chart is confidential: a reason must be given first (break-the-glass)."""

    chart: str
    code: ClassVar[str] = "restricted"

    def message(self) -> str:
        """Say how to go on."""
        return "This chart is restricted. Give a reason to open it; the opening is reviewed."

    def where(self) -> str | None:
        """The chart's number."""
        return self.chart


@dataclass
class HeldAnothers(HimdeskError):
    """The chart, as it stood then, held what was found since to be another person's."""

    number: str
    code: ClassVar[str] = "held-anothers"

    def message(self) -> str:
        """Say who may read it."""
        return (
            f"Chart {self.number} then held another person's entries; only Health Information "
            "Management reads it as it stood."
        )

    def where(self) -> str | None:
        """The chart's number."""
        return self.number


@dataclass
class SignInFailed(HimdeskError):
    """Name or password is wrong, or the account is disabled."""

    code: ClassVar[str] = "sign-in"

    def message(self) -> str:
        """Do not say which of them is wrong."""
        return "Name or password is wrong, or the account is disabled."
