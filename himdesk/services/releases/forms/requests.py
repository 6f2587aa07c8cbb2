# SPDX-License-Identifier: Apache-2.0
"""From filled-in forms (JSON) to a request for release, its scope, and an authorization."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.authorization import Authorization
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.charges import money
from himdesk.domain.releases.choosing import Wanted
from himdesk.domain.releases.request import Box, Delivery, Release
from himdesk.services.releases.forms.fields import (
    day_at,
    form_values,
    member_at,
    named_values,
    text_at,
    texts_at,
    truth_at,
)
from himdesk.services.releases.forms.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

REQUEST: Final = frozenset({
    "basis", "requester", "recipient", "address", "fax", "purpose", "delivery",
    "identity_check", "authority", "wanted", "fee", "postage",
})  # fmt: skip
"""What a request form may say; `wanted` is a scope."""

CHOICE: Final = frozenset({"wanted", "left_out", "pages", "boxes", "without_disputes"})
"""What a choice may say: the scope, and what staff take out or black out within it."""

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
    for name in ("requester", "purpose"):
        if not text_at(given, name):
            raise UsageError("A request says who asks and for what purpose.", name)
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
                raise UsageError("Say why a record is left out.", f"{item}: left_out")
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
