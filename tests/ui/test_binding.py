# SPDX-License-Identifier: Apache-2.0
"""The Qt binding itself: a fault in it would end the program, not fail a test."""

from __future__ import annotations

import sys

import PySide6
import pytest
from PySide6.QtCore import QObject

CALLS = 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None lives for ever from 3.12 on")
def test_the_binding_does_not_use_up_none() -> None:
    """PySide6 6.12.0 gives back one reference of None too many in each call without an answer.

    Python 3.11 then aborts ("deallocating None") after some thousand calls, at any place.
    """
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("name")
    lost = before - sys.getrefcount(None)
    assert lost < CALLS / 2, f"PySide6 {PySide6.__version__} can't be used with this Python"
