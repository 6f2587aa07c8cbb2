# SPDX-License-Identifier: Apache-2.0
"""A request as a row of the list: what, who has it, about whom, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.ui.history.rows import ICONS
from himdesk.ui.parts.rows import Row

if TYPE_CHECKING:
    from himdesk.ui.approve.values import Waiting


def row_of(waiting: Waiting) -> Row:
    """The row of a request."""
    return Row(
        waiting.id,
        (" · ".join(filter(None, (waiting.what, waiting.claim.words))),),
        icon=ICONS.get(waiting.kind, "approve"),
        tips=(f"{waiting.what}: {waiting.patients}",),
        under=(waiting.patients, f"{waiting.requester}, {waiting.at}"),
    )
