# SPDX-License-Identifier: Apache-2.0
"""Amended again and again, and by two at once: every revision is kept byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import builders as b
from himdesk.domain.changes import sha256
from himdesk.domain.charts.items import Document
from himdesk.services.charts.legend import HELD
from himdesk.services.corrections.outcomes import Mode
from himdesk.store import content
from himdesk.store.verify import verify

if TYPE_CHECKING:
    from himdesk.services.corrections.outcomes import Outcome
    from services.hospital import Hospital

TESTS = Path(__file__).parents[1]
ORIGINAL = b"Smoker.\r\nna\xc3\xafve, fran\xe7ais in another charset\0\tend\n"

# Desks of their own, which wait when they have planned and have not written yet.
WORKER = """
import json, sys
from itertools import count
sys.path.insert(0, sys.argv[1])
from himdesk.domain.errors import HimdeskError
from himdesk.services.corrections.corrections import Corrections
from himdesk.services.corrections.demographics import Stated
from himdesk.store.engine import connect
from services.hospital import Hospital

def wait():
    print("planned", flush=True)
    sys.stdin.readline()

class Waiting(Corrections):
    __slots__ = ()
    def foresee(self, session, order):
        found = Corrections.foresee(self, session, order)
        wait()
        return found

_, _, url, number, what, value = sys.argv
hospital = Hospital(connect(url), numbers=count(int(number) * 100_000))
clerk = Waiting(hospital.desk(f"clerk{number}").context)
try:
    if what == "addendum":
        done = clerk.amend("note", kind=what, text=value, author="Dr. Lee", reason="came later")
    elif what == "birth_date":
        done = clerk.correct("0012-A", Stated(field=what, values={"value": value}), reason="seen")
    else:
        wait()
        done = hospital.desk(f"supervisor{number}").approvals.approve(value)
    told = {"mode": done.mode.value}
except HimdeskError as error:
    told = {"code": error.code, "text": error.message()}
print(json.dumps(told))
"""


def at_once(url: str, what: str, *values: str) -> list[dict[str, Any]]:
    """What each process answers, all of which had planned before one of them wrote."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(TESTS), url, str(number), what, value],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, value in enumerate(values, 1)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "planned\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    return [json.loads(worker.communicate(timeout=60)[0]) for worker in workers]


@pytest.fixture
def noted(hospital: Hospital) -> Hospital:
    with hospital.database.write("admin") as session:
        content.put(session, [ORIGINAL])
    note = b.a_document(
        "A", id="note", author="Dr. Lee", content=sha256(ORIGINAL), content_type="text/plain"
    )
    hospital.add(b.a_chart("A", b.a_name("A", "Okonkwo", "Grace"), b.a_birth_date("A"), note))
    hospital.add(b.a_chart("B", b.a_name("B", "Lakewood", "Bea")))
    for number in (1, 2):
        hospital.desk(f"clerk{number}")
        hospital.desk(f"supervisor{number}")
    return hospital


def bodies(hospital: Hospital, chart: str = "A") -> dict[str, bytes]:
    """The bytes of every document of a chart."""
    found = {}
    with hospital.database.read() as session:
        for item in hospital.chart(chart).items:
            if isinstance(item.details, Document) and item.details.content:
                found[item.id] = content.get(session, item.details.content)
    return found


def approve(hospital: Hospital, asked: Outcome) -> str:
    if asked.mode is Mode.PROPOSED:
        assert asked.request is not None
        asked = hospital.desk("supervisor").approvals.approve(asked.request.id)
    assert asked.applied is not None
    return asked.applied.id


def test_each_earlier_revision_is_kept_byte_for_byte_whatever_happens(noted: Hospital) -> None:
    corrections = noted.desk("clerk").corrections
    kept = bodies(noted)
    assert kept == {"note": ORIGINAL}
    texts = {
        "addendum": "Echo:\r\nunchanged\u2009.",
        "late-entry": "Weight 71 kg.\n",
        "correction": "Never smoked.",
        "retraction": "Not this visit.",
    }
    for kind, text in (*texts.items(), ("undo", ""), ("correction", "Never smoked, ever.")):
        if kind == "undo":
            last = noted.desk("clerk").charts.history("0012-A")[0].applied
            approve(noted, corrections.undo(last.id, reason="no"))
        else:
            asked = corrections.amend("note", kind=kind, text=text, author="Dr. Lee", reason="so")
            approve(noted, asked)
        now = bodies(noted)
        assert kept.items() <= now.items()
        assert set(now.values()) - set(kept.values()) <= {text.encode()}
        kept = now
    assert len(kept) == len(texts) + 2
    approve(noted, corrections.move("note", to="0012-B", reason="hers"))
    assert kept.items() <= bodies(noted, "B").items()
    assert verify(noted.database).first_broken is None


def test_what_came_since_is_told_by_the_charts_number(noted: Hospital) -> None:
    asked = noted.desk("clerk").corrections.amend(
        "note", kind="correction", text="never", author="Dr. Lee", reason="told"
    )
    assert asked.request is not None
    noted.arrive(b.a_clinical("A", display="Potassium"))
    review = noted.desk("supervisor").approvals.review(asked.request.id)
    assert [review.numbers[each.chart] for each in review.later] == ["0012-A"]


def test_two_addenda_at_the_same_time_are_both_kept(noted: Hospital, made_database: str) -> None:
    told = at_once(made_database, "addendum", "the same words", "the same words")
    assert told == [{"mode": "applied"}] * 2
    assert sorted(bodies(noted).values()) == sorted([ORIGINAL, *[b"the same words"] * 2])
    assert verify(noted.database).first_broken is None


def test_of_two_corrections_approved_at_the_same_time_one_is_refused_and_told_why(
    noted: Hospital, made_database: str
) -> None:
    asked = [
        noted.desk(f"clerk{n}").corrections.amend(
            "note", kind="correction", text=f"never {n}", author="Dr. Lee", reason="told"
        )
        for n in (1, 2)
    ]
    requests = [each.request.id for each in asked if each.request is not None]
    told = at_once(made_database, "approve", *requests)
    (done,) = [n for n, each in enumerate(told) if each.get("mode") == "applied"]
    assert told[1 - done]["code"] == "stale"
    assert sorted(bodies(noted).values()) == sorted([ORIGINAL, f"never {done + 1}".encode()])
    assert verify(noted.database).first_broken is None


def test_of_two_demographic_corrections_at_the_same_time_one_is_refused_and_told_why(
    noted: Hospital, made_database: str
) -> None:
    told = at_once(made_database, "birth_date", "1984-03-21", "1984-12-21")
    (done,) = [n for n, each in enumerate(told) if each.get("mode") == "applied"]
    other = told[1 - done]
    assert other["code"] == "record-moved-on"
    assert f"clerk{done + 1}" in other["text"]
    shown = noted.chart("A").value("birth_date")
    assert shown == ("1984-03-21", "1984-12-21")[done]
    assert verify(noted.database).first_broken is None


def test_a_correction_is_shown_beside_the_text_that_holds_before_it(noted: Hospital) -> None:
    corrections = noted.desk("clerk").corrections
    how = {"kind": "correction", "author": "Dr. Lee", "reason": "told"}
    held = ORIGINAL.decode(errors="replace").replace("\r\n", "\n")
    for text in ("never smoked", "never smoked, ever"):
        planned = corrections.amend("note", text=text, dry_run=True, **how)
        (filed,) = planned.created.items
        assert corrections.legend(planned)[1][f"{filed.id}/{HELD}"] == held
        approve(noted, corrections.amend("note", text=text, **how))
        held = text
    addendum = corrections.amend("note", text="more", dry_run=True, **how | {"kind": "addendum"})
    assert not any(name.endswith(HELD) for name in corrections.legend(addendum)[1])
