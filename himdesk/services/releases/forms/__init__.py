# SPDX-License-Identifier: Apache-2.0
"""Requests for release and disclosures as forms (JSON) say them, and as logs keep them."""

from __future__ import annotations

from himdesk.services.releases.forms.disclosed import read_disclosure, read_suspension
from himdesk.services.releases.forms.kept import from_plain
from himdesk.services.releases.forms.plain import plain
from himdesk.services.releases.forms.requests import (
    REQUEST,
    completed,
    read_authorization,
    read_choice,
    read_request,
    read_scope,
)

__all__ = [
    "REQUEST",
    "completed",
    "from_plain",
    "plain",
    "read_authorization",
    "read_choice",
    "read_disclosure",
    "read_request",
    "read_scope",
    "read_suspension",
]
