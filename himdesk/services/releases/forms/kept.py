# SPDX-License-Identifier: Apache-2.0
"""From the log of a case to the request for release that it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from himdesk.domain.amendments.case import Attachment
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.charges import money
from himdesk.domain.releases.request import Box, Delivery, Extension, Release, State
from himdesk.services.releases.forms.denying import read_denial, read_review
from himdesk.services.releases.forms.directing import read_directive
from himdesk.services.releases.forms.requests import read_authorization, read_scope

if TYPE_CHECKING:
    from collections.abc import Mapping


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
