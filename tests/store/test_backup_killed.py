# SPDX-License-Identifier: Apache-2.0
"""A restore into a server that is killed leaves neither a row nor a copy of the backup."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from himdesk.store import backup
from himdesk.store.engine import connect
from himdesk.store.verify import verify
from store.failing import rows_of

if TYPE_CHECKING:
    from store_builders import Hospital

KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from himdesk.store import backup
from himdesk.store.engine import connect
from store.failing import Statements
faults = Statements(lambda: os.kill(os.getpid(), signal.SIGKILL))
faults.arm({at})
with faults.watched():
    backup.restore(Path({source!r}), connect({url!r}))
"""


@pytest.mark.postgres
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("at", [5, 60, 300])
def test_a_killed_restore_leaves_nothing_anywhere(
    sqlite_hospital: Hospital, postgres_database: str, tmp_path: Path, at: int
) -> None:
    sqlite_hospital.admit("A", "B")
    source, temporary = tmp_path / "kept" / "copy", tmp_path / "temporary"
    source.parent.mkdir()
    temporary.mkdir()
    backup.save(sqlite_hospital.database, source)
    path = [str(Path(__file__).parents[n]) for n in (1, 2)]
    script = KILLED.format(path=path, at=at, source=str(source), url=postgres_database)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(temporary.iterdir()) == []
    assert list(source.parent.iterdir()) == [source]
    database = connect(postgres_database)
    assert inspect(database.engine).get_table_names() == []
    backup.restore(source, database)
    assert rows_of(database) == rows_of(sqlite_hospital.database)
    assert verify(database).ok
    database.close()
