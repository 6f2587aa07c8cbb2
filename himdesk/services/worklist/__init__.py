# SPDX-License-Identifier: Apache-2.0
"""The work list: reading what waits, and working with it."""

from __future__ import annotations

from himdesk.services.worklist.casework import Casework
from himdesk.services.worklist.desk import Worklist

__all__ = ["Casework", "Worklist"]
