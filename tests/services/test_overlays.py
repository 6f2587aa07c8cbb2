# SPDX-License-Identifier: Apache-2.0
"""The overlay tripwire: an update that turns a record into someone else waits for a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from himdesk.domain.errors import NotFound, NotPermitted, ReasonMissing, StaleUpdate, WrongState
from himdesk.store.matching.cases import OVERLAY
from services.duplicates import HELEN, OLGA, Registry

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital

MARRIED = HELEN | {"last": "Orsini", "street": "4 Bay Road", "zip": "44201"}

PETRA = OLGA | {"first": "Petra", "last": "Almqvist", "dob": "1990-02-03", "ssn": "512-44-1122"}


@pytest.fixture
def registry(hospital: Hospital, tmp_path: Path) -> Registry:
    return Registry(hospital, tmp_path)


def update(registry: Registry, mrn: str, person: dict[str, str]) -> Any:
    return registry.take(registry.file({"record_id": mrn, "mrn": mrn, **person}))


def shown(registry: Registry, mrn: str) -> tuple[str, str | None]:
    chart = registry.hospital.desk("clerk").charts.open(mrn)
    return chart.name(), chart.value("birth_date")


def held(registry: Registry) -> list[dict[str, Any]]:
    rows = registry.matching.worklist(OVERLAY).rows
    return [{"id": row.case, "why": row.why, **json.loads(row.detail)} for row in rows]


def test_another_person_is_not_written_over_the_chart(registry: Registry) -> None:
    registry.register(A1=HELEN)
    report = update(registry, "A1", OLGA)
    assert "another person" in report["files"][0]["notices"][0]["reason"]
    assert shown(registry, "A1") == ("BRANDALE, Helen Ruth", "1985-04-12")
    (case,) = held(registry)
    assert case["before"]["last"] == "Brandale"
    assert case["after"]["last"] == "Quistgard"
    assert "different given names" in case["why"]
    assert registry.matching.counts() == {OVERLAY: 1}
    registry.check_consistent()
    assert registry.hospital.desk("auditor").audit.verify()["ok"]


def test_the_same_update_again_opens_no_second_case(registry: Registry) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", OLGA)
    report = update(registry, "A1", OLGA)
    assert report["files"][0]["unchanged"] == 1
    assert len(held(registry)) == 1


@pytest.mark.parametrize(
    "person",
    [MARRIED, HELEN | {"dob": "1985-12-04"}, HELEN | {"first": "Hellen", "ssn": "412-33-8756"}],
)
def test_who_stays_the_same_person_is_updated(registry: Registry, person: dict[str, str]) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", person)
    assert held(registry) == []
    assert shown(registry, "A1")[1] == person["dob"]
    assert person["last"].upper() in shown(registry, "A1")[0]


def test_a_held_update_can_be_taken_after_all(registry: Registry) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", OLGA)
    (case,) = held(registry)
    registry.matching.apply_update(case["id"], reason="adopted; papers seen")
    assert shown(registry, "A1") == ("QUISTGARD, Olga", "1951-12-30")
    assert held(registry) == []
    with pytest.raises(WrongState):
        registry.matching.apply_update(case["id"], reason="again")
    assert update(registry, "A1", OLGA)["files"][0]["unchanged"] == 1
    registry.check_consistent()
    assert registry.hospital.desk("auditor").audit.verify()["ok"]


def test_an_update_is_not_taken_after_what_the_source_said_later(registry: Registry) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", OLGA)
    update(registry, "A1", MARRIED)  # the source has put it right itself
    (case,) = held(registry)
    with pytest.raises(StaleUpdate):
        registry.matching.apply_update(case["id"], reason="papers seen")
    assert "ORSINI" in shown(registry, "A1")[0]
    update(registry, "A1", OLGA)  # and says so again, which is its last word now
    (case,) = held(registry)
    registry.matching.apply_update(case["id"], reason="papers seen")
    assert "QUISTGARD" in shown(registry, "A1")[0]


def test_of_two_held_updates_the_later_one_is_the_last_word(registry: Registry) -> None:
    registry.register(A1=HELEN)
    for person in (OLGA, PETRA):
        update(registry, "A1", person)
    first, second = sorted(held(registry), key=lambda case: case["after"]["last"] != "Quistgard")
    registry.matching.apply_update(first["id"], reason="adopted")
    registry.matching.apply_update(second["id"], reason="and again")
    assert "ALMQVIST" in shown(registry, "A1")[0]
    registry.register(A2=HELEN)
    for person in (OLGA, PETRA):
        update(registry, "A2", person)
    first, second = sorted(held(registry), key=lambda case: case["after"]["last"] != "Quistgard")
    registry.matching.apply_update(second["id"], reason="the later one")
    with pytest.raises(StaleUpdate):
        registry.matching.apply_update(first["id"], reason="the earlier one")
    assert "ALMQVIST" in shown(registry, "A2")[0]
    assert [case["id"] for case in held(registry)] == [first["id"]], "it goes on waiting"


def test_a_refused_update_is_never_applied(registry: Registry) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", OLGA)
    (case,) = held(registry)
    with pytest.raises(ReasonMissing):
        registry.matching.refuse_update(case["id"], reason=" ")
    registry.matching.refuse_update(case["id"], reason="wrong record picked at registration")
    update(registry, "A1", OLGA)
    assert held(registry) == []
    assert shown(registry, "A1") == ("BRANDALE, Helen Ruth", "1985-04-12")
    update(registry, "A1", MARRIED)
    assert "ORSINI" in shown(registry, "A1")[0]


def test_only_the_desk_decides(registry: Registry) -> None:
    registry.register(A1=HELEN)
    update(registry, "A1", OLGA)
    (case,) = held(registry)
    with pytest.raises(NotPermitted):
        registry.hospital.desk("roi").matching.refuse_update(case["id"], reason="x")
    with pytest.raises(NotFound):
        registry.matching.refuse_update("nowhere", reason="x")
