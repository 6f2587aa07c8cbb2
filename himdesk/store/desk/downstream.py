# SPDX-License-Identifier: Apache-2.0
"""The cases in which other systems follow a change set: one for each, found by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import literal, select

from himdesk.store.tables import CHANGE_SETS, CHARTS_TOUCHED

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Select

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
