# SPDX-License-Identifier: Apache-2.0
"""Every column that names a patient or an item has a rule; a new one without a rule fails here."""

from __future__ import annotations

from himdesk.store.tables import METADATA

MOVES = "the ledger moves it; conservation, as-of, undo and verify go by it"
STAYS = "where it was first recorded: never changes, the fold begins here"
WITNESS = "says what was so at the time: never changes, also when charts are merged"
FOLLOWS = "read through the chain of survivors; a merge does not rewrite it"
DERIVED = "made anew from the charts after each change of theirs; `match_due` says of which"
LINK = "an item names an item: it moves with its owner, whatever chart that is"

RULES = {
    "patient.replaced_by": MOVES,
    "item.patient_id": MOVES,
    "item.home_patient_id": STAYS,
    "item.parent_id": LINK,
    "item.encounter_id": LINK,
    "pair.left_patient_id": WITNESS,
    "pair.right_patient_id": WITNESS,
    "change_set_chart.patient_id": WITNESS,
    "access_log.patient_id": WITNESS,
    "request_chart.patient_id": WITNESS,
    "break_glass.patient_id": WITNESS,
    "source_record.patient_id": FOLLOWS,
    "source_record.item_id": LINK,
    "work_case.patient_id": FOLLOWS,
    "work_case.item_id": LINK,
    "case_item.item_id": LINK,
    "disclosure.patient_id": WITNESS,
    "disclosed_item.item_id": LINK,
    "suspension.patient_id": FOLLOWS,
    "accounting.patient_id": FOLLOWS,
    "search_term.item_id": LINK,
    "match_record.patient_id": DERIVED,
    "match_due.patient_id": DERIVED,
    "match_pair.left_patient_id": WITNESS,
    "match_pair.right_patient_id": WITNESS,
}


def test_every_patient_key_has_a_rule() -> None:
    details = "himdesk.store.tables.details"
    owned = {m.local_table for m in _mappers() if m.class_.__module__ == details}
    found = set()
    for table in METADATA.sorted_tables:
        for column in table.c:
            targets = {key.column.table.name for key in column.foreign_keys}
            named = column.name in {"patient_id", "item_id"}
            if (targets & {"patient", "item"} or named) and table not in owned:
                found.add(f"{table.name}.{column.name}")
    assert found == set(RULES)


def _mappers() -> list[object]:
    from himdesk.store.tables.base import Base  # noqa: PLC0415  only for its registry

    return list(Base.registry.mappers)
