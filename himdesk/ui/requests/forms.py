# SPDX-License-Identifier: Apache-2.0
"""The steps that can be taken of a case as it stands, each with the form that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.law import Basis, Kind
from himdesk.domain.amendments.steps import deciding, intake
from himdesk.ui.requests.duty_forms import dispute_forms, duty_forms
from himdesk.ui.requests.making import ALL, YES_NO, day, form, pick, step
from himdesk.ui.requests.values import CHOICE, DAY, LINE, TEXT, Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from himdesk.domain.amendments.case import Case, ItemState
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.services.amendments import CaseView
    from himdesk.ui.requests.making import Values
    from himdesk.ui.requests.values import Form

ACCEPT: Final = "accept"
_DECISIONS: Final = (
    (ACCEPT, "Accept"),
    (Basis.ACCURATE.value, "Deny: accurate and complete"),
    (Basis.NOT_CREATED_HERE.value, "Deny: not created here"),
    (Basis.NOT_IN_RECORD_SET.value, "Deny: not in the designated record set"),
    (Basis.NOT_INSPECTABLE.value, "Deny: not available for inspection"),
)


def forms(view: CaseView) -> tuple[Form, ...]:
    """The forms of the steps that the case may take now, the usual next one first."""
    case = view.case
    if case.cancelled is not None:
        return ()
    over = () if case.over else (*_items(view), *_clock(case), *duty_forms(case), *_ends(view))
    return (*over, *dispute_forms(case, view.log[-1].on))


def _items(view: CaseView) -> Iterator[Form]:
    case = view.case
    undecided = [item for item in case.items if item.decision is None]
    if undecided:
        yield form(
            "route",
            "Ask the author…",
            "send items to the clinician",
            "Note as asked",
            (pick(undecided, everything=True), Field("clinician", "Clinician")),
            step(
                lambda v: intake.Routed(
                    items=_numbers(v["item"], undecided), clinician=v["clinician"]
                )
            ),
            "user",
        )
        yield form(
            "answer",
            "Record the author's answer…",
            "with the evidence of it",
            "Record the answer",
            (
                pick(undecided),
                Field("clinician", "Clinician", LINE, (), _asked(undecided)),
                Field("accept", "Amend?", CHOICE, YES_NO),
                Field("text", "What was said", TEXT),
                Field("evidence", "Evidence", LINE, (), "", "e-mail, signed form, call …"),
            ),
            step(
                lambda v: intake.Answered(
                    item=int(v["item"]),
                    clinician=v["clinician"],
                    accept=v["accept"] == "yes",
                    text=v["text"],
                    evidence=v["evidence"],
                )
            ),
            "doc",
        )
    if not case.told:
        open_items = undecided or [item for item in case.items if not item.settled or item.denied]
        if open_items:
            yield form(
                "decide",
                "Decide an item…",
                "accept, or deny on one of four bases",
                "Record the decision",
                (
                    pick(open_items),
                    Field("decision", "Decision", CHOICE, _DECISIONS, rules=("basis", "inbound")),
                    Field(
                        "gone",
                        "Originator gone?",
                        CHOICE,
                        (("", "Not asked"), *YES_NO),
                        rules=("originator",),
                    ),
                    Field("reason", "Reason", TEXT, rules=("decision-reason",)),
                ),
                step(_decision),
                "check",
            )
    waiting = [item for item in case.items if item.accepted and not item.settled]
    records = [item for item in waiting if item.asked.item and item.request is None]
    if records:
        yield form(
            "correct",
            "Correct the document…",
            "goes to a second person for approval",
            "Propose the correction",
            (
                pick(records),
                Field(
                    "kind", "Kind", CHOICE, (("correction", "Correction"), ("addendum", "Addendum"))
                ),
                Field("text", "New text", TEXT),
                Field("author", "Author"),
            ),
            lambda cases, case_id, v: cases.correct(
                case_id, int(v["item"]), kind=v["kind"], text=v["text"], author=v["author"]
            ),
            "amend",
        )
    moved = [i for i in case.items if i.accepted and not i.moot and i.asked.number in view.moved]
    if waiting or moved:
        yield form(
            "moot",
            "Amendment moot…",
            "the record left the chart, or needs no correction",
            "Note as moot",
            (pick(list(dict.fromkeys((*moved, *waiting)))), Field("why", "Why")),
            step(lambda v: deciding.Mooted(item=int(v["item"]), why=v["why"])),
            "x",
        )


def _clock(case: Case) -> Iterator[Form]:
    if case.extension is None and not case.told and case.kind is Kind.REQUEST:
        yield form(
            "extend",
            "Take more time…",
            "once, by 30 days at most; then send its letter",
            "Prepare the extension",
            (
                Field("reason", "Reasons for the delay", TEXT, rules=("extension-reason",)),
                Field("until", "Answer by", DAY, rules=("extension-date",)),
            ),
            step(lambda v: deciding.Extended(reason=v["reason"], until=day(v, "until"))),
            "clock",
        )
    if case.waiting_for is None:
        yield form(
            "ask",
            "Ask the patient…",
            "the clock goes on",
            "Note as asked",
            (Field("what", "What is asked for"),),
            step(lambda v: intake.InformationAsked(what=v["what"])),
            "help",
        )
    else:
        yield form(
            "came",
            "The answer came…",
            case.waiting_for,
            "Note the answer",
            (Field("what", "What came"),),
            step(lambda v: intake.InformationCame(what=v["what"])),
            "check",
        )
    yield form(
        "redate",
        "Correct the day of receipt…",
        "the clock is reckoned anew and says so",
        "Change the day",
        (
            Field("received", "Received", DAY, (), case.received.isoformat()),
            Field("reason", "Why", rules=("redate-reason",)),
        ),
        step(lambda v: intake.Redated(received=day(v, "received"), reason=v["reason"])),
        "clock",
    )


def _ends(view: CaseView) -> Iterator[Form]:
    if not view.owed:
        yield form(
            "close",
            "Close the case…",
            "nothing is owed any more",
            "Close the case",
            (),
            step(lambda _v: deciding.Closed()),
            "lock",
        )
    if not view.case.told:
        yield form(
            "cancel",
            "Taken back by the patient…",
            "ends the case",
            "End the case",
            (Field("reason", "How it was taken back", rules=("cancel-reason",)),),
            step(lambda v: intake.Cancelled(reason=v["reason"])),
            "x",
        )


def _decision(values: Values) -> Step:
    accept = values["decision"] == ACCEPT
    return deciding.Decided(
        item=int(values["item"]),
        accept=accept,
        reason=values["reason"],
        basis=None if accept else Basis(values["decision"]),
        originator_gone=values["gone"] == "yes" if values["gone"] else None,
    )


def _asked(items: Sequence[ItemState]) -> str:
    return next((item.clinician for item in items if item.clinician), "")


def _numbers(chosen: str, items: Sequence[ItemState]) -> tuple[int, ...]:
    return tuple(i.asked.number for i in items) if chosen == ALL else (int(chosen),)
