# SPDX-License-Identifier: Apache-2.0
"""What is said of a request about a chart that the person may not open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from himdesk.services.charts.sight import MASKED, NOT_SHOWN

if TYPE_CHECKING:
    from himdesk.services.releases.requests.values import ReleaseView


def masked(view: ReleaseView) -> ReleaseView:
    """A request without whom it names and what people wrote."""
    release = replace(
        view.release,
        requester=MASKED,
        recipient=MASKED,
        address=NOT_SHOWN,
        purpose=NOT_SHOWN,
        fax=NOT_SHOWN,
        identity_check=NOT_SHOWN,
        authority=NOT_SHOWN,
        form=None,
        directive=None,
        left_out=(),
        pages=(),
        boxes=(),
        files=(),
        without_disputes="",
        extension=None,
        denial=None,
        review=None,
        ended_because=view.release.ended_because and NOT_SHOWN,
    )
    return replace(view, release=release, elements=(), shut=())
