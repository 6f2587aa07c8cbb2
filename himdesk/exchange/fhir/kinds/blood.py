# SPDX-License-Identifier: Apache-2.0
"""Blood groups: which observations tell one, and what it is, as "O+", "O" or "+"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.exchange.clinicalwords import BLOOD_GROUPS, GROUP_CODES, RH_FACTORS, group_said
from himdesk.exchange.fhir.kinds.measured import measured
from himdesk.exchange.fhir.parsing.values import Json, child, children
from himdesk.exchange.fhir.texts import codes, concept

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_blood_group(code: Json | None) -> bool:
    """Whether an Observation with this code tells a blood group."""
    return any(given in BLOOD_GROUPS for _, given in codes(code))


def blood_group(resource: Json) -> str | None:
    """The group that an Observation tells, with its components; as written if not understood."""
    letters = sign = ""
    written = None
    for holder in (resource, *children(resource, "component")):
        rh_only = any(given in RH_FACTORS for _, given in codes(child(holder, "code")))
        for said in _statements(holder):
            written = written or said
            found_letters, found_sign = group_said(said, rh_only=rh_only)
            letters, sign = letters or found_letters, sign or found_sign
    return f"{letters}{sign}" or written


def _statements(holder: Json) -> Iterator[str]:
    value = holder.get("valueCodeableConcept")
    if type(value) is dict:
        for _, code in codes(value):
            if code in GROUP_CODES:
                yield GROUP_CODES[code]
                return
        if said := concept(value):
            yield said
    elif said := measured(holder):
        yield said
