# SPDX-License-Identifier: Apache-2.0
"""The files of an amendment request at the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.domain.changes import sha256

if TYPE_CHECKING:
    from cli.requests import Requests

LETTER = b"I have never smoked.\r\n\r\nMaria Santos\r\n"


def test_a_letter_comes_with_the_request_and_is_written_out_as_it_came(desk: Requests) -> None:
    folder = desk.console.folder
    (folder / "letter.txt").write_bytes(LETTER)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7 cut o")
    note, *_ = desk.bring()
    case = desk.open([note], "2026-01-02", files=[folder / "letter.txt"])["id"]
    (kept,) = desk.case("show", case)["attachments"]
    assert (kept["name"], kept["size"], kept["digest"]) == ("letter.txt", 38, sha256(LETTER))
    assert desk.case("show", case)["log"][-1]["verb"] == "add-file"

    broken = ("--file", str(folder / "scan.pdf"), "--about", "the same, scanned")
    refused = desk.case("add-file", case, *broken, status=2)
    assert refused["message"] == "scan.pdf is a broken PDF. Nothing was attached."
    gone = desk.case("add-file", case, "--file", str(folder / "none.pdf"), status=2)
    assert gone["message"].startswith("none.pdf can't be read")
    (folder / "scan.txt").write_bytes(b"the envelope")
    view = desk.case("add-file", case, "--file", str(folder / "scan.txt"), "--about", "envelope")
    assert [each["about"] for each in view["attachments"]] == ["", "envelope"]

    words = ("case", "save-file", case, "--number", "1", "--out", str(folder / "out.txt"))
    assert desk.console.json(*words)["attachment"]["name"] == "letter.txt"
    assert (folder / "out.txt").read_bytes() == LETTER
    assert desk.console.run(*words, user="roi")[0] == 1
    assert "file 2: scan.txt, 12 bytes, envelope" in desk.console.run("case", "show", case)[1]
    assert desk.console.json("verify", user="auditor")["ok"]


def test_a_request_with_a_broken_file_is_not_opened(desk: Requests) -> None:
    empty = desk.console.folder / "letter.pdf"
    empty.touch()
    refused = desk.open(desk.bring()[:1], "2026-01-02", status=2, files=[empty])
    assert refused["message"] == "letter.pdf is empty (0 bytes). Nothing was attached."
    assert desk.console.json("case", "list")["cases"] == []
