# SPDX-License-Identifier: Apache-2.0
"""How long the undo of an import takes: python tests/benchmarks/bench_undo_import.py [PATIENTS].

The baseline is the import itself, which wrote what the undo takes back.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from bench_import import context, memory_mb, write_files

from himdesk.domain.roles import Role
from himdesk.services.corrections.corrections import Corrections
from himdesk.services.intake import Exchange
from himdesk.store.engine import connect
from himdesk.store.schema import create
from himdesk.store.verify import verify


def open_to_all(folder: Path) -> None:
    """Leave out what makes charts confidential: the clerk here has broken no glass."""
    (folder / "Flag.ndjson").unlink()
    file = folder / "Patient.ndjson"
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    plain = [{k: v for k, v in found.items() if k != "meta"} for found in lines]
    file.write_text("".join(json.dumps(found) + "\n" for found in plain), "utf-8")


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder / 'bench.db'}"
        database = connect(url)
        create(database)
        count = write_files(folder / "files", patients)
        open_to_all(folder / "files")
        desk = Exchange(context(database, "admin", Role.ADMIN))
        start = time.perf_counter()
        report = desk.import_files([folder / "files"], "bench")
        taken = time.perf_counter() - start
        print(f"{count} resources of {patients} patients, {database.dialect}")
        print(f"import    {taken:8.2f} s")
        corrections = Corrections(context(database, "clerk", Role.SUPERVISOR))
        start = time.perf_counter()
        done = len(corrections.undo_import(report["import"], reason="bench"))
        undone = time.perf_counter() - start
        rate = f"{done / undone:.0f} change sets/s"
        print(f"undo      {undone:8.2f} s  {undone / taken:6.1f} x import  {rate} of {done}")
        print(f"memory    {memory_mb():8.0f} MB")
        assert verify(database).ok
        database.close()


if __name__ == "__main__":
    main()
