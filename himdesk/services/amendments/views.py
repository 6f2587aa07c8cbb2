# SPDX-License-Identifier: Apache-2.0
"""Amendment cases as JSON documents: what the console prints, documented in the README."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from himdesk.domain.amendments.log import plain, to_plain

if TYPE_CHECKING:
    from himdesk.domain.amendments.case import ItemState
    from himdesk.services.amendments.standing import CaseView


def case_view(view: CaseView) -> dict[str, Any]:
    """A case with its clock, its items and its log."""
    case = view.case
    return {
        "id": case.id,
        "kind": case.kind.value,
        "mrn": view.mrn,
        "status": case.status.value,
        "received": case.received.isoformat(),
        "redated_from": plain(case.originally_received),
        "recorded": case.recorded.isoformat(),
        "due": view.clock.due.isoformat(),
        "days_left": view.clock.left,
        "overdue": view.clock.overdue,
        "extended": view.clock.extended,
        "acted_on": plain(view.clock.stopped),
        "how": case.how,
        "proxy_ended": plain(view.proxy_ended),
        "requester": plain(asdict(case.requester)),
        "reason": case.reason,
        "waiting_for": case.waiting_for,
        "assigned_to": view.assigned_to,
        "items": [_item(item, moved=item.asked.number in view.moved) for item in case.items],
        "extension": plain(asdict(case.extension)) if case.extension else None,
        "disagreement": plain(asdict(case.disagreement)) if case.disagreement else None,
        "rebuttal": plain(asdict(case.rebuttal)) if case.rebuttal else None,
        "packet_due": case.packet_due,
        "notices": [plain(asdict(notice)) for notice in case.notices],
        "tasks": [plain(asdict(task)) for task in case.tasks],
        "letters": [plain(asdict(letter)) for letter in case.letters],
        "attachments": [plain(asdict(attachment)) for attachment in case.attachments],
        "owed": list(view.owed),
        "reminders": [plain(asdict(reminder)) for reminder in view.reminders],
        "log": [
            {"on": t.on.isoformat(), "by": t.by, "verb": t.step.verb, **to_plain(t.step)}
            for t in view.log
        ],
    }


def _item(item: ItemState, *, moved: bool) -> dict[str, Any]:
    return {
        "number": item.asked.number,
        "item": item.asked.item,
        "element": item.asked.element,
        "wrong": item.asked.wrong,
        "wanted": item.asked.wanted,
        "clinician": item.clinician,
        "routed_on": plain(item.routed_on),
        "opinion": plain(asdict(item.opinion)) if item.opinion else None,
        "decision": plain(asdict(item.decision)) if item.decision else None,
        "request": item.request,
        "change_set": item.change_set,
        "moot": item.moot,
        "moved": moved,
    }
