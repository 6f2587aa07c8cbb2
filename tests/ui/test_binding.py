# SPDX-License-Identifier: Apache-2.0
"""The Qt binding itself: a fault in it would end the program, not fail a test."""

from __future__ import annotations

import sys

import pytest
from himdesk.ui.look.steady import ENOUGH, keep_none_alive
from PySide6.QtCore import QObject

CALLS = 1000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None lives for ever from 3.12 on")
def test_none_outlives_what_the_binding_takes_of_it() -> None:
    """PySide6 6.12.0 gives back one None too many in each call without an answer.

    Python 3.11 would abort ("deallocating None") after some thousand of them.
    """
    keep_none_alive()
    thing = QObject()
    for _ in range(CALLS):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > ENOUGH / 2


def test_keeping_none_alive_twice_does_no_harm() -> None:
    keep_none_alive()
    keep_none_alive()
    assert sys.getrefcount(None) > 0
