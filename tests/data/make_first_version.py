# SPDX-License-Identifier: Apache-2.0
"""Makes `first_version.db.gz`, a small database of the first version: run once, kept for ever.

`python tests/data/make_first_version.py FILE`; later versions must open, migrate and verify it.
"""

# ruff: noqa: E402  modules of the tests are found only after the path is set

from __future__ import annotations

import gzip
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from himdesk.store import backup, schema
from himdesk.store.desk import access
from store_builders import open_hospital


def make(file: Path) -> None:
    """The builders count ids and times, so that every run writes the same rows."""
    with tempfile.TemporaryDirectory(prefix="himdesk-first-") as place:
        hospital = open_hospital(f"sqlite:///{Path(place).as_posix()}/first.db")
        schema.create(hospital.database)
        hospital.admit("A", "B", "C", items=3)
        hospital.merge("A", "B")
        hospital.arrive("late", "B")
        hospital.move("C1", "C", "A")
        with hospital.database.write("clerk") as connection:
            access.append(connection, at=hospital.at(), staff="clerk", verb="show", patient_id="A")
        backup.save(hospital.database, Path(place) / "copy")
        hospital.database.close()
        file.write_bytes(gzip.compress((Path(place) / "copy").read_bytes(), mtime=0))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
