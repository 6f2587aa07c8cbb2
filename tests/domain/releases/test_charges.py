# SPDX-License-Identifier: Apache-2.0
"""Which schedule a release is charged by: what patients pay, and what a site asks of others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.errors import UsageError
from himdesk.domain.releases.basis import Basis
from himdesk.domain.releases.charges import FLAT_MOST, SiteFees, money, read_schedules
from himdesk.domain.releases.request import Delivery

if TYPE_CHECKING:
    from himdesk.domain.releases.charges import Charge

SITE = SiteFees(
    labour=Decimal(3),
    page=Decimal("0.05"),
    medium=Decimal(2),
    others=read_schedules(
        ["subpoena: search 20.00, page 0.75, first 25, later 0.50", "", "lawyers: flat 30"]
    ),
)
POSTAGE = Decimal("4.60")


def told(charge: Charge | None, pages: int = 30) -> dict[str, str]:
    return {line.text: str(line.amount) for line in charge.lines(pages)} if charge else {}


@pytest.mark.parametrize("basis", [Basis.PATIENT, Basis.REPRESENTATIVE])
def test_patients_pay_labour_supplies_and_postage_by_how_it_goes(basis: Basis) -> None:
    labour = {"Labour for copying": "3.00"}
    posted = {"Postage": "4.60"}
    for delivery, more in (
        (Delivery.PAPER, {"Copying, 30 pages": "1.50"} | posted),
        (Delivery.FILE, {"Supplies": "2.00"} | posted),
        (Delivery.FAX, {}),
    ):
        assert told(SITE.charge(basis, delivery, postage=POSTAGE)) == labour | more
    with pytest.raises(UsageError, match="cost of their copy"):
        SITE.charge(basis, Delivery.PAPER, fee="lawyers")


def test_a_flat_fee_takes_the_place_of_all_others_for_a_file() -> None:
    site = SiteFees(labour=Decimal(3), medium=Decimal(2), flat=FLAT_MOST)
    charge = site.charge(Basis.PATIENT, Delivery.FILE, postage=POSTAGE)
    assert told(charge) == {"Copying, flat fee": "6.50"}
    assert "Copying, flat fee" not in told(site.charge(Basis.PATIENT, Delivery.PAPER))


def test_others_pay_by_the_schedule_of_their_basis_or_the_one_that_is_named() -> None:
    subpoena = {
        "Copying, 25 pages": "18.75", "Copying, 5 further pages": "2.50",
        "Search and retrieval": "20.00",
    }  # fmt: skip
    assert told(SITE.charge(Basis.SUBPOENA, Delivery.PAPER)) == subpoena
    assert told(SITE.charge(Basis.AUTHORIZATION, Delivery.PAPER, fee="lawyers")) == {
        "Copying, flat fee": "30.00"
    }
    assert SITE.charge(Basis.TREATMENT, Delivery.PAPER, postage=POSTAGE) is None
    assert SITE.charge(Basis.SUBPOENA, Delivery.PAPER, fee="waived") is None
    with pytest.raises(UsageError, match="waived, subpoena, lawyers"):
        SITE.charge(Basis.TREATMENT, Delivery.PAPER, fee="lawyer")


@pytest.mark.parametrize(
    "line",
    [
        "subpoena",
        "subpoena: search 20 dollars",
        "subpoena: first many",
        "waived: flat 1",
        "patient-access: search 20.00",
    ],
)
def test_what_is_no_schedule_is_refused(line: str) -> None:
    with pytest.raises(UsageError):
        read_schedules([line])
    with pytest.raises(UsageError, match="taken"):
        read_schedules(["a: flat 1", "a: flat 2"])


def test_an_amount_is_dollars_and_cents() -> None:
    assert [money(text, "x") for text in ("", " $6.50", "7")] == [0, Decimal("6.50"), 7]
    for text in ("6,50", "-1", "1.234", "six", "1e3", "٣"):
        with pytest.raises(UsageError):
            money(text, "x")
    with pytest.raises(UsageError, match="at most"):
        money("6.51", "x", FLAT_MOST)
