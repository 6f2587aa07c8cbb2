# SPDX-License-Identifier: Apache-2.0
"""From charts to what the search for duplicates compares: one text a column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Address
from himdesk.matching.records.table import FIELDS
from himdesk.services.matching.newborns import BORN_AS

if TYPE_CHECKING:
    from himdesk.domain.charts.charts import Chart

KEPT: Final = (*FIELDS, BORN_AS)
"""The columns of the facts that the index keeps, in their order."""

_CHOSEN: Final = {
    "last": "family",
    "first": "given",
    "middle": "middle",
    "suffix": "suffix",
    "sex": "sex",
    "dob": "birth_date",
    "ssn": "ssn",
    "email": "email",
}


def facts_of(chart: Chart) -> dict[str, str]:
    """What a chart shows, by the column names of `match --csv`; its number with the authority."""
    patient = chart.patient
    facts = {column: chart.value(name) or "" for column, name in _CHOSEN.items()}
    facts["phone"] = chart.value("phone") or chart.value("mobile") or ""
    facts["mrn"] = f"{patient.authority}:{patient.number}"
    address = chart.chosen("address")
    if address is not None:
        facts |= _place(address.details)
    return facts


def _place(address: object) -> dict[str, str]:
    if not isinstance(address, Address):
        return {}
    return {
        "street": " ".join((address.line or "").splitlines()),
        "city": address.city or "",
        "state": address.state or "",
        "zip": address.postal_code or "",
    }


def to_text(facts: dict[str, str]) -> str:
    """Facts as the index keeps them."""
    return json.dumps(
        [facts.get(name, "") for name in KEPT], ensure_ascii=False, separators=(",", ":")
    )


def from_text(text: str) -> dict[str, str]:
    """Facts out of the index."""
    return dict(zip(KEPT, json.loads(text), strict=True))
