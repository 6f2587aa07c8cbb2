# SPDX-License-Identifier: Apache-2.0
"""What a person may do: one class a desk, each public method one unit of work.

Permission is checked and access logged here; the screens and the console use nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from himdesk.services.desk import Desk

__all__ = ["open"]


def open(url: str, user: str, password: str, **options: Any) -> Desk:  # noqa: A001 - the contract
    """Sign in to a database; `options` and errors are those of `desk.open`.

    The store is imported only now, so that a window can stand before the database is asked.
    """
    from himdesk.services.desk import open as sign_in  # noqa: PLC0415 - see above

    return sign_in(url, user, password, **options)
