# SPDX-License-Identifier: Apache-2.0
"""Records of one file put together per patient."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from himdesk.domain.charts.records import Group, Record, Rejected
from himdesk.exchange.parents import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


T = TypeVar("T", Record | Rejected, Record | Rejected | Group)


def each_once(items: Iterable[T]) -> Iterator[T | Rejected]:
    """Each record once: the same one twice counts once, another one with the same key is refused.

    It keeps all keys and bodies in mind, so it is for what is in memory anyway.
    """
    bodies: dict[str, bytes] = {}
    for item in items:
        if not isinstance(item, Record) or item.key not in bodies:
            if isinstance(item, Record):
                bodies[item.key] = item.body
            yield item
        elif not alike(bodies[item.key], item.body):
            yield Rejected(
                item.where,
                f"{item.type}.id: the file has this id twice with different contents; "
                "expected it once.",
            )


def alike(one: bytes, other: bytes) -> bool:
    """Whether two bodies say the same: JSON may be spaced and ordered in another way."""
    if one == other:
        return True
    try:
        return _plain(one) == _plain(other)
    except (ValueError, RecursionError):  # no JSON, so that its bytes are what it says
        return False


def _plain(body: bytes) -> str:
    """JSON in one way of writing it; the digits of a decimal are part of what it says."""
    value = json.loads(body, parse_float=lambda digits: {"": digits})
    return json.dumps(value, sort_keys=True)


def grouped(items: Iterable[Record | Rejected | Group]) -> Iterator[Group]:
    """Atomic groups as they come; then the directory with all that was refused; then each patient.

    A patient's own record stands first in its group. Records of the same patient have the same
    `subject`: one named by identifier and one named by id are told apart here.
    """
    directory: list[Record] = []
    rejected: list[Rejected] = []
    patients: dict[str, list[Record]] = {}
    for item in each_once(items):
        if isinstance(item, Group):
            yield item
        elif isinstance(item, Rejected):
            rejected.append(item)
        elif item.type == "Patient":
            patients.setdefault(item.key, []).insert(0, item)
        elif item.subject is None:
            directory.append(item)
        else:
            patients.setdefault(item.subject, []).append(item)
    if directory or rejected:
        yield Group(tuple(directory), tuple(rejected))
    for records in patients.values():
        yield Group(settled(records))
