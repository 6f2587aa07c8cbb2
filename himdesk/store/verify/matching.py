# SPDX-License-Identifier: Apache-2.0
"""Models of matching against the chain of policy events, and the queue against the charts.

Records and postings are derived: the check makes them anew, so that they prove nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from himdesk.domain.changes import sha256
from himdesk.domain.charts.charts import ChartStatus
from himdesk.store.matching import models
from himdesk.store.matching.pairs import OPEN
from himdesk.store.tables import MATCH_PAIRS, PATIENTS, STAFF_EVENTS
from himdesk.store.verify.verdict import Broken

if TYPE_CHECKING:
    from sqlalchemy import Connection


def check(connection: Connection) -> Broken | None:
    """Check that models are what was recorded, and that no open pair is of a closed chart."""
    return _check_models(connection) or _check_pairs(connection)


def _check_models(connection: Connection) -> Broken | None:
    e = STAFF_EVENTS.c
    query = select(e.seq, e.subject, e.detail).where(e.verb == "model").order_by(e.seq)
    recorded: dict[str, tuple[int, str | None]] = {}
    last = (0, "version 0")
    for seq, subject, detail in connection.execute(query):
        said: dict[str, Any] = json.loads(detail)
        recorded[subject], last = (seq, said["digest"]), (seq, subject)
    for version in models.versions(connection):
        name = f"version {version.version}"
        seq, digest = recorded.get(name, (0, None))
        found = sha256(version.document.encode())
        if found != digest or version.digest != digest:
            return Broken(seq, f"match_model/{name}", digest or "an event", found)
    used = f"version {models.in_use(connection)}"
    return None if used == last[1] else Broken(last[0], "setting/matching.model", last[1], used)


def _check_pairs(connection: Connection) -> Broken | None:
    p, chart = MATCH_PAIRS.c, PATIENTS.c
    query = (
        select(p.id)
        .join(PATIENTS, or_(chart.id == p.left_patient_id, chart.id == p.right_patient_id))
        .where(p.state == OPEN, chart.status != ChartStatus.ACTIVE)
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else Broken(0, f"match_pair/{found}", "active charts", "a retired")
