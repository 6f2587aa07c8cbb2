# SPDX-License-Identifier: Apache-2.0
"""The accounting of disclosures (164.528), S23, and what copies cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import GROUNDS, Basis
from himdesk.domain.releases.disclosures import (
    Disclosure,
    Suspension,
    accounting,
    is_free,
    look_back,
)
from himdesk.domain.releases.fees import Schedule, invoice, total

TODAY = date(2026, 3, 2)
LONG_AGO = date(2000, 1, 1)


def a_disclosure(number: int, on: date, basis: Basis, to: str = "County") -> Disclosure:
    return Disclosure(
        id=f"D{number:02}",
        patient="A",
        on=on,
        recipient=to,
        address="1 Court Square",
        description="laboratory report",
        purpose="reporting",
        basis=basis,
    )


def rows(*disclosures: Disclosure, suspensions: tuple[Suspension, ...] = ()) -> list[str]:
    found = accounting(
        disclosures, since=LONG_AGO, until=TODAY, today=TODAY, suspensions=suspensions
    )
    return [row.recipient for row in found]


def test_s23_what_is_shown_summarised_suspended_and_left_out() -> None:
    county = [a_disclosure(n, date(2025, n, 5), Basis.PUBLIC_HEALTH) for n in range(1, 13)]
    insurer = a_disclosure(20, date(2025, 6, 1), Basis.AUTHORIZATION, "Zenith")
    doctor = a_disclosure(21, date(2025, 6, 1), Basis.TREATMENT, "Dr. Fox")
    agency = a_disclosure(22, date(2025, 7, 1), Basis.OVERSIGHT, "Inspector")
    fax = a_disclosure(23, date(2025, 8, 1), Basis.MISDIRECTED, "a bakery")
    hidden = Suspension(
        recipient="Inspector",
        since=date(2026, 1, 2),
        until=date(2026, 4, 2),
        written=True,
        statement="open inquiry",
    )
    everything = (*county, insurer, doctor, agency, fax)
    assert rows(*everything, suspensions=(hidden,)) == ["County", "a bakery"]
    assert rows(*everything) == ["County", "Inspector", "a bakery"]
    series = accounting(county, since=LONG_AGO, until=TODAY, today=TODAY)[0]
    assert (series.on, series.count, series.last) == (
        date(2025, 1, 5), 12, date(2025, 12, 5)
    )  # fmt: skip
    over = replace(hidden, until=date(2026, 3, 1))
    assert "Inspector" in rows(*everything, suspensions=(over,))


def test_an_oral_suspension_lasts_thirty_days() -> None:
    oral = Suspension(
        recipient="Inspector",
        since=TODAY - timedelta(days=31),
        until=TODAY + timedelta(days=300),
        written=False,
        statement="by telephone",
    )
    agency = a_disclosure(1, date(2025, 7, 1), Basis.OVERSIGHT, "Inspector")
    assert rows(agency, suspensions=(oral,)) == ["Inspector"]
    assert rows(agency, suspensions=(replace(oral, since=TODAY - timedelta(days=30)),)) == []


def test_an_accounting_goes_back_six_years() -> None:
    assert look_back(date(2024, 2, 29)) == date(2018, 3, 1)
    assert look_back(TODAY) == date(2020, 3, 2)
    old = a_disclosure(1, date(2020, 3, 1), Basis.PUBLIC_HEALTH)
    assert rows(old) == []
    assert rows(replace(old, on=date(2020, 3, 2))) == ["County"]


@pytest.mark.parametrize("basis", Basis)
def test_every_basis_says_why_it_is_accountable_or_not(basis: Basis) -> None:
    disclosure = a_disclosure(1, TODAY, basis)
    assert disclosure.accountable == (GROUNDS[basis].excluded is None)
    assert GROUNDS[basis].paragraph in disclosure.why


def test_the_exclusions_are_those_of_the_law() -> None:
    excluded = {basis for basis in Basis if GROUNDS[basis].excluded}
    assert excluded == {
        Basis.PATIENT, Basis.REPRESENTATIVE, Basis.AUTHORIZATION, Basis.TREATMENT,
        Basis.PAYMENT, Basis.OPERATIONS,
    }  # fmt: skip


def test_the_first_accounting_in_twelve_months_is_free() -> None:
    assert is_free([], TODAY)
    assert is_free([date(2025, 3, 2)], TODAY)
    assert not is_free([date(2025, 3, 3)], TODAY)


def test_patients_pay_for_copying_and_postage_only() -> None:
    schedule = Schedule(
        name="patients", by_page=Decimal("0.10"), first_pages=25, by_later_page=Decimal("0.05")
    )
    lines = invoice(schedule, Basis.PATIENT, 30, Decimal("4.60"))
    assert [str(line.amount) for line in lines] == ["2.50", "0.25", "4.60"]
    assert str(total(lines)) == "7.35"
    searched = replace(schedule, retrieval=Decimal(20))
    with pytest.raises(UsageError, match="search and retrieval"):
        invoice(searched, Basis.PATIENT, 30, Decimal(0))
    assert total(invoice(searched, Basis.SUBPOENA, 0, Decimal(0))) == Decimal("20.00")
