# SPDX-License-Identifier: Apache-2.0
"""Bulk work leaves the garbage collector as it found it."""

from __future__ import annotations

import gc

import pytest

from himdesk.services.collecting import SELDOM, collecting_seldom


def fail_in_bulk() -> None:
    with collecting_seldom():
        assert gc.get_threshold() == SELDOM
        raise ValueError("stop")


def test_thresholds_are_as_before_also_after_a_fault() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="stop"):
        fail_in_bulk()
    assert gc.get_threshold() == before != SELDOM
