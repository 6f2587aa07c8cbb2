# SPDX-License-Identifier: Apache-2.0
r"""Escape sequences of ER7: \F\ \S\ \T\ \R\ \E\, line breaks, and bytes in hexadecimal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.exchange.hl7v2.er7 import Signs


def unescape(text: str, *, signs: Signs, charset: str) -> str:
    """The text that was meant. What is no known sequence stays as it is."""
    mark = signs.escape
    if mark == " " or mark not in text:
        return text
    letters = {
        "F": signs.field,
        "S": signs.component,
        "R": signs.repetition,
        "E": mark,
        "T": signs.subcomponent,
        "H": "",
        "N": "",
        ".br": "\n",
    }

    def meant(match: re.Match[str]) -> str:
        said = match[1]
        if said in letters:
            return letters[said]
        if said[:1] == "X":
            return _bytes(said[1:], charset) or match[0]
        if re.fullmatch(r"\.(sp|in|ti|sk|ce|fi|nf)[ +-]?\d*", said):
            return "\n" if said[1:3] in {"sp", "ce"} else " "
        return match[0]

    return re.sub(rf"{re.escape(mark)}([^{re.escape(mark)}]*){re.escape(mark)}", meant, text)


def _bytes(digits: str, charset: str) -> str | None:
    try:
        text = bytes.fromhex(digits).decode(charset)
    except ValueError:
        return None
    return text.replace("\0", "")


def escape(text: str, *, signs: Signs) -> str:
    """The text with all that would part it, or end its line, escaped."""
    mark = signs.escape
    letters = {
        mark: f"{mark}E{mark}",
        signs.field: f"{mark}F{mark}",
        signs.component: f"{mark}S{mark}",
        signs.repetition: f"{mark}R{mark}",
        signs.subcomponent: f"{mark}T{mark}",
        "\n": f"{mark}.br{mark}",
    }
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letters.get(c, c) for c in plain)
