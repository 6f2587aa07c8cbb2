# SPDX-License-Identifier: Apache-2.0
"""What was judged of pairs of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from himdesk.store.reading.items import chunks
from himdesk.store.tables import PAIRS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


def judgements(connection: Connection, pair_ids: Collection[str]) -> dict[str, str]:
    """What is judged of these pairs, of those of which something is; see `changes.pair_id`."""
    p = PAIRS.c
    query = select(p.id, p.judgement).where(p.judgement.is_not(None))
    return {
        pair: judgement
        for part in chunks(pair_ids)
        for pair, judgement in connection.execute(query.where(p.id.in_(part)))
    }


def of_charts(connection: Connection, patient_ids: Collection[str]) -> dict[str, str]:
    """What is judged of all pairs that one of these charts belongs to."""
    p = PAIRS.c
    query = select(p.id, p.judgement).where(p.judgement.is_not(None))
    return {
        pair: judgement
        for part in chunks(patient_ids)
        for pair, judgement in connection.execute(
            query.where(or_(p.left_patient_id.in_(part), p.right_patient_id.in_(part)))
        )
    }
