# SPDX-License-Identifier: Apache-2.0
"""From filled-in forms (JSON) to a request for release, its scope, and an authorization."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.authorization import Authorization
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.choosing import Wanted
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.domain.releases.request import Box, Delivery, Extension, Release, State

if TYPE_CHECKING:
    from collections.abc import Mapping

_E = TypeVar("_E", bound=Enum)

REQUEST: Final = frozenset({
    "basis", "requester", "recipient", "address", "fax", "purpose", "delivery",
    "identity_check", "authority", "wanted",
})  # fmt: skip
"""What a request form may say; `wanted` is a scope."""

CHOICE: Final = frozenset({"wanted", "left_out", "pages", "boxes", "without_disputes"})
"""What a choice may say: the scope, and what staff take out or black out within it."""

_DISCLOSURE: Final = frozenset({
    "on", "recipient", "address", "description", "purpose", "basis", "how", "items",
})  # fmt: skip
_SCOPE: Final = frozenset(f.name for f in fields(Wanted)) - {"basis"}
_FORM: Final = frozenset(f.name for f in fields(Authorization))


def read_request(form: object, *, release_id: str, patient: str, received: date) -> Release:
    """A request about a chart (its id), received on a day.

    Raises:
        UsageError: the form has other fields than a form has, or of another type.
    """
    given = _mapping(form, "the request", REQUEST)
    basis = _member(Basis, given.get("basis"), "basis")
    requester = _text(given, "requester")
    if not requester or not _text(given, "purpose"):
        raise UsageError("A request says who asks and for what purpose.", "requester")
    return Release(
        id=release_id,
        patient=patient,
        basis=basis,
        requester=requester,
        recipient=_text(given, "recipient") or requester,
        address=_text(given, "address"),
        fax=_text(given, "fax"),
        purpose=_text(given, "purpose"),
        received=received,
        delivery=_member(Delivery, given.get("delivery", Delivery.PAPER), "delivery"),
        identity_check=_text(given, "identity_check"),
        authority=_text(given, "authority"),
        wanted=read_scope(given.get("wanted", {}), basis),
    )


def read_scope(form: object, basis: Basis) -> Wanted:
    """What is asked for.

    Raises:
        UsageError: see `read_request`.
    """
    given = _mapping(form, "wanted", _SCOPE)
    return Wanted(
        basis=basis,
        since=_day(given, "since"),
        until=_day(given, "until"),
        types=_texts(given, "types"),
        encounters=_texts(given, "encounters"),
        categories=_texts(given, "categories"),
        psychotherapy=_truth(given, "psychotherapy") or False,
        whole_chart_because=_text(given, "whole_chart_because"),
    )


def read_authorization(form: object) -> Authorization:
    """An authorization as staff read it; what a form leaves out is as in `Authorization`.

    Raises:
        UsageError: see `read_request`.
    """
    given = _mapping(form, "the authorization", _FORM)
    empty = Authorization()
    values = {name: _of_kind(given, name, getattr(empty, name)) for name in given}
    return Authorization(**values)


_DAYS: Final = frozenset({"expires_on", "signed_on", "revoked_on", "service_from", "service_to"})
_UNCLEAR: Final = frozenset({
    "right_to_revoke", "conditioning", "redisclosure", "plain_language", "copy_given",
    "identity_matches",
})  # fmt: skip


def _of_kind(given: Mapping[str, Any], name: str, empty: object) -> Any:
    if name in _DAYS:
        return _day(given, name)
    if name in _UNCLEAR or isinstance(empty, bool):
        truth = _truth(given, name)
        return truth if name in _UNCLEAR else bool(truth)
    if isinstance(empty, frozenset):
        return _texts(given, name)
    text = _text(given, name)
    return text or empty


def read_choice(form: object, release: Release) -> dict[str, Any]:
    """The fields of a release that a choice sets.

    Raises:
        UsageError: see `read_request`.
    """
    given = _mapping(form, "the choice", CHOICE)
    chosen: dict[str, Any] = {}
    if "wanted" in given:
        chosen["wanted"] = read_scope(given["wanted"], release.basis)
    if "without_disputes" in given:
        chosen["without_disputes"] = _text(given, "without_disputes")
    if "left_out" in given:
        left = _object(given["left_out"], "left_out")
        chosen["left_out"] = tuple((item, _text(left, item)) for item in sorted(left))
        for item, why in chosen["left_out"]:
            if not why:
                raise UsageError(f"Say why {item} is left out.", "left_out")
    if "pages" in given:
        pages = _object(given["pages"], "pages")
        chosen["pages"] = tuple((item, _numbers(pages[item], item)) for item in sorted(pages))
    if "boxes" in given:
        boxes = _object(given["boxes"], "boxes")
        chosen["boxes"] = tuple((item, _boxes(boxes[item], item)) for item in sorted(boxes))
    return chosen


def _numbers(given: object, item: str) -> tuple[int, ...]:
    if not isinstance(given, list) or not all(type(n) is int and n > 0 for n in given):
        raise UsageError(f"The pages of {item} are a list of numbers from 1.", "pages")
    return tuple(sorted(set(given)))


def _boxes(given: object, item: str) -> tuple[Box, ...]:
    text = f"A box of {item} has page, left, bottom, right and top, in points."
    if not isinstance(given, list):
        raise UsageError(text, "boxes")
    found = []
    for each in given:
        names = {"page", "left", "bottom", "right", "top"}
        if not isinstance(each, dict) or set(each) != names:
            raise UsageError(text, "boxes")
        if not all(type(each[name]) in {int, float} for name in names):
            raise UsageError(text, "boxes")
        box = Box(**each)
        if not (box.left < box.right and box.bottom < box.top and box.page > 0):
            raise UsageError(text, "boxes")
        found.append(box)
    return tuple(found)


def read_disclosure(form: object) -> tuple[Disclosure, str]:
    """A disclosure that no packet of ours made, and how it went.

    Raises:
        UsageError: see `read_request`.
    """
    given = _mapping(form, "the disclosure", _DISCLOSURE)
    on = _day(given, "on")
    if on is None:
        raise UsageError("A disclosure says on which day it was.", "on")
    disclosure = Disclosure(
        id="",
        patient="",
        on=on,
        recipient=_text(given, "recipient"),
        address=_text(given, "address"),
        description=_text(given, "description"),
        purpose=_text(given, "purpose"),
        basis=_member(Basis, given.get("basis"), "basis"),
        items=tuple(sorted(_texts(given, "items"))),
    )
    return disclosure, _text(given, "how")


def read_suspension(form: object) -> Suspension:
    """An agency's statement.

    Raises:
        UsageError: see `read_request`.
    """
    names = frozenset({"recipient", "since", "until", "written", "statement"})
    given = _mapping(form, "the suspension", names)
    since, until = _day(given, "since"), _day(given, "until")
    if since is None or until is None:
        raise UsageError("A suspension has a first and a last day.", "since")
    return Suspension(
        recipient=_text(given, "recipient"),
        since=since,
        until=until,
        written=_truth(given, "written") or False,
        statement=_text(given, "statement"),
    )


def plain(release: Release) -> dict[str, Any]:
    """A release as JSON has it."""
    values: dict[str, Any] = _plain(asdict(release))
    return values


def from_plain(values: Mapping[str, Any]) -> Release:
    """The release that `plain` made these values of."""
    given = dict(values)
    basis = Basis(given["basis"])
    form, extension = given.pop("form"), given.pop("extension")
    ended = given.pop("ended_on")
    scope = {k: v for k, v in given.pop("wanted").items() if k != "basis"}
    return Release(
        **{
            **given,
            "basis": basis,
            "received": date.fromisoformat(given["received"]),
            "delivery": Delivery(given["delivery"]),
            "state": State(given["state"]),
            "ended_on": date.fromisoformat(ended) if ended else None,
            "wanted": read_scope({k: v for k, v in scope.items() if v is not None}, basis),
            "form": None if form is None else read_authorization(_known(form)),
            "left_out": tuple((item, why) for item, why in given["left_out"]),
            "pages": tuple((item, tuple(numbers)) for item, numbers in given["pages"]),
            "boxes": tuple(
                (item, tuple(Box(**box) for box in boxes)) for item, boxes in given["boxes"]
            ),
            "extension": None
            if extension is None
            else Extension(
                reason=extension["reason"],
                until=date.fromisoformat(extension["until"]),
                sent_on=date.fromisoformat(extension["sent_on"]),
            ),
        }
    )


def _known(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if value is not None}


def _plain(value: object) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [_plain(each) for each in value]
    return value


def _object(given: object, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise UsageError(f"In the form, {what} is an object of names and values.", what)
    return given


def _mapping(given: object, what: str, known: frozenset[str]) -> Mapping[str, Any]:
    for name in _object(given, what):
        if name not in known:
            names = ", ".join(sorted(known))
            raise UsageError(f"There is no field {name} in {what}; there are: {names}.", name)
    return _object(given, what)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"In the form, {name} is a text.", name)
    return (value or "").strip()


def _texts(given: Mapping[str, Any], name: str) -> frozenset[str]:
    value = given.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"In the form, {name} is a list of texts.", name)
    return frozenset(value)


def _truth(given: Mapping[str, Any], name: str) -> bool | None:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise UsageError(f"In the form, {name} is true or false.", name)
    return value


def _day(given: Mapping[str, Any], name: str) -> date | None:
    text = _text(given, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"In the form, {name} is a day like 2026-01-31.", name) from None


def _member(kind: type[_E], value: object, name: str) -> _E:
    values = [each.value for each in kind]
    if value not in values:
        text = f"In the form, {name} is one of: {', '.join(values)}."
        raise UsageError(text, name)
    return kind(value)
