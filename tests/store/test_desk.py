# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from himdesk.domain.changes import Change, ChangeKind, sha256
from himdesk.domain.errors import NotFound, WrongState
from himdesk.store.desk import access, letters, meta, proposals, settings, sources, staff, work
from himdesk.store.errors import Refused
from himdesk.store.verify import anchors, verify
from himdesk.store.verify.verdict import Anchor

if TYPE_CHECKING:
    from store_builders import Hospital

BODY = b'{"order": 1}'


def a_proposal(**more: str | None) -> proposals.Proposal:
    given = {
        "id": "r1",
        "kind": "merge",
        "state": "proposed",
        "requester": "clerk",
        "reason": "same person",
        "content": "c" * 64,
        "body": sha256(BODY),
        "created_at": "2026-01-01T00:00:00Z",
        **more,
    }
    return proposals.Proposal(**given)


def propose(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with hospital.database.write("clerk") as connection:
        proposals.propose(connection, a_proposal(), BODY, ["A", "B"], by="clerk")


def test_a_request_keeps_what_was_done_to_it(hospital: Hospital) -> None:
    propose(hospital)
    with hospital.database.write("second") as connection:
        other = replace(a_proposal(), content="d" * 64, body=sha256(b"2"))
        proposals.edit(connection, other, b"2", ["A"], at="2026-01-02T00:00:00Z", by="second")
    with hospital.database.read() as connection:
        found = proposals.get(connection, "r1")
        assert proposals.body_of(connection, found) == b"2"
        assert proposals.charts_of(connection, "r1") == ("A",)
        assert proposals.requesters(connection, "r1") == {"clerk", "second"}
        assert [e.verb for e in proposals.events(connection, "r1")] == ["propose", "edit"]
        assert proposals.all_in(connection, ["proposed"]) == (found,)
        assert proposals.about(connection, "B") == ()
        with pytest.raises(NotFound):
            proposals.get(connection, "nothing")


def approve(hospital: Hospital, by: str) -> None:
    with hospital.database.write(by) as connection:
        proposals.decide(
            connection,
            proposals.get(connection, "r1"),
            state="approved",
            verb="approve",
            at="2026-01-03T00:00:00Z",
            by=by,
            approver=by,
        )


def test_a_decision_finds_the_state_it_was_taken_in(hospital: Hospital) -> None:
    propose(hospital)
    with hospital.database.read() as connection:
        seen = proposals.get(connection, "r1")
    approve(hospital, "boss")
    with hospital.database.write("boss") as connection, pytest.raises(WrongState):
        proposals.decide(
            connection,
            seen,
            state="rejected",
            verb="rejected",
            at="2026-01-04T00:00:00Z",
            by="boss",
        )


def test_no_editor_approves_a_request(hospital: Hospital) -> None:
    propose(hospital)
    with hospital.database.write("boss") as connection:
        proposals.edit(connection, a_proposal(), BODY, ["A"], at="2026-01-02T00:00:00Z", by="boss")
    with pytest.raises(Refused, match="differ"):
        approve(hospital, "boss")
    approve(hospital, "other")


def test_no_editor_approves_a_change_set(hospital: Hospital) -> None:
    propose(hospital)
    change = Change("clinical_item", "A1", "patient_id", "A", "B")

    def apply(by: str) -> None:
        hospital.apply(
            ChangeKind.MOVE,
            [change],
            by=by,
            requester="someone",
            approved_by=by,
            approved_at="2026-01-02T00:00:00Z",
            request_id="r1",
        )

    with pytest.raises(Refused, match="differ"):
        apply("clerk")
    apply("boss")


def test_staff_and_their_events(hospital: Hospital) -> None:
    account = staff.Account(
        id="s", name="ana", display="Ana", password_hash="hash", person_id="p",
        created_at="2026", roles=frozenset({"clerk", "roi"}),
    )  # fmt: skip
    with hospital.database.write("admin") as connection:
        staff.put(connection, account)
        staff.put(connection, replace(account, disabled="yes", roles=frozenset({"roi"})))
        staff.record(connection, at="2026", by="admin", verb="disable", subject="ana")
    with hospital.database.read() as connection:
        found = staff.find(connection, "ana")
        assert found == replace(account, disabled="yes", roles=frozenset({"roi"}))
        assert staff.find(connection, "nobody") is None
        assert staff.everyone(connection) == (found,)
        assert [e.verb for e in staff.events(connection, limit=5)] == ["disable"]
    assert "hash" not in repr(account)


def test_the_access_log_and_broken_glass(hospital: Hospital) -> None:
    hospital.admit("A")
    opened = access.BrokenGlass(
        id="g", staff="ana", patient_id="A", reason="covering", at="2026-01-01T10:00:00Z",
        until="2026-01-01T11:00:00Z",
    )  # fmt: skip
    with hospital.database.write("ana") as connection:
        for n in range(3):
            access.append(connection, at=f"{n}", staff="ana", verb="show", patient_id="A")
        access.append(connection, at="4", staff="ana", verb="search")
        access.break_glass(connection, opened)
    with hospital.database.write("privacy") as connection:
        asked = {"staff": "ana", "patient_id": "A"}
        assert access.glass_broken(connection, at="2026-01-01T10:30:00Z", **asked)
        assert not access.glass_broken(connection, at="2026-01-01T11:00:00Z", **asked)
        assert access.broken_glass(connection, unreviewed=True) == (opened,)
        done = {"reviewed_by": "privacy", "reviewed_at": "2026", "finding": "justified"}
        access.review(connection, "g", **done)
        assert access.broken_glass(connection, unreviewed=True) == ()
        with pytest.raises(NotFound):
            access.review(connection, "g", **done)
    with hospital.database.read() as connection:
        lines = access.entries(connection, limit=2, patient_id="A")
        assert [line.seq for line in lines] == [3, 2]
        assert [line.seq for line in access.entries(connection, limit=9, before=2)] == [1]
        assert access.entries(connection, limit=9, staff="nobody") == ()
    assert verify(hospital.database).ok


def test_letters_are_kept_byte_for_byte(hospital: Hospital) -> None:
    pdf = b"%PDF-1.7 " + bytes(range(256)) * 9000
    letter = letters.Letter(
        id="l", at="2026", by="clerk", kind="merge-notice", for_id="cs1", language="en",
        template="merge-notice", template_version="1", content=sha256(pdf),
    )  # fmt: skip
    with hospital.database.write("clerk") as connection:
        letters.issue(connection, letter, pdf)
    with hospital.database.read() as connection:
        assert letters.get(connection, "l") == letter
        assert letters.issued(connection, for_id="cs1") == (letter,)
        assert letters.issued(connection, for_id="other") == ()
        with pytest.raises(NotFound):
            letters.get(connection, "nothing")


def test_cases_and_drafts(hospital: Hospital) -> None:
    hospital.admit("A")
    case = work.Case(id="c", kind="overlay", opened_at="2", opened_by="clerk", detail="{}")
    older = replace(case, id="b", opened_at="1", patient_id="A")
    draft = work.Draft(id="d", staff="ana", kind="merge", key="A/B", body="{}", saved_at="1")
    with hospital.database.write("clerk") as connection:
        work.put_case(connection, case)
        work.put_case(connection, older)
        assert work.cases(connection) == (older, case)
        assert work.cases(connection, patient_id="A", kind="overlay") == (older,)
        closed = replace(case, state=work.CLOSED, closed_at="3", closed_by="clerk")
        work.put_case(connection, closed)
        assert work.case(connection, "c") == closed
        assert work.cases(connection) == (older,)
        work.keep_draft(connection, draft)
        work.keep_draft(connection, replace(draft, id="other", body="later", saved_at="2"))
        assert work.drafts(connection, "ana") == (replace(draft, body="later", saved_at="2"),)
        work.drop_draft(connection, staff="ana", kind="merge", key="A/B")
        assert work.drafts(connection, "ana") == ()
        with pytest.raises(NotFound):
            work.case(connection, "nothing")


def test_source_records_by_key(hospital: Hospital) -> None:
    hospital.admit("A")
    record = sources.SourceRecord(
        id="s1", source="lab", type="Observation", record_id="7", body="0" * 64, seen_at="1",
        patient_id="A",
    )  # fmt: skip
    other = replace(record, id="s2", type="Patient", item_id=None, mrn_number="MRNA")
    batch = sources.ImportBatch(id="i", source="lab", started_at="1", by="admin", state="running")
    with hospital.database.write("admin") as connection:
        sources.put_import(connection, batch)
        sources.put_import(connection, replace(batch, state="done", report="{}"))
        sources.add_records(connection, [record, other])
        changed = replace(record, body="1" * 64, seen_at="2", item_id="A1")
        sources.update_records(connection, [changed])
        keys = [("Observation", "7"), ("Patient", "7"), ("Patient", "8")]
        assert sources.records(connection, "lab", keys) == {
            ("Observation", "7"): changed,
            ("Patient", "7"): other,
        }
        assert sources.records(connection, "other", keys) == {}
        assert sources.records_of_charts(connection, ["A"]) == (changed, other)
        assert sources.import_batch(connection, "i").state == "done"
        assert len(sources.imports(connection)) == 1


def test_settings_and_facts(hospital: Hospital) -> None:
    with hospital.database.write("admin") as connection:
        settings.put(connection, {"policy.merge": "always", "x": "1"})
        settings.put(connection, {"x": None})
        assert settings.read(connection) == {"policy.merge": "always"}
        meta.put(connection, {"training": "yes"})
        meta.put(connection, {"training": "no"})
        assert meta.read(connection) == {"training": "no"}


def test_an_anchor_witnesses_against_a_cut_off_tail(sqlite_hospital: Hospital) -> None:
    hospital = sqlite_hospital
    hospital.admit("A")
    with hospital.database.write("ana") as connection:
        access.append(connection, at="1", staff="ana", verb="show")
        access.append(connection, at="2", staff="ana", verb="show")
    with hospital.database.read() as connection:
        ends = anchors(connection)
    assert verify(hospital.database, anchored=ends).ok
    with hospital.database.write("mallory") as connection:
        connection.execute(text("DROP TRIGGER himdesk_no_delete_access_log"))
        connection.execute(text("DELETE FROM access_log WHERE seq = 2"))
        made = (
            'CREATE TRIGGER himdesk_no_delete_access_log BEFORE DELETE ON "access_log" BEGIN'
            " SELECT RAISE(ABORT, 'himdesk: history is never changed'); END"
        )
        connection.execute(text(made))
    assert verify(hospital.database).ok
    verdict = verify(hospital.database, anchored=ends)
    assert verdict.first_broken is not None
    assert verdict.first_broken.where == "access_log (anchor)"
    other = {"change_set": Anchor(1, "0" * 64)}
    assert not verify(hospital.database, anchored=other).ok
