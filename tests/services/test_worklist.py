# SPDX-License-Identifier: Apache-2.0
"""The work list: what waits for whom, in what order, as counts, ids and rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import UsageError
from himdesk.services.worklist.values import (
    ACCOUNTING,
    AMENDMENT,
    APPROVAL,
    DOWNSTREAM,
    DUPLICATE,
    MISFILED,
    OVERLAY,
    RELEASE,
    Filter,
)
from services.worklists import a_duplicate, an_overlay, person, put, two_pairs

if TYPE_CHECKING:
    from services.hospital import Hospital


def counts(hospital: Hospital, who: str) -> dict[str, int]:
    return {q.kind: q.open for q in hospital.desk(who).worklist.overview().queues}


def test_each_role_sees_its_queues_only(hospital: Hospital) -> None:
    two_pairs(hospital)
    an_overlay(hospital, "overlay", "A")
    put(hospital, "release", RELEASE, "A")
    assert counts(hospital, "clerk") == {
        DUPLICATE: 2, OVERLAY: 1, MISFILED: 0, AMENDMENT: 0, APPROVAL: 0, DOWNSTREAM: 0,
    }  # fmt: skip
    assert counts(hospital, "roi") == {RELEASE: 1, ACCOUNTING: 0}
    assert counts(hospital, "supervisor")[RELEASE] == 1
    assert counts(hospital, "auditor") == {}
    assert hospital.desk("roi").worklist.ids(Filter()) == ("release",)
    assert hospital.desk("roi").worklist.rows(["release", "pair-1"])[0].id == "release"
    assert len(hospital.desk("roi").worklist.rows(["release", "pair-1"])) == 1


def test_the_most_urgent_comes_first(hospital: Hospital) -> None:
    two_pairs(hospital)
    an_overlay(hospital, "overlay", "A")
    put(hospital, "late", AMENDMENT, "A", due_at="2026-03-01")
    put(hospital, "soon", AMENDMENT, "B", due_at="2026-03-05")
    put(hospital, "far", AMENDMENT, "C", due_at="2026-04-20")
    worklist = hospital.desk("clerk").worklist
    ids = worklist.ids(Filter())
    assert ids == ("late", "pair-1", "overlay", "soon", "far", "pair-2")
    rows = {item.id: item for item in worklist.rows(ids)}
    assert [rows[i].level for i in ids] == [1, 1, 1, 2, 3, 4]
    assert [rows[i].days_left for i in ("late", "soon", "far")] == [-1, 3, 49]
    overview = worklist.overview()
    amendments = next(q for q in overview.queues if q.kind == AMENDMENT)
    assert (amendments.open, amendments.overdue, amendments.soon) == (3, 1, 1)
    assert worklist.ids(Filter(sort="due", falling=True))[:2] != ids[:2]
    assert worklist.ids(Filter(kind=AMENDMENT, due_in=7)) == ("late", "soon")


def test_a_row_names_its_charts_and_why(hospital: Hospital) -> None:
    two_pairs(hospital)
    an_overlay(hospital, "overlay", "C")
    worklist = hospital.desk("clerk").worklist
    pair, overlay = worklist.rows(["pair-1", "overlay"])
    assert [party.mrn for party in pair.parties] == ["0012-A", "0012-B"]
    assert pair.parties[0].name == "QUILLFEATHER, Maria"
    assert pair.probability == pytest.approx(0.96)
    assert overlay.why == ("birth date", "sex")


def test_a_vip_is_masked_until_the_glass_is_broken(hospital: Hospital) -> None:
    person(hospital, "A", "Quillfeather", "Maria", "1984-03-12")
    hospital.add(
        b.a_chart(
            "V",
            b.a_name("V", "Nightingale", "Ottilie"),
            b.an_identifier("V", "0012-V", type="MR"),
            b.a_flag("V", "vip"),
        )
    )
    a_duplicate(hospital, "pair", "A", "V")
    desk = hospital.desk("clerk")
    (row,) = desk.worklist.rows(["pair"])
    assert row.parties[1].name == "(restricted)"
    assert row.parties[1].birth_date is None
    assert row.why == ()
    desk.charts.break_glass("0012-V", reason="asked by the ward")
    assert desk.worklist.rows(["pair"])[0].parties[1].name == "NIGHTINGALE, Ottilie"


def test_a_filter_finds_by_name_and_number(hospital: Hospital) -> None:
    two_pairs(hospital)
    worklist = hospital.desk("clerk").worklist
    assert worklist.ids(Filter(text="thistlewood")) == ("pair-2",)
    assert worklist.ids(Filter(text="0012-B")) == ("pair-1",)
    assert worklist.ids(Filter(text="nobody")) == ()


def test_requests_for_approval_are_in_the_list(hospital: Hospital) -> None:
    two_pairs(hospital)
    hospital.add(b.a_person("P", b.a_flag("P", "part2")))
    clerk = hospital.desk("clerk")
    asked = clerk.corrections.merge("0012-A", ["0012-P"], reason="registered twice")
    assert asked.request is not None
    supervisor = hospital.desk("supervisor").worklist
    assert supervisor.ids(Filter(kind=APPROVAL)) == (asked.request.id,)
    (row,) = supervisor.rows([asked.request.id])
    assert row.kind == APPROVAL
    assert {"0012-A"} < {party.mrn for party in row.parties}
    assert "asked by Clerk" in row.why[0]
    assert clerk.worklist.rows([asked.request.id])[0].mine
    hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert supervisor.ids(Filter(kind=APPROVAL)) == ()
    assert supervisor.rows([asked.request.id])[0].resolved_by == "Supervisor"


def test_a_row_that_was_resolved_meanwhile_says_by_whom(hospital: Hospital) -> None:
    two_pairs(hospital)
    worklist = hospital.desk("clerk").worklist
    ids = worklist.ids(Filter())
    hospital.desk("clerk2").corrections.merge("0012-C", ["0012-D"], reason="registered twice")
    row = next(item for item in worklist.rows(ids) if item.id == "pair-2")
    assert row.over
    assert row.resolved_by == "Clerk2"
    assert worklist.ids(Filter(kind=DUPLICATE)) == ("pair-1",)
    assert worklist.ids(Filter(resolved=True)) == ("pair-2",)


def test_filters_are_kept_for_their_person(hospital: Hospital) -> None:
    clerk, other = hospital.desk("clerk").worklist, hospital.desk("clerk2").worklist
    west = Filter(kind=DUPLICATE, owner="free", older_than=30)
    clerk.keep_filter("Over 30 days", west)
    clerk.keep_filter("Over 30 days", replace(west, older_than=20))
    assert clerk.overview().filters == (("Over 30 days", replace(west, older_than=20)),)
    assert other.overview().filters == ()
    clerk.drop_filter("Over 30 days")
    assert clerk.overview().filters == ()
    with pytest.raises(UsageError):
        clerk.keep_filter(" ", west)
    with pytest.raises(UsageError):
        clerk.ids(Filter(sort="name"))


def test_old_cases_are_found_by_age(hospital: Hospital) -> None:
    two_pairs(hospital)
    worklist = hospital.desk("clerk").worklist
    assert worklist.ids(Filter(older_than=20)) == ("pair-1", "pair-2")
    assert worklist.ids(Filter(older_than=40)) == ()
