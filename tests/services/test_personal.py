# SPDX-License-Identifier: Apache-2.0
"""What each person set for themselves, on both databases: theirs alone, and the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.errors import UsageError
from himdesk.domain.personal import COLORS, MINUTES, PERCENT, minutes_of
from himdesk.domain.roles import Role
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from services.hospital import Hospital


def test_what_one_sets_is_ones_own_and_is_there_at_the_next_sign_in(hospital: Hospital) -> None:
    dana, omar = hospital.desk("clerk1"), hospital.desk("clerk2")
    dana.personal.change({COLORS: "dark", PERCENT: "150"})
    assert hospital.desk("clerk1").personal.all() == {COLORS: "dark", PERCENT: "150"}
    assert omar.personal.all() == {}
    omar.personal.change({COLORS: "contrast"})
    dana.personal.change({PERCENT: "", MINUTES: "5"})
    assert hospital.desk("clerk1").personal.all() == {COLORS: "dark", MINUTES: "5"}
    assert omar.personal.all() == {COLORS: "contrast"}
    assert verify(hospital.database).ok


@pytest.mark.parametrize("role", Role)
def test_whoever_signs_in_may_set_their_own(hospital: Hospital, role: Role) -> None:
    desk = hospital.desk(role.value)
    desk.personal.change({COLORS: "light"})
    assert desk.personal.all() == {COLORS: "light"}


@pytest.mark.parametrize(
    "wanted",
    [
        {COLORS: "pink"},
        {PERCENT: "110"},
        {MINUTES: "0"},
        {MINUTES: "10000"},
        {MINUTES: "05"},
        {MINUTES: "five"},
        {"worklist.claim-minutes": "5"},
        {"key-lock": "Ctrl+"},
        {"key-lock": "Strg+L"},
        {"key-lock": "Ctrl+L, Ctrl+K"},
        {"key-Lock": "Ctrl+L"},
        {"key-": "Ctrl+L"},
        {COLORS: "dark", PERCENT: "9"},
    ],
)
def test_what_there_is_not_is_refused_and_nothing_of_it_kept(
    hospital: Hospital, wanted: dict[str, str]
) -> None:
    desk = hospital.desk("clerk")
    with pytest.raises(UsageError):
        desk.personal.change(wanted)
    assert desk.personal.all() == {}


def test_nobody_locks_later_than_the_site_wants() -> None:
    assert minutes_of({}, 10) == 10
    assert minutes_of({MINUTES: "3"}, 10) == 3
    assert minutes_of({MINUTES: "30"}, 10) == 10
