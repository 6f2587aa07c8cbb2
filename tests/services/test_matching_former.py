# SPDX-License-Identifier: Apache-2.0
"""People who changed name and address since are still found by what they were called before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.services.matching.facts import MOST_VIEWS, Facts, from_text, to_text
from services.duplicates import HELEN, Registry

if TYPE_CHECKING:
    from pathlib import Path

    from services.hospital import Hospital

BEFORE = {name: HELEN[name] for name in HELEN if name not in {"ssn", "phone", "middle"}}
MARRIED = BEFORE | {
    "last": "Ostrovsky",
    "street": "771 Hill Road",
    "city": "Esterby",
    "zip": "20733",
}


@pytest.fixture
def registry(hospital: Hospital, tmp_path: Path) -> Registry:
    registry = Registry(hospital, tmp_path)
    registry.register(K1=BEFORE)
    registry.take(registry.file({"record_id": "K1", "mrn": "K1", **MARRIED}))
    return registry


def test_a_new_record_under_the_former_name_is_found(registry: Registry) -> None:
    registry.register(K2=BEFORE)
    assert registry.queue() == [{"K1", "K2"}]
    found = registry.hospital.desk("clerk").matching.evidence("K1", "K2")
    assert found.through == ("under a former name",)
    assert registry.rows()[0].why[:1] == found.through
    registry.check_consistent()


def test_the_search_through_everything_finds_the_same(registry: Registry) -> None:
    registry.register(K2=BEFORE)
    registry.hospital.desk("clerk").matching.scan()
    assert registry.queue() == [{"K1", "K2"}]
    assert "under a former name" in registry.rows()[0].why
    registry.check_consistent()


def test_a_stranger_who_took_the_old_flat_is_nobody_known(registry: Registry) -> None:
    stranger = {"last": "Amsel", "first": "Dorian", "sex": "M", "dob": "1961-09-30"}
    registry.register(K3=stranger | {name: BEFORE[name] for name in ("street", "city", "zip")})
    assert registry.queue() == []


def test_facts_come_back_as_they_were_kept() -> None:
    facts = Facts({"last": "Amsel", "first": "Ida"}, ({"last": "Reh", "first": "Ida"},))
    again = from_text(to_text(facts))
    assert again.views()[1]["last"] == "Reh"
    assert again.through(1) == ("under a former name",)
    assert again.through(0) == ()


def test_a_person_of_many_addresses_is_looked_for_a_few_times() -> None:
    former = tuple({"street": f"{n} Elm", "city": "", "state": "", "zip": ""} for n in range(40))
    facts = Facts({"last": "Amsel", "street": "1 Oak"}, ({"last": "Reh"}, *former))
    assert len(facts.views()) == MOST_VIEWS
    assert [view["last"] for view in facts.views()].count("Reh") > 1
