# SPDX-License-Identifier: Apache-2.0
"""Panels and reports: the items that they list belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.fhir.parsing.jsontext import whole
from himdesk.exchange.fhir.parsing.values import Json, children
from himdesk.exchange.fhir.references import Neighbours, key_of

if TYPE_CHECKING:
    from himdesk.domain.charts.records import Record

_LISTING: Final = {"Observation": "hasMember", "DiagnosticReport": "result"}


def members_of(resource: Json, kind: str) -> list[Json]:
    """The references of a panel or report to its items."""
    return children(resource, _LISTING[kind]) if kind in _LISTING else []


def panels_first(key: str) -> bool:
    """Sorts panels before reports: of both, the panel is nearer to an item."""
    return not key.startswith("Observation/")


def keys_of_members(record: Record) -> tuple[str, ...]:
    """The keys of a panel's or report's items, read from the record's body."""
    sign = _LISTING.get(record.type)
    if sign is None or f'"{sign}"'.encode() not in record.body:
        return ()
    try:
        value = whole(record.body.decode("utf-8-sig"))
        keys = [key_of(reference, Neighbours()) for reference in members_of(value, record.type)]
    except (Unacceptable, UnicodeDecodeError):
        return ()
    return tuple(key for key in keys if key is not None)
