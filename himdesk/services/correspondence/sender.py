# SPDX-License-Identifier: Apache-2.0
"""The site as the sender of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.printing.letters.values import Site

if TYPE_CHECKING:
    from himdesk.services import context


DEPARTMENT: Final = {
    "en": "Health Information Management",
    "es": "Gestión de Información de Salud",
}
"""Who writes, in the language of the letter."""


def sender(site: context.Site, language: str) -> Site:
    """The letterhead of the site's department."""
    return Site(
        name=site.name,
        department=DEPARTMENT[language],
        address=site.address,
        phone=site.phone,
        zone=site.zone,
    )
