# SPDX-License-Identifier: Apache-2.0
"""A hospital whose patients come as CSV rows, and what its queue of duplicates holds."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

import identifying
from himdesk.domain.changes import ChangeKind
from himdesk.domain.charts.charts import ChartStatus
from himdesk.matching.batch import untrained
from himdesk.matching.records.reference import load_reference
from himdesk.services.matching.facts import known_facts, to_text
from himdesk.services.matching.people import People
from himdesk.store.matching import due, index, pairs, subjects
from himdesk.store.reading import patients
from himdesk.store.tables import MATCH_KEYS, PATIENTS, WORK_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.matching import Matching
    from himdesk.services.matching.values import WorkRow
    from services.hospital import Hospital

COLUMNS = (
    "record_id", "mrn", "last", "first", "middle", "suffix", "sex", "dob", "ssn", "phone", "email",
    "street", "city", "state", "zip",
)  # fmt: skip
HELEN = {
    "last": "Brandale", "first": "Helen", "middle": "Ruth", "sex": "F", "dob": "1985-04-12",
    "ssn": "412-33-8765", "phone": "555-123-4567", "street": "12 Oak Street", "city": "Kartown",
    "zip": "44100",
}  # fmt: skip
OLGA = {
    "last": "Quistgard", "first": "Olga", "sex": "F", "dob": "1951-12-30", "ssn": "501-22-7346",
    "phone": "555-987-6501", "street": "9 Mill Lane", "city": "Esterby", "zip": "20733",
}  # fmt: skip
Row = dict[str, str]


@dataclass
class Registry:
    """The registration of a hospital, and its queue."""

    hospital: Hospital
    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def register(self, **people: Row) -> None:
        """Patients arrive in one file; each is called by its number."""
        rows = [{"record_id": mrn, "mrn": mrn, **person} for mrn, person in people.items()]
        self.take(self.file(*rows))

    def file(self, *rows: Row) -> Path:
        for row in rows:
            identifying.mark(*(row[name] for name in ("last", "ssn") if row.get(name)))
        path = self.folder / f"people{next(self.numbers)}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def take(self, file: Path) -> Any:
        return self.hospital.desk("admin").exchange.import_files([file], "main")

    @property
    def matching(self) -> Matching:
        return self.hospital.desk("clerk").matching

    def queue(self) -> list[set[str]]:
        """The numbers of each open case, the most urgent first."""
        return [{party.mrn for party in row.parties} for row in self.rows()]

    def rows(self) -> tuple[WorkRow, ...]:
        return self.matching.worklist().rows

    def merge(self, survivor: str, *retired: str) -> Outcome:
        return self.hospital.desk("clerk").corrections.merge(survivor, retired, reason="same")

    def undo(self, outcome: Outcome) -> Outcome:
        assert outcome.applied is not None
        return self.hospital.desk("clerk").corrections.undo(outcome.applied.id, reason="two people")

    def distinct(self, *mrns: str) -> Outcome:
        corrections = self.hospital.desk("clerk").corrections
        return corrections.judge(ChangeKind.DISTINCT, mrns, reason="seen both")

    def pair(self, left: str, right: str) -> pairs.Pair:
        with self.hospital.database.read() as session:
            ids = [patients.find(session, None, mrn)[0].id for mrn in (left, right)]
            found = pairs.of_charts(session, [ids[0]])
            return next(pair for pair in found.values() if set(pair.charts) == set(ids))

    def check_consistent(self) -> None:
        """The index is what the charts say, and no open row points at what is over."""
        with self.hospital.database.read() as session:
            assert due.count(session) == 0
            everyone = list(session.execute(select(PATIENTS.c.id)).scalars())
            shown = subjects.shown(session, everyone)
            active = {n: c for n, c in shown.items() if c.patient.status == ChartStatus.ACTIVE}
            kept = {entry.patient_id: entry for entry in index.everyone(session)}
            said = subjects.said(session, everyone)
            facts = {name: known_facts(chart, said.get(name, ())) for name, chart in active.items()}
            assert {n: e.facts for n, e in kept.items()} == {
                n: to_text(f) for n, f in facts.items()
            }
            people = People.of(list(facts.values()), untrained(), load_reference(), size=1)
            wanted = {
                (key, kept[name].number)
                for row, name in enumerate(facts)
                for key in people.keys(row)
            }
            shut = index.crowded(session, {key for key, _ in wanted})
            wanted = {posting for posting in wanted if posting[0] not in shut}
            found = set(session.execute(select(MATCH_KEYS.c.key, MATCH_KEYS.c.record)).all())
            assert found == wanted
            self._check_queue(session, set(active))

    def _check_queue(self, session: Any, active: set[str]) -> None:
        members: dict[str | None, set[str]] = {}
        for pair in pairs.everything(session):
            if pair.state == pairs.OPEN:
                assert set(pair.charts) <= active
                assert pair.case_id is not None
                members.setdefault(pair.case_id, set()).update(pair.charts)
            elif pair.state == pairs.DOUBTFUL:
                assert set(pair.charts) <= active
        w = WORK_CASES.c
        query = select(w.id, w.detail).where(w.kind == "potential-duplicate", w.state == "open")
        cases = {row.id: set(json.loads(row.detail)["charts"]) for row in session.execute(query)}
        assert cases == members
