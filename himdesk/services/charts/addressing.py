# SPDX-License-Identifier: Apache-2.0
"""From the numbers that people type to charts, and who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from himdesk.domain.errors import Ambiguous, NotFound, Restricted, UsageError
from himdesk.services.charts.sight import Sight
from himdesk.store.reading import patients

if TYPE_CHECKING:
    from collections.abc import Sequence

    from himdesk.domain.charts.charts import Chart, Patient
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Addressing:
    """Resolving MRNs in one unit of work."""

    context: Context
    session: Transaction

    def exactly(self, mrn: str) -> Patient:
        """The chart with this very number, retired or not: `[AUTHORITY:]NUMBER`.

        Raises:
            UsageError: it is empty.
            NotFound: no chart has it.
            Ambiguous: several authorities gave it out.
        """
        if not mrn.strip():
            raise UsageError("Whose chart is it? Give its record number.", "mrn")
        authority, _, number = mrn.strip().rpartition(":")
        found = patients.find(self.session, authority or None, number)
        if not found and authority:
            found = patients.find(self.session, None, mrn.strip())
        if not found:
            raise NotFound("chart with the number", mrn)
        if len(found) > 1:
            candidates = tuple(sorted(f"{p.authority}:{p.number}" for p in found))
            raise Ambiguous(mrn, candidates)
        return found[0]

    def each(self, mrns: Sequence[str]) -> tuple[Patient, ...]:
        """The charts with these very numbers.

        Raises:
            NotFound: it names all numbers that no chart has.
            Ambiguous: several authorities gave one of them out.
        """
        found, missing = [], []
        for mrn in mrns:
            try:
                found.append(self.exactly(mrn))
            except NotFound:
                missing.append(mrn)
        if missing:
            raise NotFound("chart with the number", " or ".join(missing))
        return tuple(found)

    def survivor(self, mrn: str) -> Patient:
        """The chart that a number finds today: a retired number finds its survivor."""
        return patients.chain(self.session, self.exactly(mrn).id)[-1]

    def may_open(self, chart: Chart) -> bool:
        """Whether the chart is not confidential, or the person has broken the glass."""
        return not chart.restricted or Sight(self.context, self.session).glass_broken(
            chart.patient.id
        )

    def check_open(self, chart: Chart) -> None:
        """Check that the person may open the chart.

        Raises:
            Restricted: it is confidential, and the person has not broken the glass.
        """
        if not self.may_open(chart):
            raise Restricted(chart.patient.number)
