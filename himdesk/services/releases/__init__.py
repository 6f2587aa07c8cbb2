# SPDX-License-Identifier: Apache-2.0
"""The desk of releases: requests, what may go, the packet, the log, the accounting.

The rules are in `domain.releases`.
"""

from __future__ import annotations

from himdesk.services.releases.requests.desk import Releases
from himdesk.services.releases.requests.values import ReleaseView

__all__ = ["ReleaseView", "Releases"]
