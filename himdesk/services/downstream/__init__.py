# SPDX-License-Identifier: Apache-2.0
"""Other systems that are corrected by hand after a merge, a split, a move, or its undo."""

from __future__ import annotations

from himdesk.services.downstream.desk import Downstream, DownstreamView

__all__ = ["Downstream", "DownstreamView"]
