# SPDX-License-Identifier: Apache-2.0
"""ER7 as the standard wants it: UTF-8, carriage returns, the structure of the event in MSH-9.

What is written can be read: `parse(write(...))` has the same values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7v2.er7 import Signs
from himdesk.exchange.hl7v2.escapes import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Value: TypeAlias = "str | Sequence[str | Sequence[str | None] | None] | None"
"""A text, or components, each a text or its subcomponents."""

SIGNS: Final = Signs("|", "^", "~", "\\", "&")
STRUCTURES: Final = {
    "A04": "ADT_A01",
    "A08": "ADT_A01",
    "A24": "ADT_A24",
    "A28": "ADT_A05",
    "A31": "ADT_A05",
    "A37": "ADT_A37",
    "A40": "ADT_A39",
    "A41": "ADT_A39",
    "A43": "ADT_A43",
    "A44": "ADT_A43",
    "A45": "ADT_A45",
    "T02": "MDM_T02",
    "T08": "MDM_T02",
    "T10": "MDM_T02",
    "T11": "MDM_T01",
}
"""The message structures of version 2.5.1 by trigger event."""

_VERSION: Final = "2.5.1"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAME: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_TIME: Final = re.compile(r"\d{14}[+-]\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A segment to be written: fields from 1, each a value or a list of repetitions."""

    name: str
    fields: tuple[Value | list[Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a message's header says: who sends what to whom; `at` is YYYYMMDDHHMMSS+ZZZZ."""

    sender: tuple[str, str]
    receiver: tuple[str, str]
    at: str
    event: str
    control_id: str
    training: bool = False


def write(envelope: Envelope, lines: Iterable[Line]) -> bytes:
    """A message.

    Raises:
        Unacceptable: an event, a segment or a text is not one that HL7 v2 can carry.
    """
    head = _header(envelope)
    body = [_line(line.name, line.fields) for line in lines]
    return "".join(f"{line}\r" for line in (head, *body)).encode()


def _header(envelope: Envelope) -> str:
    structure = STRUCTURES.get(envelope.event)
    if structure is None:
        raise Unacceptable(f"no message of the event {envelope.event} is written here.")
    if not _TIME.fullmatch(envelope.at):
        raise Unacceptable("MSH-7: expected a time as YYYYMMDDHHMMSS+ZZZZ.")
    if not 1 <= len(envelope.control_id) <= 20:  # noqa: PLR2004 the length of MSH-10 in 2.5.1
        raise Unacceptable("MSH-10: expected 1 to 20 characters.")
    fields: tuple[Value, ...] = (
        *envelope.sender,
        *envelope.receiver,
        envelope.at,
        None,
        (structure[:3], envelope.event, structure),
        envelope.control_id,
        "T" if envelope.training else "P",
        _VERSION,
        *(None,) * 5,
        "UNICODE UTF-8",
    )
    return _line("MSH", ("", *fields)).replace("MSH|", f"MSH|{_encoding()}", 1)


def _encoding() -> str:
    return SIGNS.component + SIGNS.repetition + SIGNS.escape + SIGNS.subcomponent


def _line(name: str, fields: Sequence[Value | list[Value]]) -> str:
    if not _NAME.fullmatch(name):
        raise Unacceptable("a segment's name is not three capital letters or digits.")
    written = [_field(field) for field in fields]
    while written and not written[-1]:
        written.pop()
    return SIGNS.field.join((name, *written))


def _field(field: Value | list[Value]) -> str:
    repetitions = field if isinstance(field, list) else [field]
    return SIGNS.repetition.join(_value(each) for each in repetitions)


def _value(value: Value) -> str:
    if value is None or isinstance(value, str):
        return _text(value)
    parts = [
        _text(part)
        if part is None or isinstance(part, str)
        else _joined(SIGNS.subcomponent, [_text(sub) for sub in part])
        for part in value
    ]
    return _joined(SIGNS.component, parts)


def _joined(sign: str, parts: list[str]) -> str:
    return sign.join(parts).rstrip(sign)


def _text(text: str | None) -> str:
    if text is None:
        return ""
    if _CONTROL.search(text):
        raise Unacceptable("a text has a control character; expected letters and line ends.")
    return escape(text, signs=SIGNS)
