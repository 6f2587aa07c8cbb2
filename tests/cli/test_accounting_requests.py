# SPDX-License-Identifier: Apache-2.0
"""Requests for an accounting at the console, from the first free one to the fee of the second."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cli.requests import MARIA, read
from himdesk.services.releases.charging import ACCOUNTING
from himdesk.store.desk import settings
from himdesk.store.engine import connect

if TYPE_CHECKING:
    from cli.requests import Requests


def asks(desk: Requests, *words: str, status: int = 0) -> Any:
    made = desk.console.json("accounting-request", *words, user="roi", status=status)
    return made["accounting_request"] if status == 0 else made["error"]


def opened(desk: Requests, received: str) -> str:
    words = ("--mrn", MARIA.number, "--requester", "Maria Santos", "--received", received)
    made = asks(desk, "open", *words)
    assert (made["state"], made["until"]) == ("open", received)
    return str(made["id"])


def reported(desk: Requests) -> None:
    """A county got a result, which is accounted for."""
    form = {
        "on": "2025-06-01", "recipient": "County", "address": "1 Main St", "description": "result",
        "purpose": "report", "basis": "public-health", "how": "post",
    }  # fmt: skip
    file = desk.console.folder / "disclosure.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    words = ("release", "record", "--mrn", MARIA.number, "--json-file", str(file))
    desk.console.json(*words, user="roi")


def charges(desk: Requests, fee: str) -> None:
    """The site asks for a fee, which it sets in the window."""
    database = connect(f"sqlite:///{desk.console.folder / 'desk.db'}")
    with database.write("boss") as session:
        settings.put(session, {ACCOUNTING: fee})
    database.close()


def letter(desk: Requests, kind: str, request: str, *sent: str) -> str:
    file = desk.console.folder / f"{kind}.pdf"
    words = ("letter", "issue", kind, "--for", request, "--out", str(file), *sent)
    desk.console.json(*words, user="roi")
    return read(file)


def test_an_accounting_is_asked_for_put_off_told_its_fee_and_given(desk: Requests) -> None:
    desk.bring(confidential=True)
    charges(desk, "12.00")
    reported(desk)
    first = opened(desk, "2026-01-02")
    lost = desk.console.folder / "none" / "first.pdf"
    refused = asks(desk, "give", first, "--out", str(lost), status=2)
    assert "can't be written" in refused["message"]
    file = desk.console.folder / "first.pdf"
    assert asks(desk, "give", first, "--out", str(file))["state"] == "given"
    assert "County" in read(file)

    desk.on("2026-03-01")
    second = opened(desk, "2026-03-01")
    more = ("--reason", "An associate is late.", "--until", "2026-05-20")
    assert asks(desk, "extend", second, *more)["due"] == "2026-04-30", "nobody was told yet"
    text = letter(desk, "accounting-extension", second, "--sent", "2026-03-01", "--how", "post")
    for said in ("An associate is late.", "May 20, 2026", "9 Fennel Row", "only extension"):
        assert said in text
    (waiting,) = desk.console.json("accounting-request", "list", user="roi")["accounting_requests"]
    assert (waiting["id"], waiting["due"]) == (second, "2026-05-20")
    assert "was taken" in asks(desk, "extend", second, *more, status=1)["message"]

    out = desk.console.folder / "second.csv"
    refused = asks(desk, "give", second, "--out", str(out), status=2)
    assert "told in advance" in refused["message"]
    assert "$12.00" in letter(
        desk, "accounting-fee", second, "--sent", "2026-03-01", "--how", "fax"
    )
    refused = asks(desk, "give", second, "--out", str(out), status=2)
    assert "not agreed" in refused["message"]
    assert asks(desk, "agree", second)["notice"]["amount"] == "12.00"
    given = asks(desk, "give", second, "--out", str(out))
    assert (given["state"], given["file"]) == ("given", str(out))
    assert "County" in out.read_text(encoding="utf-8")
    ended = desk.console.json("accounting-request", "list", "--ended", user="roi")
    assert {each["id"] for each in ended["accounting_requests"]} == {first, second}
