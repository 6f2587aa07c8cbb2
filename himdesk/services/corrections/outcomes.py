# SPDX-License-Identifier: Apache-2.0
"""What a writing verb answers: applied, proposed, or what it would do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from himdesk.domain.errors import HimdeskError
from himdesk.domain.plans import Created

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.domain.approval import State
    from himdesk.domain.changes import AppliedChangeSet, ChangeSet
    from himdesk.domain.charts.charts import Chart
    from himdesk.domain.plans import Contradiction, Undecided


class Mode(StrEnum):
    """How a verb ended."""

    APPLIED = "applied"
    PROPOSED = "proposed"
    DRY_RUN = "dry-run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A correction that waits for, or had, a second person's decision.

    `charts` are ids; `comment` is what the last decider wrote; `change_set` what it became; `own`
    whether the reader asked for it or edited it, and so may not approve it.
    """

    id: str
    kind: str
    state: State
    requester: str
    reason: str
    content: str
    created_at: str
    charts: tuple[str, ...] = ()
    decided_by: str | None = None
    decided_at: str | None = None
    comment: str | None = None
    change_set: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of a writing verb; what it found stands beside what it did.

    `request` is the proposal that was made, `from_request` the one that was approved; `created`
    what the change set brings into being, `charts` whom a dry run is about, as banners show them.
    `not_done` says of what follows a correction, which stands already, what could not be done.
    """

    mode: Mode
    change_set: ChangeSet
    applied: AppliedChangeSet | None = None
    request: Request | None = None
    from_request: Request | None = None
    needs_approval: bool = False
    warnings: tuple[Contradiction, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    created: Created = field(default_factory=Created)
    charts: tuple[Chart, ...] = ()
    not_done: tuple[str, ...] = ()

    def followed_by(self, work: Callable[[], object], otherwise: str) -> Outcome:
        """Do what follows; `otherwise` is noted if it can't be done, for the rest stands."""
        try:
            work()
        except HimdeskError:
            return replace(self, not_done=(*self.not_done, otherwise))
        return self
