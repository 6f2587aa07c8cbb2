# SPDX-License-Identifier: Apache-2.0
"""ER7 text to segments, fields, repetitions, components and subcomponents, unescaped.

Tolerant as messages in the wild demand: any line ends, MLLP frames, a byte order mark, batch
envelopes, lines that go on without a segment name, fields beyond those of the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from himdesk.exchange.encoding import BOM
from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7v2.escapes import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_START: Final = re.compile(rb"(?:^|(?<=[\r\n\x0b\x1c]))[ \t]*MSH(?=[^\w\s])")
_SEGMENT: Final = re.compile(r"[A-Z][A-Z0-9]{2}(?=\W|$)")
_ENVELOPE: Final = frozenset({"FHS", "BHS", "BTS", "FTS"})
_CHARSETS: Final = {
    "": "utf-8",
    "ASCII": "utf-8",
    "UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "ISO IR192": "utf-8",
    "WINDOWS-1252": "cp1252",
    **{f"8859/{part}": f"iso8859-{part}" for part in (*range(1, 12), 13, 14, 15, 16)},
}
_CHARSET_FIELD: Final = 18
_MSH_SIGNS: Final = 8
NULL: Final = '""'
"""What a sender writes to say that a value is to be empty."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters that part a message's text."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


@dataclass(frozen=True, slots=True)
class Component:
    """One repetition of a field, parted into components: `at(1)` is the first one."""

    parts: tuple[tuple[str, ...], ...]

    def at(self, component: int, sub: int = 1) -> str | None:
        """A subcomponent without blanks around it; None if it is absent, empty or null."""
        if component > len(self.parts) or sub > len(self.parts[component - 1]):
            return None
        value = self.parts[component - 1][sub - 1].strip()
        return None if value in {"", NULL} else value

    def __bool__(self) -> bool:
        """Whether any component says something."""
        return any(self.at(n + 1, m + 1) for n, c in enumerate(self.parts) for m in range(len(c)))


EMPTY: Final = Component(())


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a message; fields are counted from 1, as in the standard."""

    name: str
    fields: tuple[str, ...]
    signs: Signs
    charset: str

    def all(self, field: int) -> tuple[Component, ...]:
        """The repetitions of a field that say something."""
        if field > len(self.fields) or not self.fields[field - 1]:
            return ()
        signs = self.signs
        plain = partial(unescape, signs=signs, charset=self.charset)
        found = (
            _component(text, signs, plain)
            for text in self.fields[field - 1].split(signs.repetition)
        )
        return tuple(each for each in found if each)

    def first(self, field: int) -> Component:
        """The first repetition of a field; an empty one if there is none."""
        return next(iter(self.all(field)), EMPTY)

    def text(self, field: int, component: int = 1) -> str | None:
        """A component of the first repetition."""
        return self.first(field).at(component)

    def whole(self, field: int) -> str | None:
        """A field of text as it is, with all its signs as letters."""
        if field > len(self.fields):
            return None
        value = unescape(self.fields[field - 1], signs=self.signs, charset=self.charset).strip()
        return None if value in {"", NULL} else value


@dataclass(frozen=True, slots=True)
class Message:
    """The segments of one message, and its own bytes."""

    segments: tuple[Segment, ...]
    body: bytes

    def one(self, name: str) -> Segment | None:
        """The first segment of a name."""
        return next((s for s in self.segments if s.name == name), None)

    @property
    def event(self) -> str:
        """Message code and trigger event, as "ADT^A40"."""
        msh = self.segments[0]
        code, event = msh.text(9, 1), msh.text(9, 2)
        evn = self.one("EVN")
        event = event or (evn.text(1) if evn else None)
        return f"{code or '?'}^{event or '?'}"


def _component(text: str, signs: Signs, plain: Callable[[str], str]) -> Component:
    return Component(
        tuple(
            tuple(plain(sub) for sub in component.split(signs.subcomponent))
            for component in text.split(signs.component)
        )
    )


def split(data: bytes) -> Iterator[bytes]:
    """The messages of a file, each with its own bytes, without frames and envelopes."""
    data = data.removeprefix(BOM)
    starts = [match.start() for match in _START.finditer(data)]
    for start, end in pairwise([*starts, len(data)]):
        yield data[start:end].strip(b" \t\r\n\x0b\x1c")


def parse(body: bytes) -> Message:
    """One message.

    Raises:
        Unacceptable: its separators or its character set can't be used.
    """
    signs = _signs(body[:_MSH_SIGNS].decode("latin-1"))
    charset = _charset(body, signs)
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as fault:
        raise Unacceptable(
            f"byte {fault.start + 1} of the message is not {charset.upper()}; "
            "expected that, or the character set named in MSH-18."
        ) from fault
    if "\0" in text:
        raise Unacceptable("the message has a NUL byte; expected text.")
    found = [_segment(line, signs, charset) for line in _lines(text)]
    return Message(tuple(s for s in found if s.name not in _ENVELOPE), body)


def _signs(head: str) -> Signs:
    found = head[3:8].ljust(5)
    signs = Signs(*found)
    used = [s for s in found[:4] if s != " "]
    if any(s.isalnum() or s.isspace() for s in found[:2]) or len(set(used)) != len(used):
        raise Unacceptable("MSH-1 and MSH-2 are not usable; expected separators such as |^~\\&.")
    return signs


def _charset(body: bytes, signs: Signs) -> str:
    first = re.split(rb"[\r\n]", body, maxsplit=1)[0].decode("latin-1")
    fields = first.split(signs.field)
    named = fields[_CHARSET_FIELD - 1] if len(fields) >= _CHARSET_FIELD else ""
    name = named.split(signs.repetition)[0].strip().upper()
    if name not in _CHARSETS:
        raise Unacceptable(
            "MSH-18 names a character set that is not known; expected UNICODE UTF-8."
        )
    return _CHARSETS[name]


def _lines(text: str) -> Iterator[str]:
    """The lines, each with those that follow it and name no segment."""
    current = ""
    for line in re.split(r"\r\n|\r|\n|\x1c", text):
        if _SEGMENT.match(line):
            if current:
                yield current
            current = line
        elif line.strip():
            current += f"\n{line}"
    yield current


def _segment(line: str, signs: Signs, charset: str) -> Segment:
    name, *fields = line.split(signs.field)
    if name == "MSH":
        fields.insert(0, signs.field)
    return Segment(name[:3], tuple(fields), signs, charset)
