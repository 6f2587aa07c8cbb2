# SPDX-License-Identifier: Apache-2.0
"""A database that the first version made opens, migrates and verifies in this one."""

from __future__ import annotations

import gzip
from pathlib import Path

from himdesk.store import schema
from himdesk.store.engine import connect
from himdesk.store.reading import charts
from himdesk.store.verify import verify

FIRST = Path(__file__).parents[1] / "data" / "first_version.db.gz"
HEAD = "1f668c0009b86e0aa156fb61c4522ab24f037673f7dbb59f335f6cbc9ff464fa"


def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file.write_bytes(gzip.decompress(FIRST.read_bytes()))
    database = connect(f"sqlite:///{file.as_posix()}")
    assert schema.migrate(database) == schema.HEAD
    schema.check(database)
    verdict = verify(database)
    assert verdict.ok
    assert (verdict.change_sets, verdict.head) == (4, HEAD)
    with database.read() as connection:
        owned = {item.id for item in charts.chart(connection, "A").items}
    database.close()
    assert {"A1", "B1", "late", "C1"} <= owned
