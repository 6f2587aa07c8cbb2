# SPDX-License-Identifier: Apache-2.0
"""The desk of amendment requests (45 CFR 164.526); the rules are in `domain.amendments`."""

from __future__ import annotations

from himdesk.services.amendments.cases import Cases
from himdesk.services.amendments.standing import CaseView

__all__ = ["CaseView", "Cases"]
