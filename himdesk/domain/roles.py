# SPDX-License-Identifier: Apache-2.0
"""Who may do what: the roles and the verbs, the same on screens and console."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import NotPermitted, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection


class Role(StrEnum):
    """The roles of the desk; one person may hold several."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ROI = "roi"
    PRIVACY = "privacy"
    ADMIN = "admin"
    AUDITOR = "auditor"


_DESK = frozenset({Role.CLERK, Role.SUPERVISOR})
_READERS = _DESK | {Role.ROI, Role.PRIVACY}
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_ADMIN = frozenset({Role.ADMIN})
_RELEASE_READERS = frozenset({Role.ROI, Role.SUPERVISOR, Role.PRIVACY})

VERBS: Final[dict[str, frozenset[Role]]] = {
    "search": _READERS,
    "show": _READERS,
    "history": _READERS | {Role.AUDITOR},
    **dict.fromkeys(
        ("merge", "undo", "split", "move", "link", "unlink", "distinct", "amend"), _DESK
    ),
    **dict.fromkeys(("check-duplicates", "case", "withdraw"), _DESK),
    **dict.fromkeys(("approve", "return", "reject", "assign", "hold"), _SUPERVISOR),
    "letter": _READERS,
    "release": frozenset({Role.ROI}),
    "accounting": frozenset({Role.ROI}),
    "misdirected": _RELEASE_READERS,
    "release-read": _RELEASE_READERS,
    "accounting-read": _RELEASE_READERS,
    **dict.fromkeys(("match", "requests", "vocabulary"), _DESK | {Role.ADMIN}),
    "model": _SUPERVISOR | _ADMIN,
    **dict.fromkeys(("import", "staff", "settings", "backup", "restore"), _ADMIN),
    **dict.fromkeys(("migrate", "outbox", "send", "listen"), _ADMIN),
    "verify": frozenset({Role.AUDITOR, Role.ADMIN}),
    "anchor": frozenset({Role.AUDITOR, Role.ADMIN}),
    "access-log": frozenset({Role.AUDITOR, Role.ADMIN, Role.PRIVACY}),
    "dispute-override": frozenset({Role.PRIVACY}),
    "break-glass-review": frozenset({Role.PRIVACY}),
}
"""Each verb with the roles that may use it."""


def permitted(verb: str, roles: Collection[Role]) -> bool:
    """Whether one of the roles may use the verb."""
    return not VERBS[verb].isdisjoint(roles)


def check_permitted(verb: str, roles: Collection[Role]) -> None:
    """Raise NotPermitted unless one of the roles may use the verb."""
    if not permitted(verb, roles):
        raise NotPermitted(verb, tuple(sorted(VERBS[verb])))


def check_roles(roles: Collection[Role]) -> None:
    """Check that one person may hold these roles together.

    Raises:
        UsageError: no role at all, or an administrator who could also see or correct charts.
    """
    if not roles:
        raise UsageError("Give at least one role.")
    if Role.ADMIN in roles and not _DESK.isdisjoint(roles):
        raise UsageError("Nobody can be clerk or supervisor and admin at the same time.")
