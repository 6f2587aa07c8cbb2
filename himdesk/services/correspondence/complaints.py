# SPDX-License-Identifier: Apache-2.0
"""Who takes complaints (164.530(d)), as letters of denial name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.printing.letters.values import Signer
from himdesk.services.correspondence.case_wording import CASE_WORDING
from himdesk.store.desk import settings

if TYPE_CHECKING:
    from himdesk.services.correspondence.case_errand import CaseErrand
    from himdesk.services.correspondence.releases.errand import ReleaseErrand

COMPLAINT: Final = "amendment.complaint"
"""The setting with "Name|Title|Telephone" of who takes complaints (164.530(d))."""


def complaint(errand: CaseErrand | ReleaseErrand) -> Signer:
    """As told, as the site says, or the privacy officer by title."""
    site, known = errand.context.site, settings.read(errand.session).get(COMPLAINT, "")
    parts = errand.parts("complaint") or tuple(part.strip() for part in known.split("|"))
    own = (CASE_WORDING[errand.language].officer, site.name, site.phone)
    told = (*parts, "", "", "")[: len(own)]
    name, title, phone = (given or shipped for given, shipped in zip(told, own, strict=True))
    return Signer(name=name, title=title, phone=phone)
