# SPDX-License-Identifier: Apache-2.0
"""Two processes correct the same chart at once: one does, the other is told what happened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.importing import Intake, a_patient, a_result

if TYPE_CHECKING:
    from services.hospital import Hospital

TESTS = Path(__file__).parents[1]

# A desk of its own whose clock is first asked when the merge is planned: there it waits.
WORKER = """
import json, sys
from itertools import count
sys.path.insert(0, sys.argv[1])
from himdesk.domain.errors import HimdeskError
from himdesk.store.engine import connect
from services.hospital import Hospital

class Desk(Hospital):
    waited = False
    def clock(self):
        if not self.waited:
            self.waited = True
            print("planned", flush=True)
            sys.stdin.readline()
        return super().clock()

_, _, url, number, survivor, retired = sys.argv
desk = Desk(connect(url), numbers=count(int(number) * 100_000))
try:
    done = desk.desk("supervisor").corrections.merge(survivor, [retired], reason="one person")
    told = {"mode": done.mode.value}
except HimdeskError as error:
    told = {"code": error.code, "text": error.message()}
print(json.dumps(told))
"""


def at_once(url: str, *merges: tuple[str, str]) -> list[dict[str, Any]]:
    """What each process answers, that merges a pair; all had planned before one of them wrote."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(TESTS), url, str(number), *pair],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, pair in enumerate(merges, 1)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "planned\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    return [json.loads(worker.communicate(timeout=60)[0]) for worker in workers]


def test_one_of_two_merges_of_a_chart_is_done(
    hospital: Hospital, made_database: str, tmp_path: Path
) -> None:
    intake = Intake(hospital, tmp_path)
    people = [a_patient(f"p{n}", f"100{n}") for n in (1, 2, 3)]
    intake.send(*people, a_result("o2", "p2"))
    hospital.desk("supervisor")
    before = intake.head()[0]
    told = at_once(made_database, ("1001", "1002"), ("1003", "1002"))
    (done,) = [each for each in told if "mode" in each]
    (other,) = [each for each in told if "code" in each]
    assert done["mode"] == "applied"
    assert other["code"] == "record-moved-on"
    assert "supervisor" in other["text"]
    assert intake.head()[0] == before + 1
    winner = ("1001", "1003")[told.index(done)]
    assert intake.item(winner, "Glucose").details.value == "5.4"
    assert intake.chart("1002").patient.replaced_by == intake.chart(winner).patient.id
    assert intake.verified()


def test_of_two_opposite_merges_one_is_done_and_the_other_told_who_was_first(
    hospital: Hospital, made_database: str, tmp_path: Path
) -> None:
    intake = Intake(hospital, tmp_path)
    intake.send(*(a_patient(f"p{n}", f"100{n}") for n in (1, 2)))
    hospital.desk("supervisor")
    told = at_once(made_database, ("1001", "1002"), ("1002", "1001"))
    (done,) = [each for each in told if "mode" in each]
    (other,) = [each for each in told if "code" in each]
    loser = ("1002", "1001")[told.index(done)]
    assert f"Chart {loser} was merged into another one by supervisor meanwhile" in other["text"]
    assert intake.chart(loser).patient.status == "retired"
    assert intake.verified()
