# SPDX-License-Identifier: Apache-2.0
"""What a dry run shows is what is then approved, down to the content hash.

An amendment alone differs: it states when it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.corrections.corrections import Corrections
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital


def two_charts(hospital: Hospital) -> str:
    visit = b.an_encounter("A", at="2025-05-01")
    hospital.add(b.a_chart("A", visit))
    hospital.add(b.a_chart("B"))
    return visit.id


def verbs(visit: str) -> dict[str, Callable[[Corrections, bool], Outcome]]:
    new = {"son": {"family": "Okafor"}}
    return {
        "move": lambda desk, dry: desk.move(visit, to="0012-B", reason="wrong", dry_run=dry),
        "split": lambda desk, dry: desk.split(
            "0012-A", moves={visit: "new:son"}, new=new, reason="two people", dry_run=dry
        ),
    }


def test_a_dry_run_has_the_content_that_is_proposed(hospital: Hospital) -> None:
    visit = two_charts(hospital)
    desk = hospital.desk("clerk").corrections
    for verb, run in verbs(visit).items():
        shown = run(desk, True)
        asked = run(desk, False)
        assert asked.request is not None, verb
        assert asked.request.content == shown.change_set.content, verb


def test_the_same_order_after_another_change_makes_other_ids(hospital: Hospital) -> None:
    visit = two_charts(hospital)
    desk = hospital.desk("clerk").corrections
    before = verbs(visit)["move"](desk, True)
    hospital.add(b.a_chart("C"))
    after = verbs(visit)["move"](desk, True)
    assert after.change_set.content != before.change_set.content


def test_two_open_splits_of_one_chart_make_charts_of_their_own(hospital: Hospital) -> None:
    """Both proposed at the same end of the ledger; the second is planned anew when approved."""
    first, second = (b.an_encounter("A", at=day) for day in ("2025-05-01", "2025-06-01"))
    hospital.add(b.a_chart("A", first, second))
    desk = hospital.desk("clerk").corrections
    asked = [
        desk.split(
            "0012-A", moves={visit.id: "new:son"}, new={"son": {"family": "Okafor"}}, reason="two"
        )
        for visit in (first, second)
    ]
    made = {
        change.id
        for outcome in asked
        for change in outcome.change_set.changes
        if (change.entity, change.field) == ("patient", "created")
    }
    assert len(made) == len(asked)
