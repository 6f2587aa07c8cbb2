# SPDX-License-Identifier: Apache-2.0
"""Charts' own rows: by number, by id, and which one survives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from himdesk.domain.charts.charts import CHOICES, Patient
from himdesk.domain.errors import NotFound
from himdesk.store.errors import NotADatabase
from himdesk.store.reading.items import chunks
from himdesk.store.tables import PATIENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

_OWN: Final = ("id", "authority", "number", "status", "replaced_by")
_CHOICES: Final = tuple(choice.name for choice in CHOICES)
COLUMNS: Final = tuple(PATIENTS.c[name] for name in _OWN) + tuple(
    PATIENTS.c[f"choice_{name}"] for name in _CHOICES
)
"""What a `Patient` is made of, in the order that `from_row` takes."""

CIRCLE: Final = "charts replace one another in a circle: see verify"
LONGEST: Final = 10_000
"""Merges one after the other, of the survivor of the one before; more are a circle."""


def from_row(row: Sequence[Any]) -> Patient:
    """The chart that a row of `COLUMNS` stands for."""
    own = dict(zip(_OWN, row, strict=False))
    chosen = zip(_CHOICES, row[len(_OWN) :], strict=True)
    return Patient(choices={name: value for name, value in chosen if value is not None}, **own)


def find(connection: Connection, authority: str | None, number: str) -> tuple[Patient, ...]:
    """The charts with this number, retired ones too: of one authority, or of any."""
    query = select(*COLUMNS).where(PATIENTS.c.number == number).order_by(PATIENTS.c.authority)
    if authority is not None:
        query = query.where(PATIENTS.c.authority == authority)
    return tuple(from_row(row) for row in connection.execute(query))


def find_many(
    connection: Connection, numbers: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Patient]:
    """The charts that are there, by authority and number."""
    wanted = set(numbers)
    result: dict[tuple[str, str], Patient] = {}
    for part in chunks({number for _, number in wanted}):
        for row in connection.execute(select(*COLUMNS).where(PATIENTS.c.number.in_(part))):
            patient = from_row(row)
            if (patient.authority, patient.number) in wanted:
                result[patient.authority, patient.number] = patient
    return result


def patients(connection: Connection, ids: Collection[str]) -> dict[str, Patient]:
    """The charts that are there, by id."""
    return {
        row[0]: from_row(row)
        for part in chunks(ids)
        for row in connection.execute(select(*COLUMNS).where(PATIENTS.c.id.in_(part)))
    }


def patient(connection: Connection, patient_id: str) -> Patient:
    """One chart's own row.

    Raises:
        NotFound: there is none.
    """
    found = patients(connection, [patient_id])
    if patient_id not in found:
        raise NotFound("chart", patient_id)
    return found[patient_id]


def chain(connection: Connection, patient_id: str) -> tuple[Patient, ...]:
    """The chart, what it was merged into, and so on; the last one survives.

    Raises:
        NotFound: there is no such chart.
        NotADatabase: somebody edited the file, and charts replace one another in a circle.
    """
    result = [patient(connection, patient_id)]
    while (after := result[-1].replaced_by) is not None:
        if after in {each.id for each in result}:
            raise NotADatabase(CIRCLE)
        result.append(patient(connection, after))
    return tuple(result)


def survivors(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """For each chart the one that survives it: itself, if it is active."""
    end = {chart: chart for chart in ids}
    open_ = set(end)
    for _ in range(LONGEST):
        if not open_:
            return end
        found = patients(connection, {end[chart] for chart in open_})
        steps = {chart: found[end[chart]].replaced_by for chart in open_ if end[chart] in found}
        open_ = {chart for chart, after in steps.items() if after is not None}
        end.update((chart, after) for chart, after in steps.items() if after is not None)
    raise NotADatabase(CIRCLE)


def retired_into(connection: Connection, patient_id: str) -> tuple[Patient, ...]:
    """The charts that were merged into this one, directly or through others."""
    result: list[Patient] = []
    layer = [patient_id]
    while layer:
        query = select(*COLUMNS).where(PATIENTS.c.replaced_by.in_(layer)).order_by(PATIENTS.c.id)
        found = [from_row(row) for row in connection.execute(query)]
        if not {patient_id, *(each.id for each in result)}.isdisjoint(each.id for each in found):
            raise NotADatabase(CIRCLE)
        result += found
        layer = [each.id for each in found]
    return tuple(result)
