# SPDX-License-Identifier: Apache-2.0
"""JSON text to plain values, strictly, with the place of every fault and the end of every value.

Numbers stay as they were written (`Number`), so that 6.30 is not told as 6.3. What JSON or FHIR
forbid and Python's parser lets pass is refused: repeated names, NaN, numbers beyond any use,
nesting that is an attack, NUL characters and halves of surrogate pairs.
"""

from __future__ import annotations

import json
import math
import re
from json.decoder import JSONDecodeError
from typing import Any, Final

from himdesk.exchange.errors import Unacceptable

MAX_DEPTH: Final = 200
MAX_DIGITS: Final = 60

_BLANKS = re.compile(r"[ \t\n\r]*")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class Number(str):
    """A JSON number in the digits of its source."""

    __slots__ = ()


class BadJson(Unacceptable):
    """The text is not JSON as FHIR needs it; `at` is the offset of the fault in the text."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(text)
        self.at = at


def skip_blanks(text: str, at: int) -> int:
    """The offset of the next character that is no blank."""
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def value_at(text: str, at: int) -> tuple[Any, int]:
    """The value that begins exactly at an offset, and the offset after it.

    Raises:
        BadJson: there is none, or it is not acceptable.
    """
    try:
        value, end = _DECODER.raw_decode(text, at)
    except JSONDecodeError as fault:
        raise BadJson(explain(fault, text), fault.pos) from fault
    except RecursionError as fault:
        raise BadJson(_TOO_DEEP, at) from fault
    except Unacceptable as fault:
        raise BadJson(fault.text, at) from fault
    if text.count("{", at, end) + text.count("[", at, end) > MAX_DEPTH:
        _check_depth(value, at)
    if text.find("\\u", at, end) >= 0 and _SUSPECT.search(text, at, end):
        _check_characters(value, at)
    return value, end


def known_value_at(text: str, at: int) -> Any:
    """The value that `value_at` found at an offset before, without checking it once more."""
    return _TRUSTING.raw_decode(text, at)[0]


def whole(text: str) -> Any:
    """The one value of a text that holds nothing else.

    Raises:
        BadJson: it is not acceptable, or something follows it.
    """
    value, end = value_at(text, skip_blanks(text, 0))
    end = skip_blanks(text, end)
    if end != len(text):
        raise BadJson("something follows after the end of the JSON value", end)
    return value


def explain(fault: JSONDecodeError, text: str) -> str:
    """What a parser's complaint means, in words."""
    rest = len(text.rstrip()) - fault.pos
    if rest <= 0 or fault.msg.startswith("Unterminated string"):
        return "the JSON is cut off: it ends in the middle of a value"
    if text[fault.pos : fault.pos + 1] == "\0":
        return "a NUL byte stands in the JSON; expected text"
    if fault.msg.startswith("Invalid control character"):
        return "a control character stands in a text; expected it escaped, as in \\n"
    if fault.msg.startswith("Invalid \\"):
        return "an escape in a text is not valid JSON"
    return f"this is not valid JSON: {fault.msg[0].lower()}{fault.msg[1:]}"


def place(text: str, at: int) -> str:
    """An offset as line and column, counted from 1."""
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - text.rfind(chr(10), 0, at)}"


_TOO_DEEP: Final = f"the JSON is nested too deeply; expected at most {MAX_DEPTH} levels"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unacceptable(f"an object has the name {twice[:40]!r} twice; expected it once")
    return result


def _number(digits: str) -> Number:
    if len(digits) > MAX_DIGITS:
        raise Unacceptable(f"a number has more than {MAX_DIGITS} digits")
    if ("e" in digits or "E" in digits) and not math.isfinite(float(digits)):
        raise Unacceptable("a number is too large; expected a decimal number")
    return Number(digits)


def _constant(word: str) -> None:
    raise Unacceptable(f"{word} is no JSON number; expected a decimal number")


def _check_depth(value: Any, at: int) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Any] = []
        for item in level:
            if type(item) is dict:
                deeper += [v for v in item.values() if type(v) is dict or type(v) is list]
            elif type(item) is list:
                deeper += [v for v in item if type(v) is dict or type(v) is list]
        if not deeper:
            return
        level = deeper
    raise BadJson(_TOO_DEEP, at)


def _check_characters(value: Any, at: int) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if type(item) is dict:
            waiting += item.keys()
            waiting += item.values()
        elif type(item) is list:
            waiting += item
        elif isinstance(item, str):
            if "\0" in item:
                raise BadJson("a text has a NUL character; expected text without it", at)
            if any("\ud800" <= c <= "\udfff" for c in item):
                raise BadJson("a text has half a surrogate pair; expected whole characters", at)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_float=_number,
    parse_int=_number,
    parse_constant=_constant,
)
_TRUSTING: Final = json.JSONDecoder(parse_float=Number, parse_int=Number)
