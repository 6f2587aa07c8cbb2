# SPDX-License-Identifier: Apache-2.0
"""The checker itself: what overlaps or leaves the page is seen."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from printing import pages


@pytest.mark.parametrize(
    ("second", "fault"), [((100, 503), "overlaps"), ((500, 300), "leaves"), ((100, 300), "")]
)
def test_faults_are_seen(second: tuple[int, int], fault: str) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792))
    canvas.drawString(100, 500, "A line of text that is long enough")
    canvas.drawString(*second, "Another line of text that is long")
    canvas.save()
    faults = pages.clipped_or_overlapping(buffer.getvalue(), left=68, right=544, foot=25)
    assert len(faults) == bool(fault)
    assert all(fault in found for found in faults)
