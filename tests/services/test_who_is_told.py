# SPDX-License-Identifier: Apache-2.0
"""Nobody is told of a person by any desk who may not read that person's chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.domain.errors import HimdeskError
from himdesk.domain.roles import Role, permitted
from services.desk_calls import BESIDE, CALLS, LOOKING
from services.told import MARIA, OCTAVIA, PEOPLE, furnish, methods, said_by, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from himdesk.services.desk import Desk
    from services.desk_calls import Call
    from services.hospital import Hospital
    from services.told import Subject

READERS = [role for role in Role if permitted("show", {role})]
OTHERS = [role for role in Role if role not in READERS]


def answer(call: Call, desk: Desk, about: Subject) -> str:
    """What a call answers, or how it is refused."""
    try:
        return said_by(call(desk, about))
    except HimdeskError as refused:
        return f"{refused.message()} {refused.where()}"


def leaks(
    desk: Desk, about: Subject, traces: Sequence[str], calls: Iterable[tuple[str, Call]]
) -> dict[str, list[str]]:
    """What each call tells that it must not."""
    found = [(name, told(answer(call, desk, about), traces)) for name, call in calls]
    return {name: traces for name, traces in found if traces}


def test_every_method_of_every_desk_is_called_here() -> None:
    assert set(methods()) == set(CALLS), "a new method needs a call in desk_calls"


@pytest.mark.parametrize("about", [MARIA.chart, OCTAVIA.chart])
@pytest.mark.parametrize("role", OTHERS)
def test_who_reads_no_charts_is_told_of_nobody(
    hospital: Hospital, tmp_path: Path, role: Role, about: str
) -> None:
    subject = furnish(hospital, tmp_path)[about]
    traces = [t for who in PEOPLE for t in who.traces()]
    traces += [who.mrn for who in PEOPLE if who not in {subject.who, subject.beside}]
    desk = hospital.desk(role.value)
    whole = [*CALLS.items(), *BESIDE.items(), *LOOKING.items()]
    assert leaks(desk, subject, traces, whole) == {}


@pytest.mark.parametrize("role", READERS)
def test_a_confidential_chart_tells_nothing_until_the_glass_is_broken(
    hospital: Hospital, tmp_path: Path, role: Role
) -> None:
    subject = furnish(hospital, tmp_path)[OCTAVIA.chart]
    desk = hospital.desk(role.value)
    own_work = REVIEWED if role is Role.PRIVACY else set()
    calls = [(n, c) for n, c in (BESIDE | CALLS).items() if n not in own_work]
    assert leaks(desk, subject, OCTAVIA.traces(), calls) == {}


def test_with_the_right_and_the_glass_broken_the_same_calls_tell_all(
    hospital: Hospital, tmp_path: Path
) -> None:
    subject = furnish(hospital, tmp_path)[OCTAVIA.chart]
    desk = hospital.desk("everybody", Role.SUPERVISOR, Role.ROI, Role.PRIVACY)
    desk.charts.break_glass(OCTAVIA.mrn, reason="asked by the ward")
    silent = {
        name
        for name, call in (LOOKING | BESIDE).items()
        if not told(answer(call, desk, subject), OCTAVIA.traces())
    }
    assert silent == SILENT


REVIEWED = {"accesses.openings"}
"""The privacy officer reviews why a confidential chart was opened, and reads the reasons."""

SILENT = {
    "templates.all",
    "templates.open",
    "templates.try_",
    "audit.anchor", "audit.head", "audit.verify", "audit.verified", "audit.vocabulary",
    "staff.list", "staff.site", "personal.all",
    "cases.today", "disclosures.today", "releases.today", "worklist.today",
    "accountings.cost",
    "drafts.all", "drafts.find", "directory.all", "casework.colleagues", "mail.sent",
    "charts.holds",
    "charts.numbers", "corrections.legend", "letters.issued", "worklist.ids", "worklist.overview",
    "scans.read", "scans.watch",
    "matching.check_file", "matching.counts", "matching.evidence", "matching.model_document",
    "matching.model_in_use", "matching.models", "matching.report", "matching.useful",
}  # fmt: skip
"""What tells of nobody anyway: counts, dates, settings, ids and numbers, how much is the same."""
