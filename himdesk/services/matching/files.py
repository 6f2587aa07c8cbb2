# SPDX-License-Identifier: Apache-2.0
"""Records of a file against the database: what `check-duplicates --csv` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from himdesk.matching.batch import Batch
from himdesk.matching.model.weigh import probability
from himdesk.matching.records.load import load_csv
from himdesk.services.matching.facts import Facts, from_text
from himdesk.services.matching.meeting import closest
from himdesk.services.matching.people import People
from himdesk.services.matching.rows import Parties
from himdesk.services.matching.values import Candidate, Checked
from himdesk.services.matching.verdicts import LEAST
from himdesk.store.matching import index
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from himdesk.services.context import Context
    from himdesk.services.matching.models import Shelf
    from himdesk.store.engine import Transaction

MOST_CANDIDATES: Final = 10
HIDDEN: Final = "a restricted chart; open it with a reason to see the evidence"


def records_of(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The records of a CSV file with their ids.

    Raises:
        UnusableFile: it is no table of records.
    """
    loaded = load_csv(path)
    for row, record_id in enumerate(loaded.ids):
        yield (
            record_id,
            {
                name: column.values[column.codes[row]]
                for name, column in loaded.columns.items()
                if column.codes[row] >= 0
            },
        )


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks up records, one after the other, from one view of the store."""

    session: Transaction
    context: Context
    shelf: Shelf

    def check(self, record_id: str, record: Mapping[str, str]) -> Checked:
        """The charts that a record may belong to."""
        return Checked(record_id=record_id, candidates=self._candidates(self._numbered(record)))

    def _numbered(self, record: Mapping[str, str]) -> dict[str, str]:
        """The record with its number as charts have it, where one chart alone has the number."""
        authority, _, number = record.get("mrn", "").strip().rpartition(":")
        found = patients.find(self.session, authority or None, number) if number else ()
        if len(found) != 1:
            return dict(record)
        owner = patients.chain(self.session, found[0].id)[-1]
        return {**record, "mrn": f"{owner.authority}:{owner.number}"}

    def _candidates(self, record: Mapping[str, str]) -> tuple[Candidate, ...]:
        version_model = self.shelf.in_use(self.session)[1]
        alone = Batch.of([record], version_model, self.shelf.reference, size=1)
        keys = alone.keys(0)
        lists = index.postings(self.session, keys)
        numbers = set(closest(keys, lists))
        if not numbers:
            return ()
        entries = list(index.entries(self.session, numbers).values())
        people = People.of(
            [Facts(record), *(from_text(entry.facts) for entry in entries)],
            version_model,
            self.shelf.reference,
            size=index.size(self.session),
        )
        return self._told(people, entries)

    def _told(self, people: People, entries: Sequence[index.Entry]) -> tuple[Candidate, ...]:
        right = np.arange(1, len(entries) + 1, dtype=np.int64)
        chances = probability(people.weigh(np.zeros_like(right), right).odds)
        order = np.argsort(-chances, kind="stable")[:MOST_CANDIDATES]
        best = [int(row) for row in order if chances[row] >= LEAST]
        charts = {entries[row].patient_id for row in best}
        parties = Parties.of(self.session, self.context, charts)
        return tuple(
            Candidate(
                mrn=parties.party(entries[row].patient_id).mrn,
                probability=round(float(chances[row]), 6),
                evidence=(HIDDEN,)
                if entries[row].patient_id in parties.masked
                else _in_words(people, row + 1),
            )
            for row in best
        )


def _in_words(people: People, row: int) -> tuple[str, ...]:
    explained, through = people.explain(0, row)
    return (*through, *explained.reasons())
