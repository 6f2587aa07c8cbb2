# SPDX-License-Identifier: Apache-2.0
"""What is hashed, computed anew: the ledger, the other chains, the bodies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.store.verify import chains, contents

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from himdesk.store.verify.chains import End


def check(connection: Connection) -> End:
    """Check the ledger first, then what else is chained, then every body."""
    end = chains.check_ledger(connection)
    if end.broken is not None:
        return end
    return replace(end, broken=chains.check_others(connection) or contents.check(connection))
