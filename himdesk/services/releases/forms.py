# SPDX-License-Identifier: Apache-2.0
"""From filled-in forms (JSON) to a request for release, its scope, and an authorization."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.amendments.case import Attachment
from himdesk.domain.errors import UsageError
from himdesk.domain.releases.authorization import Authorization
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.charges import money
from himdesk.domain.releases.choosing import Wanted
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.domain.releases.request import Box, Delivery, Extension, Release, State
from himdesk.services.releases.denying import read_denial, read_review
from himdesk.services.releases.directing import read_directive
from himdesk.services.releases.fields import (
    day_at,
    form_values,
    member_at,
    named_values,
    text_at,
    texts_at,
    truth_at,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST: Final = frozenset({
    "basis", "requester", "recipient", "address", "fax", "purpose", "delivery",
    "identity_check", "authority", "wanted", "fee", "postage",
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
    given = form_values(form, "the request", REQUEST)
    basis = member_at(Basis, given.get("basis"), "basis")
    requester = text_at(given, "requester")
    if not requester or not text_at(given, "purpose"):
        raise UsageError("A request says who asks and for what purpose.", "requester")
    return Release(
        id=release_id,
        patient=patient,
        basis=basis,
        requester=requester,
        recipient=text_at(given, "recipient") or requester,
        address=text_at(given, "address"),
        fax=text_at(given, "fax"),
        purpose=text_at(given, "purpose"),
        received=received,
        delivery=member_at(Delivery, given.get("delivery", Delivery.PAPER), "delivery"),
        identity_check=text_at(given, "identity_check"),
        authority=text_at(given, "authority"),
        wanted=read_scope(given.get("wanted", {}), basis),
        fee=text_at(given, "fee"),
        postage=money(text_at(given, "postage"), "postage"),
    )


def completed(form: object, before: Release) -> Release:
    """A request with what a form says otherwise; its basis and its scope stay as they were.

    Raises:
        UsageError: see `read_request`.
    """
    given = {name: value for name, value in plain(before).items() if name in REQUEST}
    kept = {"basis": given["basis"], "wanted": {}}
    filled = {**given, **form_values(form, "the request", REQUEST), **kept}
    return read_request(
        filled, release_id=before.id, patient=before.patient, received=before.received
    )


def read_scope(form: object, basis: Basis) -> Wanted:
    """What is asked for.

    Raises:
        UsageError: see `read_request`.
    """
    given = form_values(form, "wanted", _SCOPE)
    return Wanted(
        basis=basis,
        since=day_at(given, "since"),
        until=day_at(given, "until"),
        types=texts_at(given, "types"),
        encounters=texts_at(given, "encounters"),
        categories=texts_at(given, "categories"),
        psychotherapy=truth_at(given, "psychotherapy") or False,
        whole_chart_because=text_at(given, "whole_chart_because"),
    )


def read_authorization(form: object) -> Authorization:
    """An authorization as staff read it; what a form leaves out is as in `Authorization`.

    Raises:
        UsageError: see `read_request`.
    """
    given = form_values(form, "the authorization", _FORM)
    empty = Authorization()
    values = {name: _of_kind(given, name, getattr(empty, name)) for name in given}
    return Authorization(**values)


_DAYS: Final = frozenset({"expires_on", "signed_on", "revoked_on", "service_from", "service_to"})
_UNCLEAR: Final = frozenset({
    "right_to_revoke", "conditioning", "redisclosure", "plain_language", "copy_given",
    "identity_matches",
})  # fmt: skip


def _of_kind(given: Mapping[str, Any], name: str, empty: object) -> Any:
    if name == "places":
        places = named_values(given[name], name)
        return tuple((each, text_at(places, each)) for each in sorted(places))
    if name in _DAYS:
        return day_at(given, name)
    if name in _UNCLEAR or isinstance(empty, bool):
        truth = truth_at(given, name)
        return truth if name in _UNCLEAR else bool(truth)
    if isinstance(empty, frozenset):
        return texts_at(given, name)
    text = text_at(given, name)
    return text or empty


def read_choice(form: object, release: Release) -> dict[str, Any]:
    """The fields of a release that a choice sets.

    Raises:
        UsageError: see `read_request`.
    """
    given = form_values(form, "the choice", CHOICE)
    chosen: dict[str, Any] = {}
    if "wanted" in given:
        chosen["wanted"] = read_scope(given["wanted"], release.basis)
    if "without_disputes" in given:
        chosen["without_disputes"] = text_at(given, "without_disputes")
    if "left_out" in given:
        left = named_values(given["left_out"], "left_out")
        chosen["left_out"] = tuple((item, text_at(left, item)) for item in sorted(left))
        for item, why in chosen["left_out"]:
            if not why:
                raise UsageError(f"Say why {item} is left out.", "left_out")
    if "pages" in given:
        pages = named_values(given["pages"], "pages")
        chosen["pages"] = tuple((item, _numbers(pages[item], item)) for item in sorted(pages))
    if "boxes" in given:
        boxes = named_values(given["boxes"], "boxes")
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
    given = form_values(form, "the disclosure", _DISCLOSURE)
    on = day_at(given, "on")
    if on is None:
        raise UsageError("A disclosure says on which day it was.", "on")
    disclosure = Disclosure(
        id="",
        patient="",
        on=on,
        recipient=text_at(given, "recipient"),
        address=text_at(given, "address"),
        description=text_at(given, "description"),
        purpose=text_at(given, "purpose"),
        basis=member_at(Basis, given.get("basis"), "basis"),
        items=tuple(sorted(texts_at(given, "items"))),
    )
    return disclosure, text_at(given, "how")


def read_suspension(form: object) -> Suspension:
    """An agency's statement.

    Raises:
        UsageError: see `read_request`.
    """
    names = frozenset({"recipient", "since", "until", "written", "statement"})
    given = form_values(form, "the suspension", names)
    since, until = day_at(given, "since"), day_at(given, "until")
    if since is None or until is None:
        raise UsageError("A suspension has a first and a last day.", "since")
    return Suspension(
        recipient=text_at(given, "recipient"),
        since=since,
        until=until,
        written=truth_at(given, "written") or False,
        statement=text_at(given, "statement"),
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
    directive = given.pop("directive", None)
    denial, review = given.pop("denial", None), given.pop("review", None)
    ended = given.pop("ended_on")
    scope = {k: v for k, v in given.pop("wanted").items() if k != "basis"}
    return Release(
        **{
            **given,
            "basis": basis,
            "received": date.fromisoformat(given["received"]),
            "delivery": Delivery(given["delivery"]),
            "state": State(given["state"]),
            "postage": money(given.get("postage", ""), "postage"),
            "ended_on": _day(ended),
            "wanted": read_scope({k: v for k, v in scope.items() if v is not None}, basis),
            "form": None if form is None else read_authorization(_known(form)),
            "directive": None if directive is None else read_directive(directive),
            "denial": None if denial is None else read_denial(denial),
            "review": None if review is None else read_review(review),
            "left_out": tuple((item, why) for item, why in given["left_out"]),
            "pages": tuple((item, tuple(numbers)) for item, numbers in given["pages"]),
            "boxes": tuple(
                (item, tuple(Box(**box) for box in boxes)) for item, boxes in given["boxes"]
            ),
            "files": tuple(_file(each) for each in given.get("files", ())),
            "extension": None
            if extension is None
            else Extension(
                reason=extension["reason"],
                until=date.fromisoformat(extension["until"]),
                sent_on=_day(extension["sent_on"]),
            ),
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _file(values: Mapping[str, Any]) -> Attachment:
    return Attachment(**{**values, "on": date.fromisoformat(values["on"])})


def _known(form: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in form.items() if value is not None}
    return {**known, "places": dict(form.get("places", ()))}


def _plain(value: object) -> Any:
    match value:
        case date() | Decimal():
            return str(value)
        case Enum():
            return value.value
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [_plain(each) for each in value]
    return value
