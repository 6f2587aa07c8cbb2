# SPDX-License-Identifier: Apache-2.0
"""From a filled-in form (JSON) to a patient's directive to a third person."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from himdesk.domain.releases.directive import Directive
from himdesk.services.releases.forms.fields import day_at, form_values, text_at, truth_at

_NAMES: Final = frozenset(field.name for field in fields(Directive))


def read_directive(form: object) -> Directive:
    """A directive as staff read it; what a form leaves out is as in `Directive`.

    Raises:
        UsageError: the form has other fields than a form has, or of another type.
    """
    given = form_values(form, "the directive", _NAMES)
    return Directive(
        scan=text_at(given, "scan"),
        in_writing=truth_at(given, "in_writing"),
        signed_by=text_at(given, "signed_by"),
        signed_on=day_at(given, "signed_on"),
        person=text_at(given, "person"),
        names_place=truth_at(given, "names_place"),
    )
