# SPDX-License-Identifier: Apache-2.0
"""Other systems follow a correction: listed with it, done with evidence, taken back with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

import builders as b
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.items import FlagCode
from himdesk.domain.downstream import TaskRefused
from himdesk.domain.errors import NotFound, NotPermitted, Restricted
from himdesk.services.charts.discretion import ANOTHER
from himdesk.services.charts.sight import NOT_SHOWN
from himdesk.services.downstream.views import downstream_view
from himdesk.services.worklist.errors import CaseStillOpen
from himdesk.services.worklist.values import DOWNSTREAM, Filter
from himdesk.store.desk import work
from himdesk.store.tables import WORK_CASES
from himdesk.store.verify import verify
from services.worklists import person

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital

LIST = "Laboratory: move the results\nPACS: move the studies\nBilling: correct the claims"


def two_people(hospital: Hospital) -> None:
    person(hospital, "A", "Quillfeather", "Maria", "1984-03-12")
    person(hospital, "B", "Quillfeather", "Mary", "1984-03-12")
    hospital.desk("admin").settings.change({"correction.systems": LIST})


def set_of(outcome: Outcome) -> str:
    assert outcome.applied is not None
    return outcome.applied.id


def merged(hospital: Hospital) -> str:
    two_people(hospital)
    merge = hospital.desk("clerk").corrections.merge
    return set_of(merge("0012-A", ["0012-B"], reason="registered twice"))


def undone(hospital: Hospital, change_set: str) -> str:
    outcome = hospital.desk("clerk").corrections.undo(change_set, reason="two people")
    if outcome.request is not None:
        outcome = hospital.desk("supervisor").approvals.approve(outcome.request.id)
    return set_of(outcome)


def waiting(hospital: Hospital, **wanted: str) -> tuple[str, ...]:
    return hospital.desk("clerk").worklist.ids(Filter(kind=DOWNSTREAM, **wanted))


def test_a_merge_waits_until_every_system_is_done(hospital: Hospital) -> None:
    change_set = merged(hospital)
    clerk = hospital.desk("clerk")
    (case,) = waiting(hospital, text="0012-B")
    (row,) = clerk.worklist.rows([case])
    assert row.why == ("Merge: 3 of 3 open",)
    assert [party.mrn for party in row.parties] == ["0012-A", "0012-B"]
    clerk.casework.claim(case)

    view = clerk.downstream.done(change_set, [3, 1], evidence=" worklist printed ")
    assert view.assigned_to == "clerk"
    assert [task.duty.system for task in view.open] == ["PACS"]
    lab = downstream_view(view)["tasks"][0]
    assert lab["evidence"] == "worklist printed"
    assert (lab["done_by"], lab["done_on"]) == ("clerk", "2026-03-02")
    assert clerk.worklist.rows([case])[0].why == ("Merge: 1 of 3 open",)

    clerk.downstream.done(change_set, [2], evidence="seen in the archive")
    assert waiting(hospital) == ()
    assert clerk.downstream.find() == ()
    assert [v.change_set for v in clerk.downstream.find(closed=True)] == [change_set]
    with pytest.raises(CaseStillOpen):
        clerk.casework.reopen(case, reason="the lab did not")
    clerk.downstream.reopen(change_set, [1], reason="the lab did not")
    assert waiting(hospital) == (case,)
    assert verify(hospital.database).first_broken is None


def test_an_undo_takes_back_what_was_done_and_lets_go_of_the_rest(hospital: Hospital) -> None:
    change_set = merged(hospital)
    desk = hospital.desk("clerk").downstream
    desk.done(change_set, [1], evidence="seen")
    undo = undone(hospital, change_set)

    assert desk.show(change_set).open == ()
    view = desk.show(undo)
    assert (view.what, view.back, view.charts) == ("Undo", True, ("0012-A", "0012-B"))
    assert [task.duty.system for task in view.open] == ["Laboratory"]
    with pytest.raises(TaskRefused, match="undone since"):
        desk.reopen(change_set, [1], reason="too late")
    with pytest.raises(TaskRefused, match="no open task 2"):
        desk.done(change_set, [2], evidence="too late")
    assert verify(hospital.database).first_broken is None


def test_a_merge_that_is_put_back_is_followed_again(hospital: Hospital) -> None:
    change_set = merged(hospital)
    desk = hospital.desk("clerk").downstream
    desk.done(change_set, [1], evidence="seen")
    undo = undone(hospital, change_set)
    again = undone(hospital, undo)
    assert desk.show(undo).open == ()
    view = desk.show(again)
    assert (view.back, view.charts) == (False, ("0012-A", "0012-B"))
    assert [task.duty.system for task in view.open] == ["PACS", "Billing"]
    last = undone(hospital, again)
    assert [task.duty.system for task in desk.show(last).open] == ["Laboratory"]


def test_the_undo_of_what_nobody_followed_asks_for_nothing(hospital: Hospital) -> None:
    change_set = merged(hospital)
    undo = undone(hospital, change_set)
    assert waiting(hospital) == ()
    with pytest.raises(NotFound):
        hospital.desk("clerk").downstream.show(undo)


def test_the_undo_of_what_was_listed_nowhere_asks_every_system(hospital: Hospital) -> None:
    two_people(hospital)
    admin = hospital.desk("admin").settings
    admin.change({"correction.systems": "none"})
    clerk = hospital.desk("clerk")
    done = set_of(clerk.corrections.merge("0012-A", ["0012-B"], reason="registered twice"))
    assert waiting(hospital) == ()
    admin.change({"correction.systems": LIST})
    assert len(clerk.downstream.show(undone(hospital, done)).open) == len(LIST.splitlines())


def test_a_row_that_was_closed_by_hand_is_found(hospital: Hospital) -> None:
    change_set = merged(hospital)
    closed = update(WORK_CASES).values(state=work.CLOSED)
    with hospital.database.write("clerk") as session:
        session.execute(closed.where(WORK_CASES.c.kind == DOWNSTREAM))
    broken = verify(hospital.database).first_broken
    assert broken is not None
    assert (broken.where, broken.expected) == (f"work_case/downstream-{change_set}", work.OPEN)


def test_only_what_moves_records_is_followed(hospital: Hospital) -> None:
    two_people(hospital)
    clerk = hospital.desk("clerk").corrections
    clerk.judge(ChangeKind.DISTINCT, ["0012-A", "0012-B"], reason="two people")
    clerk.judge(ChangeKind.LINK, ["0012-A", "0012-B"], reason="one person")
    assert waiting(hospital) == ()


def test_a_split_is_told_from_each_chart_without_the_other(hospital: Hospital) -> None:
    two_people(hospital)
    visit = next(i for i in hospital.chart("A").items if i.kind == "encounter")
    clerk = hospital.desk("clerk")
    asked = clerk.corrections.split("0012-A", moves={visit.id: "0012-B"}, reason="of Mary's")
    assert waiting(hospital) == ()
    assert asked.request is not None
    done = hospital.desk("supervisor").approvals.approve(asked.request.id)
    clerk.downstream.done(set_of(done), [1, 2], evidence="Mary, 0012-B, has her results")
    clerk.downstream.reopen(set_of(done), [2], reason="0012-B has not")

    (view,) = clerk.downstream.find(mrn="0012-A")
    assert view.tasks[0].evidence == "another chart, another chart, has her results"
    assert (view.what, view.charts) == ("Split", ("0012-A", ANOTHER))
    assert "0012-B" not in str(downstream_view(view))
    assert clerk.downstream.find(mrn="0012-B")[0].charts == (ANOTHER, "0012-B")
    assert clerk.downstream.show(set_of(done)).charts == ("0012-A", "0012-B")


def test_the_move_to_another_visit_of_a_chart_is_followed(hospital: Hospital) -> None:
    two_people(hospital)
    result = next(i for i in hospital.chart("A").items if i.display == "Sodium")
    visit = b.an_encounter("A", at="2025-02-01", number="V-2")
    hospital.arrive(visit)
    clerk = hospital.desk("clerk")
    clerk.corrections.move(result.id, to="0012-A", encounter=visit.id, reason="wrong visit")
    (view,) = clerk.downstream.find(mrn="0012-A")
    assert (view.what, view.charts) == ("Move", ("0012-A",))


def test_of_a_confidential_chart_no_words_are_told(hospital: Hospital) -> None:
    change_set = merged(hospital)
    hospital.desk("clerk").downstream.done(change_set, [1], evidence="Quillfeather's results")
    hospital.arrive(b.a_flag("A", FlagCode.VIP))
    clerk = hospital.desk("clerk").downstream
    (view,) = clerk.find()
    assert (view.tasks[0].evidence, view.log) == (NOT_SHOWN, ())
    with pytest.raises(Restricted):
        clerk.done(change_set, [2], evidence="seen")
    with pytest.raises(Restricted):
        clerk.find(mrn="0012-A")


def test_only_the_correction_desk_works_on_it(hospital: Hospital) -> None:
    change_set = merged(hospital)
    with pytest.raises(NotPermitted):
        hospital.desk("roi").downstream.done(change_set, [1], evidence="seen")
    with pytest.raises(NotPermitted):
        hospital.desk("admin").downstream.find()
