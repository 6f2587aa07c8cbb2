# SPDX-License-Identifier: Apache-2.0
"""Nobody corrects their own chart, nor one of their household (DOMAIN S17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from himdesk.domain.charts.household import same_household
from himdesk.domain.errors import HimdeskError, NotFound, UsageError
from himdesk.services.charts.addressing import Addressing
from himdesk.store.desk import settings, staff
from himdesk.store.reading import charts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from himdesk.domain.charts.charts import Chart
    from himdesk.services.context import Context
    from himdesk.store.engine import Transaction

OWN_CHARTS: Final = "staff.own-charts"
"""The setting with a line for each account that has a chart here: "account: MRN"."""


@dataclass
class OwnChart(HimdeskError):
    """The chart is the person's own, or of somebody of their household."""

    mrn: str
    kin: bool
    code: ClassVar[str] = "own-chart"

    def message(self) -> str:
        """State the rule."""
        whose = "of somebody of your household" if self.kin else "your own"
        return f"The chart {self.mrn} is {whose}: a colleague corrects it. Nothing was changed."

    def where(self) -> str | None:
        """The chart's number."""
        return self.mrn


def check_not_own(session: Transaction, context: Context, chart_ids: Iterable[str]) -> None:
    """Check that none of the charts is the person's own, or of their household.

    Raises:
        OwnChart: one is.
    """
    found = own_among(session, context, chart_ids)
    if found is not None:
        raise found


def own_among(session: Transaction, context: Context, chart_ids: Iterable[str]) -> OwnChart | None:
    """Why the charts are left to a colleague; None if they need not be."""
    own = _own(session, context)
    found = charts.assertions(session, set(chart_ids)) if own else {}
    for name in sorted(found, key=lambda name: name not in own):
        chart = found[name]
        if name in own or any(same_household(chart, mine) for mine in own.values()):
            return OwnChart(chart.patient.number, kin=name not in own)
    return None


def check_lines(session: Transaction, context: Context, text: str) -> None:
    """Check that each line names an account and a chart that there are.

    Raises:
        UsageError: one does not.
    """
    names = {account.name for account in staff.everyone(session)}
    for account, mrn in _lines(text):
        if account not in names:
            raise UsageError(f"There is no account {account}.", OWN_CHARTS)
        try:
            Addressing(context, session).exactly(mrn)
        except NotFound as error:
            raise UsageError(error.message(), OWN_CHARTS) from None


def _own(session: Transaction, context: Context) -> dict[str, Chart]:
    """The charts of the person at the desk, whatever account they use, as they go on today."""
    said = list(_lines(settings.read(session).get(OWN_CHARTS, "")))
    if not said:
        return {}
    person = context.staff.person
    accounts = {each.name for each in staff.everyone(session) if each.person_id == person}
    addressing = Addressing(context, session)
    ids = {
        chart
        for account, mrn in said
        if account in accounts
        for chart in (addressing.exactly(mrn).id, addressing.survivor(mrn).id)
    }
    return charts.assertions(session, ids) if ids else {}


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in filter(str.strip, text.splitlines()):
        account, _, mrn = line.partition(":")
        yield account.strip(), mrn.strip()
