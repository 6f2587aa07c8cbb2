# SPDX-License-Identifier: Apache-2.0
"""A request that a supervisor has in a window, decided by another on the console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli import records as r
from console import PASSWORD
from himdesk.services import desk as seats

if TYPE_CHECKING:
    from console import Console

OWN = r.Person("81001", "Carter", "James", "1958-05-21")


def test_what_another_has_is_decided_only_with_take_over(console: Console) -> None:
    console.bring(
        OWN.patient("p"),
        r.visit("v", "p", "2025-02-01", OWN),
        r.note("n", "p", "v", "Smokes a pack a day.", title="Clinic note"),
    )
    (note,) = console.json("show", OWN.number)["documents"]
    plan = console.folder / "plan.json"
    moves = [{"item": note["id"], "to": "new:o"}]
    plan.write_text(json.dumps({"moves": moves, "new": {"o": {"family": "X"}}}), encoding="utf-8")
    words = ("split", OWN.number, "--plan", str(plan), "--reason", "two people")
    request = console.json(*words)["request"]["id"]
    seat = seats.open(
        f"sqlite:///{(console.folder / 'desk.db').as_posix()}", "supervisor", PASSWORD
    )
    seat.casework.claim(request)
    seat.close()

    for verb in (("approve",), ("reject", "--comment", "why?")):
        refused = console.json(verb[0], request, *verb[1:], user="supervisor2", status=1)
        assert refused["error"]["code"] == "request-taken"
        assert "supervisor has this request since" in refused["error"]["message"]
    assert console.json("requests")["requests"][0]["state"] == "proposed"
    done = console.json("approve", request, "--take-over", user="supervisor2")
    assert done["outcome"] == "applied"
    assert console.json("verify", user="auditor")["ok"]
