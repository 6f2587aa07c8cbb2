# SPDX-License-Identifier: Apache-2.0
"""Who may read issued letters: whoever may open the charts that these are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.errors import NotFound
from himdesk.services.charts.sight import Sight
from himdesk.store.desk import releases, work
from himdesk.store.reading import history, patients

if TYPE_CHECKING:
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


def check_open(context: Context, session: Transaction, about: str) -> None:
    """Check that a person may open the charts of a change set, a case or a disclosure.

    Raises:
        Restricted: one is confidential, and the person has not broken the glass.
        NotFound: there is no such thing.
    """
    found = history.change_sets(session, [about]).get(about)
    named = [_patient(session, about)] if found is None else sorted(found.change_set.charts())
    Sight(context, session).check(*patients.patients(session, named).values())


def _patient(session: Transaction, about: str) -> str:
    try:
        return work.case(session, about).patient_id or ""
    except NotFound:
        return releases.disclosure(session, about).patient_id
