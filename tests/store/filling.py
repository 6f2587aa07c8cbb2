# SPDX-License-Identifier: Apache-2.0
"""A hospital with something in every table that is protected or checked."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet, pair_id, sha256
from himdesk.domain.changes import canonical as canonical_of
from himdesk.domain.charts.items import (
    Address,
    Coverage,
    Document,
    Encounter,
    Flag,
    Identifier,
    Item,
    Kind,
    Name,
    Statement,
    Telecom,
)
from himdesk.domain.plans import Created
from himdesk.store import content
from himdesk.store.desk import (
    access,
    cases,
    casework,
    claims,
    letters,
    mailings,
    meta,
    proposals,
    releases,
    sources,
    staff,
    work,
)
from himdesk.store.matching import models
from himdesk.store.writing import ledger
from store_builders import an_item

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from store_builders import Hospital

LETTER = b"the patient's letter"


def fill(hospital: Hospital) -> None:
    """Something in every table."""
    hospital.admit("A", "B", "C")
    pair = pair_id("A", "C")
    hospital.apply(ChangeKind.DISTINCT, [Change("pair", pair, "judgement", None, "distinct")])
    with hospital.database.write("ana") as connection:
        meta.put(connection, {"database": "d1", "zone": "UTC"})
        detail = json.dumps({"database": "d1", "zone": "UTC"})
        staff.record(connection, at="1", by="ana", verb="site", subject="x", detail=detail)
        for name in ("ana", "ben"):
            _hire(connection, name)
        access.append(connection, at="1", staff="ana", verb="show", patient_id="A", reason="x")
        access.append(connection, at="2", staff="ana", verb="show", patient_id="A", reason="x")
    _request(hospital)
    pdf = b"%PDF-1.7"
    letter = letters.Letter(
        id="l", at="2026", by="ana", kind="merge-notice", for_id="cs00001", language="en",
        template="merge-notice", template_version="1", content=sha256(pdf),
    )  # fmt: skip
    with hospital.database.write("ana") as connection:
        batch = sources.ImportBatch(id="i", source="lab", started_at="1", by="ana", state="done")
        sources.put_import(connection, batch)
        letters.issue(connection, letter, pdf)
        sent = mailings.Sent(
            letter=letter.id, on="2026-01-02", how="post", tracking="", by="ana", at="2026"
        )
        mailings.send(connection, sent)
    later = (an_item("late", "A", at="2026"), *_of_every_kind("A"))
    done = hospital.apply(ChangeKind.IMPORT, [], Created((), later), import_id="i")
    with hospital.database.write("ana") as connection:
        said = {"through": done.seq, "import": sources.witness(connection, batch, done.seq)}
        staff.record(
            connection, at="3", by="ana", verb="import", subject="i", detail=json.dumps(said)
        )
        _work(connection)
        _release(connection)
        models.add(connection, "{}", at="4", by="ana", reason="trained")
    hospital.apply(ChangeKind.AMEND, [Change("clinical_item", "B1", "display", None, "seen")])
    hospital.move("B1", "A", "C")


def _of_every_kind(chart: str) -> tuple[Item, ...]:
    """An item of each kind that no other builder makes here."""
    details = {
        Kind.IDENTIFIER: Identifier(value="1"),
        Kind.TELECOM: Telecom(value="1"),
        Kind.ADDRESS: Address(line="1"),
        Kind.FLAG: Flag(flag="vip"),
        Kind.ENCOUNTER: Encounter(number="1"),
        Kind.DOCUMENT: Document(title="1"),
        Kind.COVERAGE: Coverage(payor="1"),
        Kind.STATEMENT: Statement(about="sex", value="female"),
        Kind.NAME: Name(family="1"),
    }
    return tuple(
        Item(id=f"z-{kind}", kind=kind, home_patient_id=chart, patient_id=chart, details=detail)
        for kind, detail in details.items()
    )


def _work(connection: Connection) -> None:
    case = work.Case(
        id="w1", kind="amendment", opened_at="1", opened_by="ana", detail="{}", patient_id="A"
    )
    work.put_case(connection, case)
    cases.set_items(connection, "w1", ["late"])
    step = cases.CaseEvent(at="1", day="2026-01-01", by="ana", verb="open", detail={"x": "y"})
    cases.record(connection, "w1", step)
    content.put(connection, [LETTER])
    file = {"name": "letter.txt", "digest": sha256(LETTER)}
    cases.record(connection, "w1", replace(step, verb="add-file", detail=file))
    event = casework.WorkEvent(case_id="w1", at="1", by="ana", verb="comment", comment="x")
    casework.record(connection, event, b"evidence")


def _release(connection: Connection) -> None:
    packet, report = b"a packet", b"an accounting"
    disclosed = releases.Disclosed(
        id="d1", at="1", day="2026-01-01", by="ana", patient_id="A", recipient="x", address="x",
        description="x", purpose="x", basis="x", how="x", items="A1 late", packet=sha256(packet),
        case_id="w1",
    )  # fmt: skip
    releases.disclose(connection, disclosed, [packet])
    suspended = releases.Suspended(
        at="1", by="ana", patient_id="A", recipient="x", since="1", until="2", written="yes",
        statement="x",
    )  # fmt: skip
    releases.suspend(connection, suspended)
    accounted = releases.Accounted(
        at="1", day="2026-01-01", by="ana", patient_id="A", since="1", until="2", free="yes",
        content=sha256(report),
    )  # fmt: skip
    releases.account(connection, accounted, report)


def _hire(connection: Connection, name: str) -> None:
    account = staff.Account(
        id=name, name=name, display=name, password_hash="-", person_id=name, created_at="1",
        db_role=f"role-{name}", reset_by="boss", reset_at="1", roles=frozenset({"clerk"}),
    )  # fmt: skip
    staff.put(connection, account)
    detail = json.dumps({"account": staff.witness(account)})
    staff.record(connection, at="1", by="ana", verb="add", subject=name, detail=detail)


def _request(hospital: Hospital) -> None:
    """A merge that was proposed, returned, proposed anew and approved; and one that waits."""
    changes = (
        Change(PATIENT, "B", "replaced_by", None, "A"),
        Change(PATIENT, "B", "status", "active", "retired"),
        *hospital.moves("A", "B"),
    )
    change_set = ChangeSet(ChangeKind.MERGE, "ana", "one person", changes)
    rows = [[c.entity, c.id, c.field, c.before, c.after] for c in changes]
    body = canonical_of({"changes": rows, "charts": ["A", "B"], "order": {}, "v": 2})
    for name in ("r1", "r2"):
        proposal = proposals.Proposal(
            id=name, kind="merge", state="proposed", requester="ana", reason="one person",
            content=change_set.content, body=sha256(body), created_at="1",
        )  # fmt: skip
        with hospital.database.write("ana") as connection:
            proposals.propose(connection, proposal, body, ["A", "B"], by="ana")
    with hospital.database.write("ben") as connection:
        taken = casework.WorkEvent(case_id="r2", at="2", by="ben", verb="claim")
        claims.record(connection, taken)
        waiting = proposals.get(connection, "r2")
        returned = {"state": "returned", "verb": "return", "at": "2", "by": "ben"}
        proposals.decide(connection, waiting, **returned, comment="why?")
        open_one = proposals.get(connection, "r1")
        proposals.decide(
            connection, open_one, state="approved", verb="approve", at="2", by="ben",
            approver="ben", change_set_id="m1",
        )  # fmt: skip
        ledger.write(
            connection, change_set, Created(), id="m1", at="2", applied_by="ben",
            approved_by="ben", approved_at="2", request_id="r1",
        )  # fmt: skip
