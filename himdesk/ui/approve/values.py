# SPDX-License-Identifier: Apache-2.0
"""What the approvals screen shows of one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.ui.review.values import ReviewSheet


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Who has a request: `owner` and `since` where it is somebody else, `words` for its row.

    `actions` are what may be done about it: "claim", "give-back", "hand-over".
    """

    words: str = ""
    owner: str = ""
    since: str = ""
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the list: what is asked of whom, by whom, and when at the site's time.

    `kind` is a kind of change set, `what` says it with its state where it does not simply wait;
    `patients` names the charts as the reader may be told of them.
    """

    id: str
    kind: str
    what: str
    patients: str
    requester: str
    at: str
    claim: ClaimView = ClaimView()


@dataclass(frozen=True, slots=True)
class RequestView:
    """The clerk's sheet, who asked for it and when, and what became of the charts since.

    `since` counts what happened to the charts, `stale` says that the request does not mean
    the same any more; `blocked` is why it can't be approved, or "".
    """

    sheet: ReviewSheet
    requester: str
    at: str
    since: int = 0
    stale: bool = False
    blocked: str = ""
