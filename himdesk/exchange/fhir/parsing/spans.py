# SPDX-License-Identifier: Apache-2.0
"""Walking the outer levels of a JSON text, so that the place of each inner value is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himdesk.exchange.fhir.parsing.jsontext import BadJson, skip_blanks, value_at

if TYPE_CHECKING:
    from collections.abc import Callable


def walk_object(text: str, at: int, member: Callable[[str, int], int]) -> int:
    """Go through an object; `member` is given each name and its value's offset, returns its end.

    Returns the offset after the object.

    Raises:
        BadJson: there is no object at this offset, or it is broken.
    """
    _expect(text, at, "{")
    names: set[str] = set()
    at = skip_blanks(text, at + 1)
    while text[at : at + 1] != "}" or names:
        _expect(text, at, '"')
        name, end = value_at(text, at)
        if name in names:
            raise BadJson(f"an object has the name {name[:40]!r} twice; expected it once", at)
        names.add(name)
        at = skip_blanks(text, end)
        _expect(text, at, ":")
        at = skip_blanks(text, member(name, skip_blanks(text, at + 1)))
        if text[at : at + 1] == "}":
            break
        _expect(text, at, ",")
        at = skip_blanks(text, at + 1)
    return at + 1


def walk_list(text: str, at: int, item: Callable[[int, int], int]) -> int:
    """Go through a list; `item` is given each number and offset, and returns the item's end.

    Returns the offset after the list.

    Raises:
        BadJson: there is no list at this offset, or it is broken.
    """
    _expect(text, at, "[")
    at = skip_blanks(text, at + 1)
    count = 0
    while text[at : at + 1] != "]" or count:
        at = skip_blanks(text, item(count, at))
        count += 1
        if text[at : at + 1] == "]":
            break
        _expect(text, at, ",")
        at = skip_blanks(text, at + 1)
    return at + 1


def _expect(text: str, at: int, sign: str) -> None:
    if text[at : at + 1] == sign:
        return
    if at >= len(text):
        raise BadJson("the JSON is cut off: it ends in the middle of a value", at)
    raise BadJson(f"this is not valid JSON: expected {sign}", at)
