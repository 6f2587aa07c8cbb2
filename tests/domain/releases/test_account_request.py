# SPDX-License-Identifier: Apache-2.0
"""The time and the fee of a request for an accounting (164.528(c))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from himdesk.domain.releases.account_request import (
    AccountRequest,
    FeeNotice,
    check_extension,
    due,
    withheld_because,
)
from himdesk.domain.releases.errors import ReleaseShut
from himdesk.domain.releases.request import Extension

RECEIVED = date(2026, 1, 2)
ASKED = AccountRequest(
    id="r", patient="A", requester="Maria", received=RECEIVED, since=date(2020, 1, 2),
    until=RECEIVED,
)  # fmt: skip
MORE = Extension(reason="archive", until=date(2026, 4, 2), sent_on=date(2026, 3, 3))
FEE = Decimal("12.50")


def test_an_accounting_has_sixty_days_and_one_extension_of_thirty() -> None:
    assert due(ASKED) == date(2026, 3, 3)
    check_extension(ASKED, MORE, date(2026, 3, 3))
    assert due(replace(ASKED, extension=MORE)) == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("request_", "extension", "why", "field"),
    [
        (replace(ASKED, extension=MORE), MORE, "one extension", ""),
        (ASKED, replace(MORE, reason=" "), "reasons", "reason"),
        (ASKED, replace(MORE, sent_on=date(2026, 3, 4)), "by 2026-03-03", "sent_on"),
        (ASKED, replace(MORE, sent_on=date(2026, 1, 1)), "after the request came", "sent_on"),
        (ASKED, replace(MORE, until=date(2026, 4, 3)), "not later than 2026-04-02", "until"),
        (ASKED, replace(MORE, until=date(2026, 3, 3)), "ends after 2026-03-03", "until"),
    ],
)
def test_an_extension_is_one_in_time_with_reasons_and_a_day(
    request_: AccountRequest, extension: Extension, why: str, field: str
) -> None:
    with pytest.raises(ReleaseShut) as refused:
        check_extension(request_, extension, date(2026, 3, 5))
    assert why in refused.value.message()
    assert refused.value.field == field


def test_a_fee_is_told_in_advance_and_agreed_to() -> None:
    told = replace(ASKED, notice=FeeNotice(amount=FEE, told_on=RECEIVED))
    agreed = replace(ASKED, notice=FeeNotice(amount=FEE, told_on=RECEIVED, agreed_on=RECEIVED))
    assert withheld_because(None, Decimal(0)) == ""
    assert "told in advance" in withheld_because(None, FEE)
    assert "told in advance" in withheld_because(ASKED, FEE)
    assert "not agreed" in withheld_because(told, FEE)
    assert withheld_because(agreed, FEE) == ""
    assert "told in advance" in withheld_because(agreed, FEE + 1)
