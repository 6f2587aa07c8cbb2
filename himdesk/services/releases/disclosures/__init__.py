# SPDX-License-Identifier: Apache-2.0
"""The log of disclosures and its accounting (164.528)."""

from __future__ import annotations

from himdesk.services.releases.disclosures.desk import Disclosures
from himdesk.services.releases.disclosures.values import Accounting, Logged

__all__ = ["Accounting", "Disclosures", "Logged"]
