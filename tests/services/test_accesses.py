# SPDX-License-Identifier: Apache-2.0
"""The access log as it is read, and confidential charts that were opened for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.errors import NeverAllowed, NotFound, NotPermitted, ReasonMissing

if TYPE_CHECKING:
    from services.hospital import Hospital


def test_the_newest_line_stands_first_and_pages_follow(hospital: Hospital) -> None:
    hospital.add(b.a_person("A"))
    for _ in range(5):
        hospital.desk("clerk").charts.open("0012-A")
    desk = hospital.desk("privacy")
    first = desk.accesses.lines(limit=2)
    following = desk.accesses.lines(limit=100, before=first[-1].seq)
    assert {line.seq for line in first}.isdisjoint(line.seq for line in following)
    assert first[0].seq > first[1].seq > following[0].seq


def test_one_finds_who_opened_a_chart(hospital: Hospital) -> None:
    hospital.add(b.a_person("A"))
    hospital.add(b.a_person("B"))
    hospital.desk("clerk").charts.open("0012-A")
    hospital.desk("clerk2").charts.open("0012-B")
    lines = hospital.desk("privacy").accesses.lines(chart="0012-A")
    assert {line.staff for line in lines} == {"clerk"}
    assert {line.chart for line in lines} == {"0012-A"}
    assert {line.chart for line in hospital.desk("privacy").accesses.lines(staff="clerk2")} == {
        "0012-B"
    }


def test_looking_into_the_log_is_itself_a_line(hospital: Hospital) -> None:
    desk = hospital.desk("auditor")
    desk.accesses.lines()
    newest = desk.accesses.lines()[0]
    assert (newest.staff, newest.verb) == ("auditor", "access-log")


def test_an_auditor_is_told_no_number_and_no_words(hospital: Hospital) -> None:
    hospital.add(b.a_person("A"))
    hospital.desk("clerk").charts.open("0012-A")
    lines = hospital.desk("auditor").accesses.lines()
    opened = next(line for line in lines if line.staff == "clerk" and line.chart)
    assert opened.chart != "0012-A"


def test_who_may_read_the_log(hospital: Hospital) -> None:
    for user in ("clerk", "supervisor", "roi"):
        with pytest.raises(NotPermitted):
            hospital.desk(user).accesses.lines()
        with pytest.raises(NotPermitted):
            hospital.desk(user).accesses.openings()


def test_an_unknown_chart_is_said(hospital: Hospital) -> None:
    with pytest.raises(NotFound):
        hospital.desk("privacy").accesses.lines(chart="none")


def test_an_opening_is_reviewed_once_by_somebody_else(hospital: Hospital) -> None:
    hospital.add(b.a_person("A", b.a_flag("A", "vip")))
    hospital.desk("clerk").charts.break_glass("0012-A", reason="asked at the counter")
    hospital.desk("privacy").charts.break_glass("0012-A", reason="to see it myself")
    desk = hospital.desk("privacy").accesses
    own, theirs = sorted(desk.openings(), key=lambda each: each.staff == "clerk")
    assert theirs.reason == "asked at the counter"
    assert theirs.chart == "0012-A"
    with pytest.raises(NeverAllowed):
        desk.review(own.id, finding="fine")
    with pytest.raises(ReasonMissing):
        desk.review(theirs.id, finding=" ")
    desk.review(theirs.id, finding="the patient stood there")
    assert [each.id for each in desk.openings()] == [own.id]
    done = next(each for each in desk.openings(reviewed=True) if each.id == theirs.id)
    assert (done.reviewed_by, done.finding) == ("privacy", "the patient stood there")
    with pytest.raises(NotFound):
        desk.review(theirs.id, finding="again")


def test_the_log_of_a_chart_that_got_an_entry_tells_of_no_other(hospital: Hospital) -> None:
    hospital.add(b.a_person("A", b.an_encounter("A", id="visit", registered_mrn="0012-A")))
    hospital.add(b.a_person("B"))
    moved = hospital.desk("clerk").corrections.move("visit", to="0012-B", reason="not of 0012-A")
    assert moved.request is not None
    hospital.desk("supervisor").approvals.approve(moved.request.id)
    hospital.desk("clerk").charts.open("0012-B")
    lines = hospital.desk("privacy").accesses.lines(chart="0012-B")
    assert {line.chart for line in lines} == {"0012-B"}
    assert "0012-A" not in "".join(line.reason + line.verb for line in lines)
