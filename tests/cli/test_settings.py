# SPDX-License-Identifier: Apache-2.0
"""What a site may set, at the console: shown and set by the administrator alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from himdesk.services.settings import ALL

if TYPE_CHECKING:
    from console import Console

PERIOD = "release.access-days"


def values(console: Console) -> dict[str, str]:
    found = console.json("settings", "list", user="boss")["settings"]
    return {each["key"]: each["value"] for each in found}


def test_settings_are_set_all_or_none_and_go_back_to_what_was_shipped(console: Console) -> None:
    assert set(values(console)) == {setting.key for setting in ALL}
    assert set(values(console).values()) == {""}
    systems = console.folder / "systems.txt"
    systems.write_text("Lab: correct the order\nPharmacy: correct the list\n", encoding="utf-8")
    lines = ("--file", f"amendment.systems={systems}")
    console.json("settings", "set", f"{PERIOD}=15", *lines, user="boss")
    assert values(console)[PERIOD] == "15"
    assert values(console)["amendment.systems"].splitlines()[1] == "Pharmacy: correct the list"
    text = console.run("settings", "list", user="boss")[1]
    assert "Days to act on a patient's request" in text
    assert "as shipped" in text
    wrong = ("worklist.claim-minutes=45", f"{PERIOD}=31")
    refused = console.json("settings", "set", *wrong, user="boss", status=2)["error"]
    assert refused["where"] == PERIOD
    assert values(console)["worklist.claim-minutes"] == "", "all or none"
    console.json("settings", "set", f"{PERIOD}=", user="boss")
    assert values(console)[PERIOD] == ""


@pytest.mark.parametrize("words", [("set",), ("set", "nothing"), ("list", f"{PERIOD}=15")])
def test_words_that_set_nothing_are_wrong_usage(console: Console, words: tuple[str, ...]) -> None:
    assert console.json("settings", *words, user="boss", status=2)["error"]["code"] == "usage"


def test_only_an_administrator_sets(console: Console) -> None:
    refused = console.json("settings", "set", f"{PERIOD}=15", user="supervisor", status=1)
    assert refused["error"]["code"] == "not-permitted"
    assert values(console)[PERIOD] == ""
