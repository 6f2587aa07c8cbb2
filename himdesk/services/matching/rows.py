# SPDX-License-Identifier: Apache-2.0
"""Rows of the work list: cases with their charts and reasons, names masked where they must be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import FlagCode
from himdesk.matching.batch import from_evidence
from himdesk.matching.explain import flags
from himdesk.matching.pairs.fields import COLUMN, FIELDS
from himdesk.services.charts.sight import MASKED, Sight
from himdesk.services.matching.values import Party, WorkRow
from himdesk.store.matching import pairs, subjects
from himdesk.store.matching.cases import DUPLICATE
from himdesk.store.reading import charts as reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.context import Context
    from himdesk.store.desk.work import Case
    from himdesk.store.engine import Transaction
    from himdesk.store.matching.cases import Rank
    from himdesk.store.matching.pairs import Pair

MOST_REASONS: Final = 6
_TELLING: Final = ("ssn", "birth", "given", "family", "home", "email", "middle", "suffix", "sex")


def rows_of(
    session: Transaction, context: Context, found: Sequence[tuple[Case, Rank]]
) -> tuple[WorkRow, ...]:
    """Cases as rows, in their order."""
    duplicates = [case.id for case, _ in found if case.kind == DUPLICATE]
    of_case: dict[str | None, list[Pair]] = {}
    for pair in pairs.of_cases(session, duplicates):
        of_case.setdefault(pair.case_id, []).append(pair)
    named = {case.id: _charts_of(case, of_case.get(case.id, ())) for case, _ in found}
    parties = Parties.of(session, context, {chart for names in named.values() for chart in names})
    return tuple(
        _row(case, rank, of_case.get(case.id, ()), [parties.party(c) for c in named[case.id]])
        for case, rank in found
    )


def _charts_of(case: Case, members: Sequence[Pair]) -> list[str]:
    named = [chart for pair in members for chart in pair.charts]
    return sorted(set(named)) or ([case.patient_id] if case.patient_id else [])


def _row(case: Case, rank: Rank, members: Sequence[Pair], parties: list[Party]) -> WorkRow:
    detail = json.loads(case.detail)
    best = members[0] if members else None
    said = best.evidence if best is not None else None
    masked = any(party.name == MASKED for party in parties)
    why = reasons(said) if said and not masked else tuple(detail.get("changed", ()))
    return WorkRow(
        case=case.id,
        kind=case.kind,
        priority=rank.priority,
        probability=rank.probability,
        parties=tuple(parties),
        why=() if masked else why,
        flags=flags(from_evidence([said]).levels[0]) if said and not masked else (),
        cut=bool(detail.get("cut")),
        model=best.model if best is not None else 0,
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        assigned_to=case.assigned_to,
        detail="{}" if masked else case.detail,
    )


def reasons(evidence: str) -> tuple[str, ...]:
    """The kept evidence of a pair in words, the most telling fields first."""
    said = json.loads(evidence)
    levels: Mapping[str, str] = said["levels"]
    words = list(said.get("through", ()))
    for name in _TELLING:
        if name in levels:
            column = FIELDS[COLUMN[name]]
            words.append(column.levels[column.at(levels[name])].words)
    return tuple(words[:MOST_REASONS])


@dataclass(frozen=True, slots=True)
class Parties:
    """Charts as rows show them, to the person who reads."""

    charts: Mapping[str, Chart]
    masked: frozenset[str]
    busy: Mapping[str, tuple[bool, str]]

    @classmethod
    def of(cls, session: Transaction, context: Context, ids: Collection[str]) -> Parties:
        """Read what rows show of charts."""
        found = reading.headers(session, ids)
        survivors = {c.patient.replaced_by for c in found.values() if c.patient.replaced_by}
        found |= reading.headers(session, survivors - found.keys())
        masked = Sight(context, session).hidden(found)
        return cls(found, masked, subjects.activity(session, ids))

    def party(self, chart_id: str) -> Party:
        """One of them."""
        chart = self.charts[chart_id]
        hidden = chart_id in self.masked
        now, last = (False, "") if hidden else self.busy.get(chart_id, (False, ""))
        survivor = chart.patient.replaced_by
        return Party(
            mrn=chart.patient.number,
            name=MASKED if hidden else chart.name(),
            birth_date=None if hidden else chart.value("birth_date"),
            sex=None if hidden else chart.value("sex"),
            restricted=FlagCode.VIP in chart.flags(),
            status=chart.patient.status,
            replaced_by=self.charts[survivor].patient.number if survivor else None,
            in_house=now,
            last_seen=last or None,
        )
