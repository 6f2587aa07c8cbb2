# SPDX-License-Identifier: Apache-2.0
"""What a dry run shows is what is then approved or applied, down to the content hash.

An amendment, a statement about a person and a hold state when they were written: where the clock
goes on between the two, they differ in that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import builders as b
from himdesk.domain.changes import ChangeKind, sha256
from himdesk.services.corrections.corrections import Corrections
from himdesk.services.corrections.demographics import Stated
from himdesk.store import content
from services.hospital import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital

    Verb = Callable[[Corrections, bool], Outcome]


def two_charts(hospital: Hospital) -> str:
    visit = b.an_encounter("A", at="2025-05-01")
    hospital.add(b.a_chart("A", visit))
    hospital.add(b.a_chart("B"))
    return visit.id


def verbs(visit: str) -> dict[str, Verb]:
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


def judged(kind: ChangeKind) -> Verb:
    pair = ["0012-A", "0012-B"]
    return lambda desk, dry: desk.judge(kind, pair, reason="looked at", dry_run=dry)


def amended(kind: str) -> Verb:
    return lambda desk, dry: desk.amend(
        "note", kind=kind, text=f"{kind}: not so", author="Dr. Lee", reason="told", dry_run=dry
    )


def stated(field: str, **values: str) -> Verb:
    wanted = Stated(field=field, values=values)
    return lambda desk, dry: desk.correct("0012-A", wanted, reason="licence seen", dry_run=dry)


VERBS: Final[tuple[Verb, ...]] = (
    judged(ChangeKind.LINK), judged(ChangeKind.UNLINK), judged(ChangeKind.DISTINCT),
    amended("addendum"), amended("late-entry"), amended("correction"), amended("retraction"),
    stated("birth_date", value="1984-03-21"), stated("sex", value="male"),
    lambda desk, dry: desk.hold(["other"], reason="doubtful", dry_run=dry),
    lambda desk, dry: desk.hold(["other"], reason="cleared", lift=True, dry_run=dry),
    lambda desk, dry: desk.merge("0012-A", ["0012-B"], reason="twice", dry_run=dry),
)  # fmt: skip


def test_a_dry_run_has_the_content_that_is_applied(hospital: Hospital) -> None:
    text = b"Smoker."
    with hospital.database.write("admin") as session:
        content.put(session, [text])
    notes = (b.a_document("A", id=name, content=sha256(text)) for name in ("note", "other"))
    hospital.add(b.a_chart("A", b.a_name("A"), b.a_birth_date("A"), *notes))
    hospital.add(b.a_chart("B", b.a_name("B")))
    desk = Corrections(replace(hospital.desk("supervisor").context, clock=lambda: START))
    approver = hospital.desk("supervisor2")
    for number, run in enumerate(VERBS):
        shown, done = run(desk, True), run(desk, False)
        if done.request is not None:
            assert done.request.content == shown.change_set.content, number
            done = approver.approvals.approve(done.request.id)
        assert done.applied is not None
        assert done.applied.change_set.content == shown.change_set.content, number
