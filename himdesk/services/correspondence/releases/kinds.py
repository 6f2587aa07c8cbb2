# SPDX-License-Identifier: Apache-2.0
"""Which letters are about a request for release, a request for an accounting or a disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import NotFound
from himdesk.printing.letters.notices import PrivacyHandoff
from himdesk.services.correspondence.releases import access, accountings
from himdesk.services.correspondence.releases.handing import handoff
from himdesk.store.desk import releases as kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.releases.errand import ReleaseErrand
    from himdesk.store.engine import Transaction

WRITERS: Final[dict[str, Callable[[ReleaseErrand], tuple[Notice, Recipient]]]] = {
    **access.WRITERS,
    **accountings.WRITERS,
    PrivacyHandoff.kind: handoff,
}
"""The letters about requests and disclosures."""


def concerns(session: Transaction, kind: str, about: str) -> bool:
    """Whether this is a letter about a request or a disclosure."""
    if kind != PrivacyHandoff.kind:
        return kind in WRITERS
    try:
        kept.disclosure(session, about)
    except NotFound:
        return False
    return True
