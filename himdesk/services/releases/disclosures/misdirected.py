# SPDX-License-Identifier: Apache-2.0
"""Which disclosures may have gone out from the wrong chart before a correction is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.services.releases.disclosures import Disclosures
from himdesk.store.desk import releases as kept
from himdesk.store.reading import history, items

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.services.context import Context
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.releases.disclosures import Logged
    from himdesk.store.engine import Transaction

_ALWAYS: Final = ("0001-01-01", "9999-12-31")


def misdirected(context: Context, undo: Outcome) -> tuple[Logged, ...]:
    """The disclosures since an undone change set that may have told of another person, in order.

    They are those made from a chart that the dry run takes records out of, or whose later
    records it leaves open: of such a record or what hangs on it, or logged without saying which.
    """
    assert undo.change_set.reverses is not None
    moved = [c for c in undo.change_set.changes if c.field == "patient_id" and c.before]
    open_ids = [each.item for each in undo.undecided]
    strangers = {c.id for c in moved} | set(open_ids)
    with context.database.read() as session:
        undone = history.change_set(session, undo.change_set.reverses)
        later = items.items(session, open_ids).values()
        left = {c.before for c in moved if c.before} | {i.patient_id for i in later}
        log = Disclosures(context)
        return tuple(
            log.logged(session, each)
            for each in kept.disclosures(session, left, *_ALWAYS)
            if each.at >= undone.at and _tells(session, each.items.split(), strangers)
        )


def _tells(session: Transaction, told: Collection[str], strangers: set[str]) -> bool:
    """Whether one of these records, or what it hangs on, is a stranger's; unnamed ones may be."""
    if not told:
        return True
    found = items.items(session, told).values()
    return any(not strangers.isdisjoint({i.id, i.encounter_id, i.parent_id}) for i in found)
