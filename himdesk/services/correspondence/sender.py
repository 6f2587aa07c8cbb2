# SPDX-License-Identifier: Apache-2.0
"""The site as the sender of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.printing.letters.values import Site

if TYPE_CHECKING:
    from himdesk.services import context


def sender(site: context.Site) -> Site:
    """The letterhead of the site's department."""
    return Site(
        name=site.name,
        department="Health Information Management",
        address=site.address,
        phone=site.phone,
        zone=site.zone,
    )
