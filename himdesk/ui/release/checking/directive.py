# SPDX-License-Identifier: Apache-2.0
"""The form of a patient's directive to a third person, as staff read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from himdesk.domain.releases.directive import Directive
from himdesk.ui.release.checking.consent import stated, with_first
from himdesk.ui.release.values import Sheet
from himdesk.ui.requests.values import CHOICE, DAY, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from himdesk.domain.releases.request import Release

_TRUTHS: Final = {"yes": True, "no": False}


def reading(release: Release, scans: Sequence[tuple[str, str]]) -> Sheet:
    """The directive, beginning with what was put down before."""
    before = release.directive or Directive()
    fields = (
        Field("scan", "Scan of it", CHOICE, with_first(scans, before.scan, "Not scanned")),
        Field("in_writing", "In writing", CHOICE, stated(before.in_writing)),
        Field("signed_by", "Signed by", value=before.signed_by),
        Field(
            "signed_on",
            "Signed on",
            DAY,
            value=before.signed_on.isoformat() if before.signed_on else "",
        ),
        Field("person", "Designates", value=before.person, hint="the person who gets the copy"),
        Field("names_place", "Says where to send it", CHOICE, stated(before.names_place)),
    )
    return Sheet(
        name="release-directive",
        title="Read the directive",
        why="In writing, signed by the individual; it clearly identifies the designated person "
        "and where to send the copy (45 CFR 164.524(c)(3)(ii)).",
        button="Check it",
        halves=(("Directive", fields),),
        draft=f"directive:{release.id}",
    )


def directive_form(values: Mapping[str, str]) -> dict[str, Any]:
    """What a sheet says, as the desk takes it."""
    truths = ("in_writing", "names_place")
    texts = {name: text for name, text in values.items() if name not in truths and text}
    return {**texts, **{name: _TRUTHS.get(values[name]) for name in truths}}
