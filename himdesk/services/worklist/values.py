# SPDX-License-Identifier: Apache-2.0
"""What the work list answers: queues with counts, items, what was done with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.roles import permitted
from himdesk.services.amendments.standing import KIND as AMENDMENT
from himdesk.services.corrections.sampling import SAMPLED
from himdesk.services.releases.accountings.log import KIND as ACCOUNTING
from himdesk.services.releases.requests.log import KIND as RELEASE
from himdesk.store.desk.downstream import DOWNSTREAM
from himdesk.store.desk.worklist import APPROVAL
from himdesk.store.matching.cases import DUPLICATE, OVERLAY

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.roles import Role
    from himdesk.services.matching.values import Party

__all__ = [
    "ACCOUNTING", "AMENDMENT", "APPROVAL", "DOWNSTREAM", "DUPLICATE", "MISFILED", "OVERLAY",
    "RELEASE", "SAMPLED",
]  # fmt: skip

MISFILED: Final = "misfiled-document"

VERBS: Final[dict[str, str]] = {
    DUPLICATE: "check-duplicates",
    OVERLAY: "check-duplicates",
    MISFILED: "move",
    AMENDMENT: "case",
    APPROVAL: "withdraw",
    RELEASE: "release-read",
    ACCOUNTING: "accounting-read",
    DOWNSTREAM: "case",
    SAMPLED: "approve",
}
"""The kinds of what waits, in the order of the queues, with the verb that lets one see them."""

OWNERS: Final = ("everybody", "mine", "free", "mine-and-free")
SORTS: Final = ("level", "kind", "score", "due", "owner", "opened")


def kinds_of(roles: Collection[Role]) -> tuple[str, ...]:
    """The kinds that these roles see."""
    return tuple(kind for kind, verb in VERBS.items() if permitted(verb, roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a person wants to see; saved filters are these values.

    `kind` empty: all. `owner` is one of `OWNERS`. `text` is a name or a number. `due_in` are days
    from today, `older_than` days since it was opened.
    """

    kind: str = ""
    owner: str = "everybody"
    text: str = ""
    waiting: bool = False
    snoozed: bool = False
    resolved: bool = False
    due_in: int | None = None
    older_than: int | None = None
    sort: str = "level"
    falling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How much waits of one kind, how much of it is late or soon due."""

    kind: str
    open: int
    overdue: int
    soon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The queues that a person sees, what is theirs, and the filters they keep, by name."""

    queues: tuple[Queue, ...]
    mine: int
    due_today: int
    waiting: int
    snoozed: int
    filters: tuple[tuple[str, Filter], ...]

    @property
    def open(self) -> int:
        """All that waits."""
        return sum(queue.open for queue in self.queues)

    @property
    def overdue(self) -> int:
        """All that is late."""
        return sum(queue.overdue for queue in self.queues)

    @property
    def soon(self) -> int:
        """All that is due within days."""
        return sum(queue.soon for queue in self.queues)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A row: a case or a request as it is now.

    `level` 1 is the most urgent. `owner` is who has it, `since` when from (a time of the site),
    `held` whether somebody else holds it now, `lapsed` whether their claim ran out. `days_left`
    counts legal days. `asked` says that the reader asked for this approval. `resolved_by` is told
    of what is over. `item` names the record it is about, or the change set that other systems
    follow.
    """

    id: str
    kind: str
    level: int
    parties: tuple[Party, ...]
    why: tuple[str, ...]
    opened_at: str
    state: str
    probability: float | None = None
    flags: tuple[str, ...] = ()
    days_left: int | None = None
    owner: str | None = None
    since: str = ""
    mine: bool = False
    held: bool = False
    lapsed: bool = False
    asked: bool = False
    snoozed_until: str | None = None
    waiting_for: str | None = None
    remind_at: str | None = None
    resolved_by: str | None = None
    resolved_at: str = ""
    item: str | None = None

    @property
    def over(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.resolved_by is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something done with a case: who, when (a time of the site), what, and the evidence."""

    by: str
    at: str
    verb: str
    comment: str = ""
    detail: str = ""
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who can be given work; `away` tells until when they are away, and who has it.

    `approves`: also requests for approval.
    """

    name: str
    display: str
    away: str = ""
    approves: bool = False
