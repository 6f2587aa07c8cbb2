# SPDX-License-Identifier: Apache-2.0
"""From a filled-in request form (JSON) to the step that opens a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.amendments.case import SELF, Asked, Requester
from himdesk.domain.amendments.law import Kind
from himdesk.domain.amendments.steps.intake import Opened
from himdesk.domain.charts.items import STUB
from himdesk.domain.errors import UsageError
from himdesk.store.reading import items

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from himdesk.store.engine import Transaction

_TEXTS: Final = ("kind", "how", "reason", "recorded_late")
_FORM: Final = frozenset({*_TEXTS, "requester", "items", "told_in_advance"})
_REQUESTER: Final = frozenset({"name", "relation", "identity_check", "authority", "address"})
_ITEM: Final = frozenset({"item", "element", "wrong", "wanted"})


def read_form(form: object, patient: str, received: date) -> Opened:
    """The opening of a case about a chart (its id), received on a day.

    Raises:
        UsageError: the form has other fields than a form has, or of another type.
    """
    given = _mapping(form, "the form", _FORM)
    for name in _TEXTS:
        _text(given, name)
    requester = _mapping(given.get("requester", {}), "requester", _REQUESTER)
    items = given.get("items", [])
    if not isinstance(items, list):
        raise UsageError("The form's items are a list.", "items")
    told = given.get("told_in_advance", True)
    if not isinstance(told, bool):
        raise UsageError("told_in_advance is true or false.", "told_in_advance")
    kind = _text(given, "kind") or Kind.REQUEST
    if kind not in set(Kind):
        raise UsageError(f"A case is of the kind {' or '.join(Kind)}, not {kind}.", "kind")
    return Opened(
        patient=patient,
        kind=Kind(kind),
        received=received,
        how=_text(given, "how") or "not said",
        requester=Requester(
            name=_text(requester, "name"),
            relation=_text(requester, "relation") or SELF,
            identity_check=_text(requester, "identity_check"),
            authority=_text(requester, "authority") or None,
            address=_text(requester, "address") or None,
        ),
        reason=_text(given, "reason"),
        items=tuple(_asked(number, each) for number, each in enumerate(items, 1)),
        told_in_advance=told,
        recorded_late=_text(given, "recorded_late") or None,
    )


def check_record(session: Transaction, record: str, patient: str) -> None:
    """Check that a record can be asked about: it stands in the patient's chart.

    Raises:
        NotFound: there is no such record.
        UsageError: it is in another chart, or only the mark that one left behind.
    """
    found = items.item(session, record)
    if found.patient_id != patient:
        raise UsageError(f"Record {record} is not in this patient's chart.", record)
    if found.type == STUB:
        text = f"Record {record} only marks where an entry was: name one that stands here."
        raise UsageError(text, record)


def _asked(number: int, each: object) -> Asked:
    given = _mapping(each, f"item {number}", _ITEM)
    return Asked(
        number=number,
        element=_text(given, "element") or _text(given, "item"),
        wrong=_text(given, "wrong"),
        wanted=_text(given, "wanted"),
        item=_text(given, "item") or None,
    )


def _mapping(given: object, what: str, known: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise UsageError(f"In the form, {what} is an object of names and values.", what)
    for name in given:
        if name not in known:
            fields = ", ".join(sorted(known))
            raise UsageError(f"There is no field {name} in {what}; there are: {fields}.", name)
    return given


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"In the form, {name} is a text.", name)
    return (value or "").strip()
