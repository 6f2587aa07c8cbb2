# SPDX-License-Identifier: Apache-2.0
"""What the console says of a file that it can't import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console import Console


def test_a_file_in_no_known_format_is_named_once(console: Console) -> None:
    file = console.folder / "unknown.csv"
    file.write_text("colour;size\nred;2\n", encoding="utf-8")
    status, out, _ = console.run("import", str(file), user="boss")
    assert status == 2
    refusals = [line for line in out.splitlines() if "expected" in line or "known" in line]
    assert refusals
    assert "unknown.csv: unknown.csv" not in out
    entry = console.json("import", str(file), user="boss", status=2)["files"][0]["rejected"][0]
    assert "unknown.csv" in entry["where"]
    assert "unknown.csv" not in entry["reason"]
