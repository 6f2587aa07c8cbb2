# SPDX-License-Identifier: Apache-2.0
"""Taking in foreign files: what a source says becomes charts, and never undoes a correction."""

from __future__ import annotations

from himdesk.services.intake.exchange import Exchange

__all__ = ["Exchange"]
