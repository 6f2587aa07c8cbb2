# SPDX-License-Identifier: Apache-2.0
"""The cases in which other systems follow a change set: one for each, found by its id."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import literal, select

from himdesk.domain.downstream import Entry
from himdesk.store.tables import CASE_EVENTS, CHANGE_SETS, CHARTS_TOUCHED

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Connection, Select

DOWNSTREAM: Final = "downstream"
"""The kind of these cases in the work list."""

_MARK: Final = "downstream-"


def case_of(change_set_id: str) -> str:
    """The id of the case of a change set."""
    return f"{_MARK}{change_set_id}"


def ids_about(patient_ids: Collection[str]) -> Select[str]:
    """A query for the ids that cases about these charts have, if there are any."""
    touched = CHARTS_TOUCHED.c
    query = select(literal(_MARK) + CHANGE_SETS.c.id)
    joined = query.join(CHARTS_TOUCHED, touched.change_set_seq == CHANGE_SETS.c.seq)
    return joined.where(touched.patient_id.in_(patient_ids))


def cases_about(connection: Connection, patient_ids: Collection[str]) -> list[str]:
    """The ids that cases about these charts have, if there are any."""
    return list(connection.execute(ids_about(patient_ids)).scalars())


def log_of(connection: Connection, case_ids: Collection[str]) -> dict[str, list[Entry]]:
    """The logs of cases, in order; of one that is not there, nothing."""
    found: dict[str, list[Entry]] = {case: [] for case in case_ids}
    return found | _read(connection, CASE_EVENTS.c.case_id.in_(case_ids))


def logs(connection: Connection) -> dict[str, list[Entry]]:
    """The logs of all these cases."""
    return _read(connection, CASE_EVENTS.c.case_id.startswith(_MARK))


def _read(connection: Connection, wanted: ColumnElement[bool]) -> dict[str, list[Entry]]:
    c = CASE_EVENTS.c
    query = select(c.case_id, c.verb, c.day, c.by, c.detail).where(wanted).order_by(c.seq)
    found: dict[str, list[Entry]] = {}
    for case, verb, day, by, detail in connection.execute(query):
        entry = Entry(verb=verb, on=date.fromisoformat(day), by=by, detail=json.loads(detail))
        found.setdefault(case, []).append(entry)
    return found
