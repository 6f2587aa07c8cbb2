# SPDX-License-Identifier: Apache-2.0
"""Pieces of work of a desk on a very small hospital, each of which is all done or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import builders as b
from himdesk.domain.amendments.law import Basis
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.domain.changes import ChangeKind, sha256
from himdesk.services.correspondence.letters import Wanted
from himdesk.services.correspondence.mailing import Mailing
from himdesk.store import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.hospital import Hospital

TODAY, WHY = date(2026, 3, 1), "so it was asked"
ISSUED = date(2026, 3, 2)
"""The day by the hospital's clock."""
FORM = {
    "how": "letter",
    "reason": "never smoked",
    "requester": {"name": "Maria Santos", "identity_check": "licence seen"},
    "items": [{"item": "note", "element": "note", "wrong": "smoker", "wanted": "never smoked"}],
}
OWN = {
    "basis": "patient-access",
    "requester": "Maria Santos",
    "address": "3 Elm Street",
    "purpose": "own use",
    "identity_check": "licence",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A hospital with two linked charts, a split that waits, two cases, one accepted, a release."""

    hospital: Hospital
    linked: str
    request: str
    case: str
    accepted: str
    release: str


def ready(hospital: Hospital) -> Ready:
    for name in ("clerk", "supervisor", "roi", "admin"):
        hospital.desk(name)
    body = b"Seen in clinic."
    with hospital.database.write("admin") as session:
        content.put(session, [body])
    note, other = (
        b.a_document("A", id=name, content=sha256(body), at="2025-05-01T10:00:00Z")
        for name in ("note", "other")
    )
    hospital.add(b.a_chart("A", b.a_name("A", "Santos", "Maria"), note, other))
    hospital.add(b.a_chart("B", b.a_name("B", "Stone", "Ada")))
    clerk = hospital.desk("clerk")
    linked = clerk.corrections.judge(ChangeKind.LINK, ["0012-A", "0012-B"], reason=WHY)
    assert linked.applied is not None
    asked = clerk.corrections.split("0012-A", moves={"other": "0012-B"}, reason=WHY)
    assert asked.request is not None
    case = clerk.cases.open("0012-A", TODAY, FORM).case.id
    accepted = clerk.cases.open("0012-A", TODAY, FORM).case.id
    clerk.cases.take(accepted, Decided(item=1, accept=True, reason=WHY))
    release = hospital.desk("roi").releases.open("0012-A", TODAY, OWN).release.id
    return Ready(hospital, linked.applied.id, asked.request.id, case, accepted, release)


def merge(r: Ready) -> None:
    r.hospital.desk("clerk").corrections.merge("0012-A", ["0012-B"], reason=WHY)


def split(r: Ready) -> None:
    r.hospital.desk("clerk").corrections.split("0012-A", moves={"note": "0012-B"}, reason=WHY)


def move(r: Ready) -> None:
    r.hospital.desk("clerk").corrections.move("note", to="0012-B", reason=WHY)


def distinct(r: Ready) -> None:
    corrections = r.hospital.desk("clerk").corrections
    corrections.judge(ChangeKind.DISTINCT, ["0012-A", "0012-B"], reason=WHY)


def unlink(r: Ready) -> None:
    corrections = r.hospital.desk("clerk").corrections
    corrections.judge(ChangeKind.UNLINK, ["0012-A", "0012-B"], reason=WHY)


def undo(r: Ready) -> None:
    r.hospital.desk("clerk").corrections.undo(r.linked, reason=WHY)


def add_staff(r: Ready) -> None:
    r.hospital.desk("admin").staff.add("new", roles=["roi"], password="quiet-harbour-8")


def issue_letter(r: Ready) -> None:
    wanted = Wanted(kind="amendment-acknowledgement", about=r.case)
    r.hospital.desk("clerk").letters.issue(wanted, sent=Mailing(on=ISSUED, how="post"))


def approve(r: Ready) -> None:
    r.hospital.desk("supervisor").approvals.approve(r.request)


def amend(r: Ready) -> None:
    corrections = r.hospital.desk("clerk").corrections
    corrections.amend("note", kind="addendum", text="more", author="Dr. Lee", reason=WHY)


def open_case(r: Ready) -> None:
    r.hospital.desk("clerk").cases.open("0012-A", TODAY, FORM)


def decide(r: Ready) -> None:
    deny = Decided(item=1, accept=False, basis=Basis.ACCURATE, reason=WHY)
    r.hospital.desk("clerk").cases.take(r.case, deny)


def correct(r: Ready) -> None:
    cases = r.hospital.desk("clerk").cases
    cases.correct(r.accepted, 1, kind="correction", text="Never smoked.", author="Dr. Lee")


def open_release(r: Ready) -> None:
    r.hospital.desk("roi").releases.open("0012-A", TODAY, OWN)


def choose(r: Ready) -> None:
    r.hospital.desk("roi").releases.choose(r.release, {"left_out": {"other": WHY}})


def build(r: Ready) -> None:
    r.hospital.desk("roi").packets.build(r.release)


def deny_release(r: Ready) -> None:
    form = {"bases": ["inmate-safety"], "reason": WHY}
    r.hospital.desk("roi").denials.deny(r.release, form)


WORKS: Final[tuple[Callable[[Ready], None], ...]] = (
    merge, split, move, distinct, unlink, undo, approve, add_staff, issue_letter, amend,
    open_case, decide, correct, open_release, choose, build,
    deny_release,
)  # fmt: skip
