# SPDX-License-Identifier: Apache-2.0
"""A share of what went without approval is drawn, and looked over by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import builders as b
from himdesk.domain.changes import ChangeKind
from himdesk.domain.errors import NotPermitted, ReasonMissing, SelfApproval, UsageError
from himdesk.services.corrections.sampling import PERCENT, SAMPLED
from himdesk.services.worklist.errors import CaseResolved
from himdesk.services.worklist.values import Filter
from services.worklists import two_pairs

if TYPE_CHECKING:
    from services.hospital import Hospital


def sampled(hospital: Hospital, who: str = "supervisor") -> tuple[str, ...]:
    return hospital.desk(who).worklist.ids(Filter(kind=SAMPLED))


def three_links(hospital: Hospital, who: str) -> None:
    """Judgements that need no second person."""
    for chart in "ABCD":
        hospital.add(b.a_chart(chart))
    for chart in "BCD":
        done = hospital.desk(who).corrections.judge(
            ChangeKind.DISTINCT, ["0012-A", f"0012-{chart}"], reason="seen"
        )
        assert done.applied is not None


def of_a_hundred(hospital: Hospital, percent: str) -> None:
    hospital.desk("admin").settings.change({PERCENT: percent})


def test_as_shipped_none_is_drawn_and_of_a_hundred_all(hospital: Hospital) -> None:
    three_links(hospital, "clerk")
    assert sampled(hospital) == ()
    of_a_hundred(hospital, "100")
    clerk = hospital.desk("clerk").corrections
    assert clerk.judge(ChangeKind.DISTINCT, ["0012-B", "0012-C"], reason="seen").applied is not None
    (case,) = sampled(hospital)
    (row,) = hospital.desk("supervisor").worklist.rows([case])
    assert row.why == ("Distinct, applied without approval",)
    assert [party.mrn for party in row.parties] == ["0012-B"]
    assert sampled(hospital, "clerk") == ()


def test_somebody_else_looks_it_over_once(hospital: Hospital) -> None:
    of_a_hundred(hospital, "100")
    three_links(hospital, "supervisor")
    first, second, _ = sampled(hospital)
    with pytest.raises(SelfApproval):
        hospital.desk("supervisor").casework.look_over(first, right=True)
    other = hospital.desk("supervisor2").casework
    with pytest.raises(ReasonMissing):
        other.look_over(first, right=False)
    other.look_over(first, right=False, comment="another street")
    other.look_over(second, right=True)
    assert [(s.verb, s.comment) for s in other.said(first)] == [("wrong", "another street")]
    with pytest.raises(CaseResolved):
        other.look_over(first, right=True)
    assert len(sampled(hospital)) == 1
    with pytest.raises(NotPermitted):
        hospital.desk("clerk").casework.look_over(second, right=True)


def test_only_the_sample_is_looked_over(hospital: Hospital) -> None:
    case, _ = two_pairs(hospital)
    with pytest.raises(UsageError, match="sample"):
        hospital.desk("supervisor").casework.look_over(case, right=True)
