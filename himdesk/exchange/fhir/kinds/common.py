# SPDX-License-Identifier: Apache-2.0
"""When, and by whom: what is read alike for all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.exchange.fhir.parsing.dates import moment, span
from himdesk.exchange.fhir.texts import labelled

if TYPE_CHECKING:
    from himdesk.exchange.fhir.parsing.values import Json
    from himdesk.exchange.fhir.references import Neighbours
    from himdesk.exchange.fhir.types.shape import Shape


def span_of(resource: Json, shape: Shape) -> tuple[str | None, str | None]:
    """When the thing happened, from the first of the type's places that is filled."""
    at: str | None = None
    until: str | None = None
    for key in shape.time_keys:
        if resource.get(key) is not None:
            at, until = span(resource, key)
            break
    for key in shape.until_keys:
        until = moment(resource, key) or until
    return at, until


def recorded_of(resource: Json, shape: Shape) -> str | None:
    """When the source says that it was written down."""
    for key in shape.recorded_keys:
        if (when := moment(resource, key)) is not None:
            return when
    return None


def author_of(resource: Json, shape: Shape, near: Neighbours) -> str | None:
    """Who made or answers for the statement."""
    return labelled(resource, shape.author_paths, near)
