# SPDX-License-Identifier: Apache-2.0
"""DOMAIN S7-S10 at the desk: twins, father and son, newborns, names that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.duplicates import HELEN, OLGA, Registry

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital

MIA = HELEN | {"last": "Anderson", "first": "Mia", "middle": "Grace", "dob": "2015-02-03"}
MILA = MIA | {"first": "Mila", "ssn": "412-33-8766"}
FATHER = HELEN | {"first": "John", "middle": "R", "sex": "M", "dob": "1949-05-06", "ssn": "",
                  "suffix": "Sr", "last": "Smithe"}  # fmt: skip
SON = FATHER | {"dob": "1976-11-02", "suffix": "Jr"}
ANNE = HELEN | {"last": "Smith-Jones", "first": "Anne", "middle": "E", "dob": "1985-04-12"}


@pytest.fixture
def registry(hospital: Hospital, tmp_path: Path) -> Registry:
    return Registry(hospital, tmp_path)


def flags(registry: Registry, left: str, right: str) -> tuple[str, ...]:
    return registry.matching.evidence(left, right).explanation.flags


def test_s7_twins_are_told_apart_for_good(registry: Registry) -> None:
    registry.register(T1=MIA, T2=MILA)
    found = registry.matching.evidence("T1", "T2").explanation
    assert "twins" in found.flags
    assert found.probability < 0.9
    registry.distinct("T1", "T2")
    registry.take(registry.file({"record_id": "T2", "mrn": "T2", **MILA, "phone": "555-700-9911"}))
    assert registry.queue() == []


def test_s7_twins_are_not_chained_by_a_second_record(registry: Registry) -> None:
    registry.register(T1=MIA, T2=MILA, T3=MIA | {"street": "3 Elm Walk", "phone": ""})
    assert {"T1", "T3"} in registry.queue()
    assert all(not {"T1", "T2"} <= case for case in registry.queue())


def test_s8_father_and_son_of_one_name(registry: Registry) -> None:
    registry.register(F1=FATHER, S1=SON, S2=SON | {"suffix": "", "phone": ""})
    assert {"S1", "S2"} in registry.queue()
    assert all("F1" not in case for case in registry.queue())
    assert "father-and-son" in flags(registry, "F1", "S1")


def test_s9_newborns_wait_for_their_names(registry: Registry) -> None:
    baby = {"last": "Nguyen", "sex": "M", "dob": "2026-02-01", "street": "8 Pier Road",
            "city": "Kartown", "zip": "44100", "phone": "555-611-2233"}  # fmt: skip
    registry.register(
        B1=baby | {"first": "Baby Boy A"}, B2=baby | {"first": "Baby Boy B"},
        M1=baby | {"first": "Linh", "sex": "F", "dob": "1995-06-07"},
    )  # fmt: skip
    assert registry.queue() == []
    registry.take(registry.file({"record_id": "B1", "mrn": "B1", **baby, "first": "Minh"}))
    assert registry.matching.counts().get("suspected-overlay", 0) == 0
    assert registry.hospital.desk("clerk").charts.open("B1").value("given") == "Minh"
    assert registry.queue() == []
    registry.hospital.desk("supervisor").matching.scan()
    assert registry.queue() == []
    registry.register(B3=baby | {"first": "Minh"})
    assert {"B1", "B3"} in registry.queue()
    assert all(not {"B1", "B2"} <= case for case in registry.queue())
    registry.check_consistent()


def test_s10_names_and_dates_that_changed_places(registry: Registry) -> None:
    registry.register(
        N1=ANNE,
        N2=ANNE | {"last": "Jones", "middle": "", "dob": "1985-12-04"},
        N3=ANNE | {"last": "Anne", "first": "Jones", "middle": ""},
        O1=OLGA,
    )
    assert registry.queue() == [{"N1", "N2", "N3"}]
    assert "month-day-swapped" in flags(registry, "N1", "N2")
    assert "name-swapped" in flags(registry, "N2", "N3")
    sure = registry.rows()[0]
    assert "N3" in {party.mrn for party in sure.parties}


def test_learning_from_decisions_and_putting_a_model_back(registry: Registry) -> None:
    people = {}
    for n in range(40):
        one = HELEN | {"last": f"Fam{n}ily", "first": f"Gi{n * 3}ven", "dob": f"19{50 + n}-05-06",
                       "ssn": f"4123{n:02d}765", "phone": f"55512{n:02d}567"}  # fmt: skip
        people |= {f"A{n}": one, f"B{n}": one | {"phone": "", "ssn": ""}}
    registry.register(**people)
    supervisor = registry.hospital.desk("supervisor").matching
    scanned = supervisor.scan()
    assert (scanned.records, scanned.model) == (80, 1)
    assert scanned.cases == len(registry.queue()) > 20
    for n in range(6):
        registry.merge(f"A{n}", f"B{n}")
    for n in range(6, 9):
        registry.distinct(f"A{n}", f"B{n}")
    assert supervisor.report().figures[0].judged == 9
    before = {row.case: row.probability for row in registry.rows()}
    assert supervisor.learn(reason="the first decisions") == 2
    after = {row.case: row.probability for row in registry.rows()}
    assert all(after[case] < before[case] for case in after.keys() & before.keys())
    assert {row.model for row in registry.rows()} == {2}
    assert '"decisions": 9' in supervisor.model_document()
    supervisor.use_model(1, reason="too timid")
    assert {row.case: row.probability for row in registry.rows()} == pytest.approx(before, abs=1e-4)
    assert supervisor.models()[0].reason == "the first decisions"
    assert registry.hospital.desk("auditor").audit.verify()["ok"]
    registry.check_consistent()


def test_the_most_useful_pairs_are_the_doubtful_ones(registry: Registry) -> None:
    registry.register(
        A1=HELEN, A2=HELEN | {"phone": ""}, A3=HELEN | {"ssn": "", "dob": "1985-01-30"}
    )
    useful = registry.matching.useful(2)
    assert useful
    doubt = [abs(chance - 0.5) for _, _, chance in useful]
    assert doubt == sorted(doubt)
