# SPDX-License-Identifier: Apache-2.0
"""What a person may do: one class a desk, each public method one unit of work.

Permission is checked and access logged here; the screens and the console use nothing else.
"""

from __future__ import annotations

from himdesk.services.desk import Desk, open  # noqa: A004 - the contract's name

__all__ = ["Desk", "open"]
