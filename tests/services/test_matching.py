# SPDX-License-Identifier: Apache-2.0
"""The queue of duplicates: filled on each write, and following what becomes of the charts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from builders import a_flag, a_stay
from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import HimdeskError, NeverAllowed, NotPermitted, UsageError
from himdesk.matching.errors import Cancelled
from himdesk.services.matching import settling
from himdesk.services.matching.check import Checker
from himdesk.store.desk import access
from himdesk.store.matching import due, pairs
from himdesk.store.reading import patients
from services.duplicates import HELEN, OLGA, Registry

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital

HELEN_MOVED = HELEN | {"street": "777 Elm Avenue", "zip": "49999", "city": "Norby", "phone": ""}
HELEN_MISSPELT = HELEN | {"first": "Hellen", "phone": "555-000-1111"}


@pytest.fixture
def registry(hospital: Hospital, tmp_path: Path) -> Registry:
    return Registry(hospital, tmp_path)


def test_a_new_patient_meets_those_who_are_there(registry: Registry) -> None:
    registry.register(A1=HELEN, O1=OLGA)
    assert registry.queue() == []
    registry.register(A2=HELEN_MOVED)
    (row,) = registry.rows()
    assert {party.mrn for party in row.parties} == {"A1", "A2"}
    assert row.probability > 0.9
    assert "same SSN" in row.why
    assert row.model == 0
    assert (row.kind, row.opened_by) == ("potential-duplicate", "admin")
    registry.check_consistent()


def test_two_new_patients_of_one_file_meet(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MISSPELT)
    assert registry.queue() == [{"A1", "A2"}]


def test_an_update_finds_and_loses(registry: Registry) -> None:
    stranger = OLGA | {"last": "Quistgard"}
    registry.register(A1=HELEN, B1=stranger)
    assert registry.queue() == []
    moved = {"record_id": "B1", "mrn": "B1", **OLGA, "street": "12 Oak Street", "zip": "44100"}
    registry.take(registry.file(moved))
    assert registry.queue() == []
    registry.check_consistent()
    registry.register(A2=HELEN)
    assert registry.queue() == [{"A1", "A2"}]
    better = HELEN | {"ssn": "987-65-4320", "dob": "1985-09-30", "first": "Helen"}
    registry.take(registry.file({"record_id": "A2", "mrn": "A2", **better}))
    registry.check_consistent()


def test_a_merge_closes_its_row_at_once_and_an_undo_reopens_it(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED)
    merged = registry.merge("A1", "A2")
    assert registry.queue() == []
    pair = registry.pair("A1", "A2")
    assert (pair.state, pair.outcome, pair.decision) == ("closed", "merged", "same")
    assert merged.applied is not None
    assert pair.closed_by == merged.applied.id
    registry.check_consistent()
    undone = registry.undo(merged)
    assert registry.queue() == [{"A1", "A2"}]
    assert registry.pair("A1", "A2").decision == "different"
    registry.check_consistent()
    registry.undo(undone)
    assert registry.queue() == []
    assert registry.pair("A1", "A2").decision == "same"
    registry.check_consistent()


def test_three_charts_of_one_person_are_one_case(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED, A3=HELEN_MISSPELT, O1=OLGA)
    assert registry.queue() == [{"A1", "A2", "A3"}]
    registry.merge("A1", "A3")
    assert registry.queue() == [{"A1", "A2"}]
    registry.check_consistent()
    registry.merge("A2", "A1")
    assert registry.queue() == []
    registry.check_consistent()


def test_distinct_stands_until_the_evidence_changes_materially(registry: Registry) -> None:
    other = HELEN | {"ssn": "", "phone": "", "middle": ""}
    registry.register(A1=HELEN, A2=other)
    registry.distinct("A1", "A2")
    assert registry.queue() == []
    registry.take(registry.file({"record_id": "A2", "mrn": "A2", **other, "phone": "555-4441234"}))
    assert registry.queue() == []
    assert registry.pair("A1", "A2").outcome == "distinct"
    registry.take(registry.file({"record_id": "A2", "mrn": "A2", **other, "ssn": HELEN["ssn"]}))
    assert registry.queue() == [{"A1", "A2"}]
    registry.check_consistent()
    registry.matching.keep_distinct("A1", "A2", reason="mother and daughter, cards seen")
    assert registry.queue() == []
    with pytest.raises(UsageError):
        registry.matching.keep_distinct("A1", "A2", reason="again")
    registry.check_consistent()


def test_a_judgement_of_charts_that_nobody_proposed_is_kept(registry: Registry) -> None:
    registry.register(A1=HELEN, O1=OLGA)
    judged = registry.distinct("A1", "O1")
    assert registry.pair("A1", "O1").decision == "different"
    registry.undo(judged)
    assert registry.pair("A1", "O1").decision is None
    registry.check_consistent()


def test_a_link_closes_the_row(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED)
    corrections = registry.hospital.desk("clerk").corrections
    corrections.judge(ChangeKind.LINK, ["A1", "A2"], reason="two hospitals")
    assert registry.queue() == []
    corrections.judge(ChangeKind.UNLINK, ["A1", "A2"], reason="a mistake")
    assert registry.queue() == [{"A1", "A2"}]
    registry.check_consistent()


def test_one_judged_apart_is_not_chained_by_a_third(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED, A3=HELEN_MISSPELT)
    registry.distinct("A1", "A2")
    assert all(not {"A1", "A2"} <= case for case in registry.queue())
    registry.check_consistent()


def test_what_was_left_undone_is_done_by_the_next(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Checker, "settle", lambda *_, **__: 0)
        registry.register(A1=HELEN, A2=HELEN_MOVED)
    with registry.hospital.database.read() as session:
        assert due.count(session) == 2
    registry.register(O1=OLGA)
    assert registry.queue() == [{"A1", "A2"}]
    registry.check_consistent()


def test_a_crowd_costs_nothing_and_joins_nobody(registry: Registry) -> None:
    shared = {
        "phone": "555-700-0000",
        "street": "1 Shelter Road",
        "city": "Kartown",
        "zip": "44100",
    }
    chance = random.Random(3)
    crowd = {}
    for n in range(200):
        first, last = ("".join(chance.sample("bcdfghklmnprstvwaeiou", 8)) for _ in range(2))
        born = f"{chance.randrange(1930, 2000)}-{1 + n % 12:02d}-{chance.randrange(1, 29):02d}"
        crowd[f"C{n}"] = {**shared, "last": last, "first": first, "sex": "M", "dob": born}
    registry.register(**crowd)
    assert len(registry.queue()) < 10


def test_in_house_patients_come_first(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN, O1=OLGA, O2=OLGA | {"middle": "P"})
    with registry.hospital.database.read() as session:
        chart = patients.find(session, None, "O2")[0].id
    assert registry.queue()[0] == {"A1", "A2"}
    registry.hospital.arrive(a_stay(chart, "2026-03-01T08:00:00Z", None))
    settling.checker(registry.hospital.desk("admin").context).rank_since(0)
    assert registry.queue()[0] == {"O1", "O2"}
    assert registry.rows()[0].parties[1].in_house


def test_pages_follow_one_another(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN, O1=OLGA, O2=OLGA)
    first = registry.matching.worklist(limit=1)
    assert (len(first.rows), first.total, first.following) == (1, 2, 1)
    second = registry.matching.worklist(limit=1, after=first.following)
    assert second.following is None
    assert second.rows[0].case != first.rows[0].case
    assert registry.matching.counts() == {"potential-duplicate": 2}
    with pytest.raises(UsageError):
        registry.matching.worklist("nonsense")


def test_evidence_is_one_value_for_all(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED, O1=OLGA)
    found = registry.matching.evidence("A1", "A2")
    bars = sum(bar.bits for bar in found.explanation.bars)
    assert found.explanation.start + bars == pytest.approx(found.explanation.weight)
    assert (found.state, found.model) == ("open", 0)
    assert registry.matching.evidence("A1", "O1").state is None
    with pytest.raises(NeverAllowed):
        registry.matching.evidence("A1", "A1")
    with registry.hospital.database.read() as session:
        lines = access.entries(session, limit=4)
    assert [line.verb for line in lines] == ["evidence"] * 4
    assert all(line.patient_id for line in lines)


def test_who_may_look(registry: Registry) -> None:
    hospital = registry.hospital
    registry.register(A1=HELEN, A2=HELEN)
    assert hospital.desk("admin").matching.counts() == {"potential-duplicate": 1}
    for name in ("admin", "roi", "auditor", "privacy"):
        with pytest.raises(NotPermitted):
            hospital.desk(name).matching.worklist()
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").matching.learn(reason="x")


def test_a_restricted_chart_is_masked(registry: Registry) -> None:

    registry.register(A1=HELEN, A2=HELEN_MOVED)
    with registry.hospital.database.read() as session:
        chart = patients.find(session, None, "A2")[0].id
    registry.hospital.arrive(a_flag(chart, "vip"))
    (row,) = registry.rows()
    assert {party.name for party in row.parties} == {"BRANDALE, Helen Ruth", "(restricted)"}
    assert row.why == ()
    with pytest.raises(HimdeskError):
        registry.matching.evidence("A1", "A2")


def test_after_any_life_the_index_is_what_the_charts_say(registry: Registry) -> None:
    chance = random.Random(5)
    people = {}
    for n in range(30):
        base = HELEN if n % 3 else OLGA
        people[f"P{n}"] = base | {
            "last": f"{base['last']}{n % 6}", "dob": f"{1950 + n % 6}-03-0{1 + n % 6}",
            "ssn": f"41233{8000 + n % 7 * 37}", "phone": f"555-33{n % 6}-4567",
        }  # fmt: skip
    registry.register(**people)
    applied = []
    for _ in range(25):
        left, right = chance.sample(sorted(people), 2)
        try:
            match chance.randrange(4):
                case 0:
                    applied.append(registry.merge(left, right))
                case 1:
                    applied.append(registry.distinct(left, right))
                case 2 if applied:
                    registry.undo(chance.choice(applied))
                case _:
                    row = people[left] | {"phone": f"555-98{chance.randrange(9)}-1212"}
                    registry.take(registry.file({"record_id": left, "mrn": left, **row}))
        except HimdeskError:
            continue
    assert len(applied) > 5
    registry.check_consistent()
    with registry.hospital.database.read() as session:
        assert pairs.count(session)
    assert registry.hospital.desk("auditor").audit.verify()["ok"]


def test_a_search_can_be_stopped(registry: Registry) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED)
    stages: list[str] = []
    with pytest.raises(Cancelled):
        registry.matching.scan(
            progress=lambda stage, _: stages.append(stage), cancelled=lambda: len(stages) > 1
        )
    assert registry.queue() == [{"A1", "A2"}]
    assert registry.matching.models() == ()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE match_model SET document = '{}'", "match_model/version 1"),
        ("DELETE FROM setting", "setting/matching.model"),
        ("UPDATE match_pair SET state = 'open'", "match_pair/"),
    ],
)
def test_verify_finds_what_was_forged(registry: Registry, statement: str, where: str) -> None:
    registry.register(A1=HELEN, A2=HELEN_MOVED)
    registry.hospital.desk("admin").matching.scan()
    registry.merge("A1", "A2")
    audit = registry.hospital.desk("auditor").audit
    assert audit.verify()["ok"]
    with registry.hospital.database.write("x") as session:
        session.execute(text(statement))
    assert audit.verify()["first_broken"]["where"].startswith(where)
