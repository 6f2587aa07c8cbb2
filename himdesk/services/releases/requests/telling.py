# SPDX-License-Identifier: Apache-2.0
"""Whether the letter of an extension tells it as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.releases.errors import ReleaseShut
from himdesk.store.desk import cases as log

if TYPE_CHECKING:
    from himdesk.store.engine import Transaction

EXTEND: Final = "extend"
"""The step that prepares an extension, or prepares it anew."""


def check_letter(session: Transaction, request_id: str, issued_at: str) -> None:
    """Check that a letter was issued after the extension of its request was last prepared.

    Raises:
        ReleaseShut: it was not, and may name another day and another reason.
    """
    steps = log.events(session, [request_id])[request_id]
    if any(step.verb == EXTEND and step.at > issued_at for step in steps):
        text = "The extension was changed after this letter was written. Issue it anew."
        raise ReleaseShut(request_id, (text,))
