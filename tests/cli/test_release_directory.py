# SPDX-License-Identifier: Apache-2.0
"""The directory of recipients at the console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console import Console


def test_an_entry_is_written_and_listed(console: Console) -> None:
    file = console.folder / "entry.json"
    entry = {"name": "Zenith", "kind": "insurer", "fax": "555-0199", "verified_how": "called back"}
    file.write_text(json.dumps(entry), encoding="utf-8")
    assert console.json("release", "recipients", user="roi")["recipients"] == []
    written = console.json("release", "recipients", "--json-file", str(file), user="roi")
    (found,) = console.json("release", "recipients", user="roi")["recipients"]
    assert written["recipients"] == [found]
    assert (found["name"], found["fax"], found["verified_by"]) == ("Zenith", "555-0199", "roi")
