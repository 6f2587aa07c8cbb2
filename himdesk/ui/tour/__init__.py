# SPDX-License-Identifier: Apache-2.0
"""The demonstration that works itself: real windows, driven by key and mouse events only."""

from __future__ import annotations

from himdesk.ui.tour.story import work_through

__all__ = ["work_through"]
