# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.changes import (
    CREATED,
    GENESIS,
    PATIENT,
    Change,
    ChangeKind,
    ChangeSet,
    pair_id,
    sha256,
)
from himdesk.domain.charts.items import Document, Identifier, Kind, Name
from himdesk.domain.errors import ConservationBroken, RecordMovedOn, StructureConflict
from himdesk.domain.plans import Created
from himdesk.store import content
from himdesk.store.errors import ForgedActor
from himdesk.store.reading import charts, history, items, pairs, patients
from himdesk.store.verify import verify
from himdesk.store.writing import ledger
from store_builders import a_patient, an_item

if TYPE_CHECKING:
    from store_builders import Hospital


def test_what_is_created_is_read_back(hospital: Hospital) -> None:
    name = an_item("n", "A", Name(use="official", family="García", given="Ana", middle="de la"))
    note = an_item("d", "A", Document(title="Note", content="0" * 64), parent_id="e", at="2025")
    visit = an_item("e", "A")
    hospital.apply(
        ChangeKind.IMPORT,
        [Change(PATIENT, "A", "choice_family", None, "n")],
        Created((a_patient("A"),), (name, note, visit)),
    )
    with hospital.database.read() as connection:
        chart = charts.chart(connection, "A")
    assert chart.items == (note, visit, name)
    assert chart.value("family") == "García"


def test_a_merge_moves_every_item_and_retires_the_chart(hospital: Hospital) -> None:
    hospital.admit("A", "B", items=3)
    merged = hospital.merge("A", "B")
    with hospital.database.read() as connection:
        retired = patients.patient(connection, "B")
        assert (retired.status, retired.replaced_by) == ("retired", "A")
        assert charts.counts(connection, "B") == {}
        assert charts.counts(connection, "A") == {
            Kind.CLINICAL: 6, Kind.NAME: 2, Kind.STATEMENT: 2,
        }  # fmt: skip
        assert history.change_set(connection, merged.id) == merged
        assert patients.survivors(connection, ["A", "B"]) == {"A": "A", "B": "A"}
        assert [p.id for p in patients.retired_into(connection, "A")] == ["B"]


def test_the_chain_links_each_change_set_to_the_one_before(hospital: Hospital) -> None:
    first = hospital.admit("A", "B")
    second = hospital.merge("A", "B")
    assert first.previous == GENESIS
    assert second.previous == first.digest
    with hospital.database.read() as connection:
        assert ledger.head(connection) == (2, second.digest)


def test_a_before_that_does_not_hold_names_who_changed_it(hospital: Hospital) -> None:
    hospital.admit("A", "B", "C")
    hospital.apply(
        ChangeKind.MOVE,
        [Change("clinical_item", "A1", "patient_id", "A", "B")],
        by="other",
    )
    with pytest.raises(RecordMovedOn) as caught:
        hospital.apply(
            ChangeKind.MOVE,
            [
                Change("clinical_item", "A1", "patient_id", "A", "C"),
                Change("clinical_item", "A2", "patient_id", "A", "C"),
            ],
        )
    assert (caught.value.id, caught.value.field, caught.value.by) == ("A1", "patient_id", "other")
    with hospital.database.read() as connection:
        assert items.item(connection, "A2").patient_id == "A"
        assert ledger.head(connection)[0] == 2


def test_a_value_that_someone_set_to_the_same_also_moved_on(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    hospital.move("A1", "A", "B")
    with pytest.raises(RecordMovedOn) as caught:
        hospital.move("A1", "A", "B")
    assert caught.value.id == "A1"


def test_an_entity_that_is_not_there_moved_on(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with pytest.raises(RecordMovedOn) as caught:
        hospital.move("nothing", "A", "B")
    assert caught.value.id == "nothing"


def test_the_kind_in_the_ledger_must_be_the_items(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with pytest.raises(RecordMovedOn):
        hospital.apply(ChangeKind.MOVE, [Change("document", "A1", "patient_id", "A", "B")])


@pytest.mark.parametrize("field", ["home_patient_id", "id", "kind", "source_record_id", "nonsense"])
def test_what_never_changes_is_refused(hospital: Hospital, field: str) -> None:
    hospital.admit("A", "B")
    with pytest.raises(ConservationBroken):
        hospital.apply(ChangeKind.AMEND, [Change("clinical_item", "A1", field, "A", "B")])


def test_a_detail_of_the_same_name_goes_before_the_common_field(hospital: Hospital) -> None:
    number = an_item("n", "A", Identifier(type="MR", value="1"))
    hospital.apply(ChangeKind.IMPORT, [], Created((a_patient("A"),), (number,)))
    hospital.apply(ChangeKind.AMEND, [Change("identifier", "n", "type", "MR", "SS")])
    with hospital.database.read() as connection:
        found = items.item(connection, "n")
    assert (found.type, found.details) == (None, Identifier(type="SS", value="1"))


def test_nothing_is_created_undeclared(hospital: Hospital) -> None:
    created = Created((a_patient("A"),), (an_item("i", "A"),))
    with hospital.database.write("clerk") as connection, pytest.raises(ConservationBroken):
        _write(connection, [], created)


def test_nothing_declared_is_missing(hospital: Hospital) -> None:
    change = Change("clinical_item", "i", CREATED, None, "0" * 64)
    with hospital.database.write("clerk") as connection, pytest.raises(ConservationBroken):
        _write(connection, [change], Created())


def test_a_created_item_must_be_the_declared_one(hospital: Hospital) -> None:
    created = Created((), (an_item("i", "A"),))
    change = Change("clinical_item", "i", CREATED, None, "0" * 64)
    with hospital.database.write("clerk") as connection, pytest.raises(ConservationBroken):
        _write(connection, [change], created)


def _write(connection: object, changes: list[Change], created: Created) -> None:
    change_set = ChangeSet(ChangeKind.IMPORT, "clerk", "because", tuple(changes))
    ledger.write(
        connection, change_set, created, id="x", at="2026-01-01T00:00:00Z", applied_by="clerk"
    )


def test_a_child_stays_with_its_parent(hospital: Hospital) -> None:
    parent, child = an_item("p", "A"), an_item("c", "A", parent_id="p")
    hospital.admit("B")
    hospital.apply(ChangeKind.IMPORT, [], Created((a_patient("A"),), (parent, child)))
    for one in ("p", "c"):
        with pytest.raises(ConservationBroken):
            hospital.move(one, "A", "B")
    both = [Change("clinical_item", one, "patient_id", "A", "B") for one in ("p", "c")]
    hospital.apply(ChangeKind.MOVE, both)


def test_a_retired_chart_owns_nothing(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with pytest.raises(StructureConflict):
        hospital.apply(
            ChangeKind.MERGE,
            [
                Change(PATIENT, "B", "status", "active", "retired"),
                Change(PATIENT, "B", "replaced_by", None, "A"),
            ],
        )
    hospital.merge("A", "B")
    with pytest.raises(StructureConflict):
        hospital.move("A1", "A", "B")
    with pytest.raises(StructureConflict):
        hospital.apply(ChangeKind.IMPORT, [], Created((), (an_item("x", "B"),)))


def test_charts_do_not_survive_each_other(hospital: Hospital) -> None:
    hospital.admit("A", "B", items=0)
    changes = []
    for one, other in (("A", "B"), ("B", "A")):
        changes += [
            Change(PATIENT, one, "status", "active", "retired"),
            Change(PATIENT, one, "replaced_by", None, other),
        ]
    hospital.admit("C")
    changes += hospital.moves("C", "A", "B")
    with pytest.raises(StructureConflict):
        hospital.apply(ChangeKind.MERGE, changes)


def test_retired_and_replaced_go_together(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with pytest.raises(StructureConflict):
        hospital.apply(ChangeKind.MERGE, [Change(PATIENT, "B", "replaced_by", None, "A")])
    changes = [Change(PATIENT, "B", "status", "active", "retired"), *hospital.moves("A", "B")]
    with pytest.raises(StructureConflict):
        hospital.apply(ChangeKind.MERGE, changes)


def test_nobody_writes_in_the_name_of_another(hospital: Hospital) -> None:
    with hospital.database.write("mallory") as connection, pytest.raises(ForgedActor):
        hospital.apply(ChangeKind.MOVE, [], by="clerk", connection=connection)


def test_bodies_of_what_is_created_are_in_the_content_store(hospital: Hospital) -> None:
    admitted = hospital.admit("A")
    created = [c.after for c in admitted.change_set.changes if c.field == CREATED]
    with hospital.database.read() as connection:
        bodies = content.get_many(connection, [digest for digest in created if digest])
    assert len(bodies) == len(created)


def test_a_large_body_is_stored_in_parts_and_once(hospital: Hospital) -> None:
    body = bytes(range(256)) * 10_000 + b"the end"
    with hospital.database.write("clerk") as connection:
        content.put(connection, [body, b"", b"x" * 300])
        content.put(connection, [body])
    digest = sha256(body)
    with hospital.database.read() as connection:
        assert content.get(connection, digest) == body
        assert content.get(connection, sha256(b"")) == b""


def test_both_databases_give_the_same_digests(
    sqlite_hospital: Hospital, postgres_hospital: Hospital
) -> None:
    digests = []
    for hospital in (sqlite_hospital, postgres_hospital):
        hospital.admit("A", "B")
        digests.append(hospital.merge("A", "B").digest)
    assert digests[0] == digests[1]


def test_judgements_of_pairs(hospital: Hospital) -> None:
    hospital.admit("A", "B", "C")
    pair, other = pair_id("B", "A"), pair_id("A", "C")
    hospital.apply(
        ChangeKind.DISTINCT,
        [Change("pair", each, "judgement", None, "distinct") for each in (pair, other)],
    )
    hospital.apply(ChangeKind.LINK, [Change("pair", pair, "judgement", "distinct", "linked")])
    with pytest.raises(RecordMovedOn):
        hospital.apply(ChangeKind.LINK, [Change("pair", pair, "judgement", "distinct", "linked")])
    hospital.apply(ChangeKind.UNLINK, [Change("pair", other, "judgement", "distinct", None)])
    with hospital.database.read() as connection:
        assert pairs.judgements(connection, [pair, other, "x~y"]) == {pair: "linked"}
        assert pairs.of_charts(connection, ["B"]) == {pair: "linked"}
        assert pairs.of_charts(connection, ["C"]) == {}
        assert [e.seq for e in history.history(connection, "C", limit=9)] == [4, 2, 1]
    assert verify(hospital.database).ok
