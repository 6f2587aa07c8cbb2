# SPDX-License-Identifier: Apache-2.0
"""The steps that can be taken of a case as it stands, each with the form that it asks for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from himdesk.domain.amendments.law import Basis
from himdesk.domain.amendments.steps import deciding, dispute, duties, intake
from himdesk.domain.errors import UsageError
from himdesk.ui.requests.values import CHOICE, DAY, LINE, TEXT, Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from himdesk.domain.amendments.case import Case, ItemState
    from himdesk.domain.amendments.steps.step import Step
    from himdesk.services.amendments import Cases, CaseView

    Values = Mapping[str, str]
    Act = Callable[[Cases, str, Values], object]

ACCEPT: Final = "accept"
ALL: Final = "all"
_YES_NO: Final = (("yes", "Yes"), ("no", "No"))
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
    over = () if case.over else (*_items(case), *_clock(case), *_others(case), *_ends(view))
    return (*over, *_after(case, view.log[-1].on))


def _items(case: Case) -> Iterator[Form]:
    undecided = [item for item in case.items if item.decision is None]
    if undecided:
        yield _form(
            "route",
            "Ask the author…",
            "send items to the clinician",
            "Note as asked",
            (_pick(undecided, everything=True), Field("clinician", "Clinician")),
            _step(
                lambda v: intake.Routed(
                    items=_numbers(v["item"], undecided), clinician=v["clinician"]
                )
            ),
            "user",
        )
        yield _form(
            "answer",
            "Record the author's answer…",
            "with the evidence of it",
            "Record the answer",
            (
                _pick(undecided),
                Field("clinician", "Clinician", LINE, (), _asked(undecided)),
                Field("accept", "Amend?", CHOICE, _YES_NO),
                Field("text", "What was said", TEXT),
                Field("evidence", "Evidence", LINE, (), "", "e-mail, signed form, call …"),
            ),
            _step(
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
            yield _form(
                "decide",
                "Decide an item…",
                "accept, or deny on one of four bases",
                "Record the decision",
                (
                    _pick(open_items),
                    Field("decision", "Decision", CHOICE, _DECISIONS),
                    Field("gone", "Originator gone?", CHOICE, (("", "Not asked"), *_YES_NO)),
                    Field("reason", "Reason", TEXT),
                ),
                _step(_decision),
                "check",
            )
    waiting = [item for item in case.items if item.accepted and not item.settled]
    records = [item for item in waiting if item.asked.item and item.request is None]
    if records:
        yield _form(
            "correct",
            "Correct the document…",
            "goes to a second person for approval",
            "Propose the correction",
            (
                _pick(records),
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
    if waiting:
        yield _form(
            "moot",
            "No correction needed…",
            "the record left the chart",
            "Record it",
            (_pick(waiting), Field("why", "Why")),
            _step(lambda v: deciding.Mooted(item=int(v["item"]), why=v["why"])),
            "x",
        )


def _clock(case: Case) -> Iterator[Form]:
    if case.extension is None and not case.told:
        yield _form(
            "extend",
            "Take more time…",
            "once, by 30 days at most; then send its letter",
            "Prepare the extension",
            (Field("reason", "Reasons for the delay", TEXT), Field("until", "Answer by", DAY)),
            _step(lambda v: deciding.Extended(reason=v["reason"], until=_day(v, "until"))),
            "clock",
        )
    if case.waiting_for is None:
        yield _form(
            "ask",
            "Ask the patient…",
            "the clock goes on",
            "Note as asked",
            (Field("what", "What is asked for"),),
            _step(lambda v: intake.InformationAsked(what=v["what"])),
            "help",
        )
    else:
        yield _form(
            "came",
            "The answer came…",
            case.waiting_for,
            "Note the answer",
            (Field("what", "What came"),),
            _step(lambda v: intake.InformationCame(what=v["what"])),
            "check",
        )
    yield _form(
        "redate",
        "Correct the day of receipt…",
        "the clock is reckoned anew and says so",
        "Change the day",
        (Field("received", "Received", DAY, (), case.received.isoformat()), Field("reason", "Why")),
        _step(lambda v: intake.Redated(received=_day(v, "received"), reason=v["reason"])),
        "clock",
    )


def _others(case: Case) -> Iterator[Form]:
    accepted = any(item.accepted for item in case.items)
    if accepted:
        yield _form(
            "notify",
            "Add someone to be told…",
            "named by the patient, or relying on it",
            "Add to the list",
            (
                Field("recipient", "Name"),
                Field("address", "Address", TEXT),
                Field("named", "Named by patient?", CHOICE, _YES_NO),
                Field("agreed", "Patient agrees?", CHOICE, _YES_NO[::-1]),
            ),
            _step(
                lambda v: duties.NoticeListed(
                    recipient=v["recipient"],
                    address=v["address"],
                    named_by_patient=v["named"] == "yes",
                    agreed=v["agreed"] == "yes",
                )
            ),
            "user",
        )
    asked = [n for n in case.notices if n.named_by_patient and n.sent_on is None]
    if asked:
        yield _form(
            "agree",
            "Agreement to tell someone…",
            "what the patient said",
            "Record it",
            (
                _choice("notice", "Who", [(n.number, n.recipient) for n in asked]),
                Field("agreed", "Patient agrees?", CHOICE, _YES_NO),
            ),
            _step(
                lambda v: duties.NoticeAgreed(notice=int(v["notice"]), agreed=v["agreed"] == "yes")
            ),
            "check",
        )
    owed = [n for n in case.notices if n.owed]
    if owed:
        yield _form(
            "waive",
            "Need not be told…",
            "with the reason",
            "Record it",
            (
                _choice("notice", "Who", [(n.number, n.recipient) for n in owed]),
                Field("why", "Why"),
            ),
            _step(lambda v: duties.NoticeWaived(notice=int(v["notice"]), why=v["why"])),
            "x",
        )
    tasks = [t for t in case.tasks if t.done_on is None]
    if tasks:
        yield _form(
            "done",
            "A system was corrected…",
            f"{len(tasks)} are open",
            "Record it",
            (
                _choice(
                    "task",
                    "System",
                    [(t.number, t.system) for t in tasks],
                    everything=f"All {len(tasks)}",
                ),
                Field("evidence", "Evidence"),
            ),
            _steps(
                lambda v: [
                    duties.TaskDone(task=t.number, evidence=v["evidence"])
                    for t in tasks
                    if v["task"] in {ALL, str(t.number)}
                ]
            ),
            "check",
        )
    if accepted:
        yield _form(
            "task",
            "Add a system to correct…",
            "until it is done, the case stays open",
            "Add the system",
            (Field("system", "System"), Field("action", "What to do")),
            _step(lambda v: duties.TaskListed(system=v["system"], action=v["action"])),
            "amend",
        )


def _ends(view: CaseView) -> Iterator[Form]:
    if not view.owed:
        yield _form(
            "close",
            "Close the case…",
            "nothing is owed any more",
            "Close the case",
            (),
            _step(lambda _v: deciding.Closed()),
            "lock",
        )
    if not view.case.told:
        yield _form(
            "cancel",
            "Taken back by the patient…",
            "ends the case",
            "End the case",
            (Field("reason", "How it was taken back"),),
            _step(lambda v: intake.Cancelled(reason=v["reason"])),
            "x",
        )


def _after(case: Case, today: date) -> Iterator[Form]:
    if not any(item.denied for item in case.items):
        return
    if case.disagreement is None:
        yield _form(
            "disagree",
            "Statement of disagreement…",
            "word for word, as it came",
            "File the statement",
            (Field("text", "Statement", TEXT), Field("on", "Came on", DAY, (), today.isoformat())),
            _step(lambda v: dispute.Disagreed(text=v["text"], on=_day(v, "on"))),
            "amend",
        )
        if not case.attach_request:
            yield _form(
                "attach",
                "Attach request and denial…",
                "the patient asked for it",
                "Attach them to later releases",
                (),
                _step(lambda _v: dispute.AttachmentAsked()),
                "doc",
            )
    elif case.rebuttal is None:
        yield _form(
            "rebut",
            "Rebuttal…",
            "a copy goes to the patient",
            "File the rebuttal",
            (Field("text", "Rebuttal", TEXT),),
            _step(lambda v: dispute.Rebutted(text=v["text"])),
            "amend",
        )


def _form(  # noqa: PLR0917 - one line of a table
    verb: str, title: str, why: str, button: str, fields: tuple[Field, ...], act: Act, icon: str
) -> Form:
    return Form(verb, title, why, button, icon, fields, act)


def _step(build: Callable[[Values], Step]) -> Act:
    return lambda cases, case_id, values: cases.take(case_id, build(values))


def _steps(build: Callable[[Values], Sequence[Step]]) -> Act:
    return lambda cases, case_id, values: cases.take(case_id, *build(values))


def _decision(values: Values) -> Step:
    accept = values["decision"] == ACCEPT
    return deciding.Decided(
        item=int(values["item"]),
        accept=accept,
        reason=values["reason"],
        basis=None if accept else Basis(values["decision"]),
        originator_gone=values["gone"] == "yes" if values["gone"] else None,
    )


def _pick(items: Sequence[ItemState], *, everything: bool = False) -> Field:
    named = [(item.asked.number, item.asked.element) for item in items]
    several = everything and len(items) > 1
    return _choice("item", "Item", named, everything=f"All {len(items)}" if several else "")


def _choice(name: str, label: str, named: Sequence[tuple[int, str]], everything: str = "") -> Field:
    options = [(str(number), f"{number}. {words}") for number, words in named]
    if everything:
        options.insert(0, (ALL, everything))
    return Field(name, label, CHOICE, tuple(options))


def _numbers(chosen: str, items: Sequence[ItemState]) -> tuple[int, ...]:
    return tuple(i.asked.number for i in items) if chosen == ALL else (int(chosen),)


def _asked(items: Sequence[ItemState]) -> str:
    return next((item.clinician for item in items if item.clinician), "")


def _day(values: Values, name: str) -> date:
    try:
        return date.fromisoformat(values[name])
    except ValueError:
        raise UsageError("A day is written like 2026-03-01.", name) from None
