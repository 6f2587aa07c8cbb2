# SPDX-License-Identifier: Apache-2.0
"""From filled-in forms (JSON) to a disclosure, and to a suspension."""

from __future__ import annotations

from typing import Final

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.disclosures import Disclosure, Suspension
from himdesk.services.releases.forms.fields import (
    day_at,
    form_values,
    member_at,
    text_at,
    texts_at,
    truth_at,
)

_DISCLOSURE: Final = frozenset({
    "on", "recipient", "address", "description", "purpose", "basis", "how", "items",
})  # fmt: skip


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
        text = "A suspension has a first and a last day."
        raise UsageError(text, "since" if since is None else "until")
    return Suspension(
        recipient=text_at(given, "recipient"),
        since=since,
        until=until,
        written=truth_at(given, "written") or False,
        statement=text_at(given, "statement"),
    )
