# SPDX-License-Identifier: Apache-2.0
"""A write that fails at any statement, or is killed at any moment, leaves all or nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from himdesk.domain.changes import PATIENT, Change, ChangeKind
from himdesk.domain.charts.items import Clinical, Name
from himdesk.domain.plans import Created
from himdesk.store.engine import connect
from himdesk.store.errors import DatabaseBusy
from himdesk.store.tables import METADATA
from himdesk.store.verify import verify
from himdesk.store.writing import ledger
from store_builders import Hospital, a_patient, an_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from himdesk.store.engine import Database


class PowerCut(Exception):
    """Something that no code of ours expects."""


class Faults:
    """Raises at the n-th statement that the engine runs."""

    def __init__(self, database: Database) -> None:
        self.left: int | None = None
        event.listen(database.engine, "before_cursor_execute", self._before)
        event.listen(database.engine, "commit", self._commit)

    def _before(self, *_: Any) -> None:
        self._count()

    def _commit(self, *_: Any) -> None:
        self._count()

    def _count(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise PowerCut


def rows_of(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def url_of(hospital: Hospital) -> str:
    return hospital.database.engine.url.render_as_string(hide_password=False)


def merge(hospital: Hospital) -> None:
    hospital.merge("A", "B", "C")


def admit(hospital: Hospital) -> None:
    items = (
        an_item("x-note", "X", Clinical(category="result", value="7"), body="0" * 64),
        an_item("x-name", "X", Name(family="New", given="Person")),
    )
    chosen = [Change(PATIENT, "X", "choice_family", None, "x-name")]
    created = Created((a_patient("X"),), items)
    hospital.apply(ChangeKind.IMPORT, chosen, created)


@pytest.mark.parametrize("work", [merge, admit])
def test_a_fault_at_any_statement_leaves_nothing(
    hospital: Hospital, work: Callable[[Hospital], None]
) -> None:
    hospital.admit("A", "B", "C")
    faults = Faults(hospital.database)
    before = rows_of(hospital.database)
    for number in count():
        faults.left = number
        try:
            work(hospital)
        except PowerCut:
            faults.left = None
            assert rows_of(hospital.database) == before
            assert verify(hospital.database).ok
        else:
            break
    faults.left = None
    assert number > 10
    assert rows_of(hospital.database) != before
    assert verify(hospital.database).ok


KILLED = """
import sys
sys.path[:0] = {path!r}
from store_builders import open_hospital
hospital = open_hospital({url!r})
hospital.count = {count}
print("go", flush=True)
for n in range(1000):
    name = f"K{round}-{{n}}"
    hospital.admit(name, items=30)
    hospital.merge("A", name)
    print("done", flush=True)
"""


def killed_at_random(url: str, round_: int, seed: random.Random) -> None:
    """Run merges in a process of their own, and kill it in the middle of one."""
    path = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    script = KILLED.format(path=path, url=url, count=1000 * (round_ + 1), round=round_)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(seed.randint(1, 4)):
            child.stdout.readline()
        timer = threading.Timer(seed.uniform(0, 0.05), child.send_signal, [signal.SIGKILL])
        timer.start()
        child.wait()
        timer.join()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_process_leaves_whole_change_sets(hospital: Hospital) -> None:
    hospital.admit("A")
    seed = random.Random(7)
    for round_ in range(4):
        killed_at_random(url_of(hospital), round_, seed)
        assert verify(hospital.database).first_broken is None
        with hospital.database.read() as connection:
            seq, _ = ledger.head(connection)
        hospital.count = 100_000 + round_
        assert hospital.admit(f"next{round_}").seq == seq + 1


def test_two_writers_append_one_after_the_other(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    failures: list[BaseException] = []

    def work(number: int) -> None:
        own = Hospital(connect(url_of(hospital)), count=1000 * number)
        try:
            for n in range(15):
                own.admit(f"W{number}-{n}", items=1)
        except BaseException as error:  # noqa: BLE001  told below
            failures.append(error)
        finally:
            own.database.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    verdict = verify(hospital.database)
    assert verdict.first_broken is None
    assert verdict.change_sets == 61


def test_a_writer_that_waits_too_long_is_told(hospital: Hospital) -> None:
    impatient = connect(url_of(hospital), wait=0.05)
    with hospital.database.write("clerk"), pytest.raises(DatabaseBusy), impatient.write("other"):
        pass
    with impatient.write("other"):
        pass
    impatient.close()


def test_readers_see_one_state_while_others_write(hospital: Hospital) -> None:
    hospital.admit("A", "B")
    with hospital.database.read() as connection:
        first = ledger.head(connection)
        hospital.merge("A", "B")
        assert ledger.head(connection) == first
    with hospital.database.read() as connection:
        assert ledger.head(connection)[0] == 2
