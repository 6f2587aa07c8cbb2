# SPDX-License-Identifier: Apache-2.0
"""Two desks divide, move, amend, merge or judge the same charts at once, and both had planned.

Who of them comes first is open. Whoever is refused reads a sentence, and each entry is in exactly
one chart.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Barrier
from typing import TYPE_CHECKING, Final

import pytest

import builders as b
from himdesk.domain.changes import CREATED, ChangeKind, sha256
from himdesk.domain.errors import HimdeskError
from himdesk.services.corrections.corrections import Corrections
from himdesk.store import content
from himdesk.store.engine import connect
from himdesk.store.verify import verify
from services.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.services.corrections.orders import Order
    from himdesk.services.corrections.outcomes import Outcome
    from himdesk.services.corrections.planned import Planned
    from himdesk.store.engine import Transaction

    Ask = Callable[[Corrections], Outcome]

CHARTS: Final = ("A", "B", "C")
REFUSALS: Final = {"stale", "record-moved-on"}


@dataclass(frozen=True, slots=True)
class Waiting(Corrections):
    """Looks at the charts, and then waits until the other one has looked at them, too."""

    both: Barrier

    def foresee(self, session: Transaction, order: Order) -> tuple[Planned, Outcome]:
        found = Corrections.foresee(self, session, order)
        self.both.wait(timeout=30)
        return found


def split(item: str, to: str) -> Ask:
    return lambda desk: desk.split("0012-A", moves={item: f"0012-{to}"}, reason="two people")


def move(item: str, to: str) -> Ask:
    return lambda desk: desk.move(item, to=f"0012-{to}", reason="the wrong chart")


def amend(item: str) -> Ask:
    return lambda desk: desk.amend(
        item, kind="correction", text="Not so.", author="Dr. Lee", reason="told"
    )


def judge(kind: ChangeKind) -> Ask:
    return lambda desk: desk.judge(kind, ["0012-A", "0012-B"], reason="looked at")


def merge(survivor: str, retired: str) -> Ask:
    return lambda desk: desk.merge(f"0012-{survivor}", [f"0012-{retired}"], reason="twice")


def furnish(hospital: Hospital) -> frozenset[str]:
    """A chart with two visits, a note in each, and two others; the ids of all entries."""
    text = b"Seen."
    with hospital.database.write("admin") as session:
        content.put(session, [text])
    kept = []
    for name in CHARTS:
        items = [b.a_name(name, "Okafor", "Kim"), b.a_birth_date(name)]
        for n in (1, 2) if name == "A" else ():
            items.append(b.an_encounter("A", id=f"visit{n}", at="2025-05-01"))
            items.append(
                b.a_document(
                    "A",
                    id=f"note{n}",
                    encounter_id=f"visit{n}",
                    content=sha256(text),
                    author="Dr. Lee",
                )
            )
        kept += [item.id for item in hospital.add(b.a_chart(name, *items)).items]
    for name in ("clerk1", "clerk2", "supervisor1", "supervisor2"):
        hospital.desk(name)
    return frozenset(kept)


def carried_out(url: str, number: int, ask: Ask, both: Barrier) -> str | HimdeskError:
    """The change set that one person's wish became, approved if it must be, or the refusal."""
    hospital = Hospital(connect(url), numbers=count(number * 100_000))
    try:
        done = ask(Waiting(hospital.desk(f"clerk{number}").context, both))
        if done.request is not None:
            done = hospital.desk(f"supervisor{number}").approvals.approve(done.request.id)
    except HimdeskError as refused:
        return refused
    else:
        assert done.applied is not None
        return done.applied.id
    finally:
        hospital.database.close()


def at_once(url: str, *asks: Ask) -> list[str | HimdeskError]:
    both = Barrier(len(asks))
    with ThreadPoolExecutor(len(asks)) as pool:
        jobs = [pool.submit(carried_out, url, n, ask, both) for n, ask in enumerate(asks, 1)]
        return [job.result(timeout=60) for job in jobs]


@pytest.mark.parametrize(
    ("first", "second", "done"),
    [
        pytest.param(split("visit1", "B"), split("visit1", "C"), 1, id="split, split"),
        pytest.param(split("visit1", "B"), move("visit1", "C"), 1, id="split, move"),
        pytest.param(move("visit1", "B"), amend("note1"), 1, id="move, amend"),
        pytest.param(move("visit1", "B"), amend("note2"), 2, id="move, amend another"),
        pytest.param(split("visit1", "B"), merge("C", "A"), 1, id="split, retire"),
        pytest.param(split("visit1", "B"), merge("C", "B"), 1, id="split, retire the other"),
        pytest.param(judge(ChangeKind.LINK), judge(ChangeKind.DISTINCT), 1, id="link, distinct"),
    ],
)
def test_of_two_at_once_one_is_refused_with_a_sentence_or_both_stand(
    hospital: Hospital, made_database: str, first: Ask, second: Ask, done: int
) -> None:
    before = furnish(hospital)
    told = at_once(made_database, first, second)
    applied = {each for each in told if isinstance(each, str)}
    refused = [each for each in told if isinstance(each, HimdeskError)]
    assert len(applied) == done, [each.message() for each in refused]
    for each in refused:
        assert each.code in REFUSALS
        assert each.message().endswith(".")
    charts = hospital.desk("clerk").charts
    written = [
        entry.applied
        for name in CHARTS
        for entry in charts.history(f"0012-{name}")
        if entry.applied.change_set.kind is not ChangeKind.IMPORT
    ]
    assert applied == {each.id for each in written}
    made = {c.id for each in written for c in each.change_set.changes if c.field == CREATED}
    found = [item.id for name in CHARTS for item in hospital.chart(name).items]
    assert sorted(found) == sorted(before | made), "each in exactly one chart"
    assert verify(hospital.database).first_broken is None
