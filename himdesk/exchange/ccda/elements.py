# SPDX-License-Identifier: Apache-2.0
"""XML of CDA by local names, read safely: no document type, so no entities; not too deep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn
from xml.etree.ElementTree import ParseError, XMLParser

from himdesk.exchange.errors import Unacceptable
from himdesk.exchange.hl7time import fhir_time

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 200
SHORT: Final = 500
_STEP: Final = 16 * 1024


@dataclass(slots=True)
class Element:
    """An element: its local name, attributes, text before its first child, and children."""

    name: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def all(self, path: str) -> Iterator[Element]:
        """The elements at a path of local names, such as "patientRole/patient/name"."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.name == first:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def one(self, path: str) -> Element | None:
        """The first element at a path that is not null."""
        return next((e for e in self.all(path) if "nullFlavor" not in e.attributes), None)

    def get(self, path: str, attribute: str) -> str | None:
        """An attribute of the first element at a path."""
        found = self.one(path)
        value = found.attributes.get(attribute, "").strip() if found else ""
        if len(value) > SHORT:
            raise Unacceptable(f"{path}/@{attribute}: expected at most {SHORT} characters.")
        return value or None

    def said(self) -> str | None:
        """The text of the element itself, blanks put together."""
        text = " ".join("".join(self.words).split())
        if len(text) > SHORT:
            raise Unacceptable(f"{self.name}: expected at most {SHORT} characters.")
        return text or None

    def time(self, path: str) -> str | None:
        """The time in @value of the element at a path, as FHIR writes it."""
        value = self.get(path, "value")
        if value is None:
            return None
        when = fhir_time(value)
        if when is None:
            raise Unacceptable(f"{path}: expected a time that exists, as YYYYMMDD[HHMM[SS]+ZZZZ].")
        return when


class _Builder:
    """What the parser calls; it refuses a document type before anything of it is used."""

    def __init__(self) -> None:
        self.top = Element("", {})
        self.open = [self.top]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) > MAX_DEPTH:
            raise Unacceptable(f"the XML is nested too deeply; expected at most {MAX_DEPTH}.")
        plain = {_local(name): value for name, value in attributes.items()}
        made = Element(_local(tag), plain)
        self.open[-1].children.append(made)
        self.open.append(made)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].words.append(text)

    def doctype(self, *_parts: str | None) -> NoReturn:
        raise Unacceptable("the XML has a document type (DOCTYPE); expected none in a C-CDA.")

    def close(self) -> None:
        """Called at the end; the top has all."""


def parse(data: bytes) -> Element:
    """The root element of an XML document.

    Raises:
        Unacceptable: it is not XML, or not harmless.
    """
    builder = _Builder()
    parser = XMLParser(target=builder)  # noqa: S314 the builder refuses DOCTYPE, so entities too
    try:
        for at in range(0, len(data), _STEP):  # a fault is only told between two steps
            parser.feed(data[at : at + _STEP])
        parser.close()
    except ParseError as fault:
        line, column = fault.position
        raise Unacceptable(
            f"line {line}, column {column + 1}: this is not well-formed XML; expected a C-CDA."
        ) from fault
    except (LookupError, ValueError) as fault:
        raise Unacceptable(
            "the XML is in an encoding that is not known; expected UTF-8."
        ) from fault
    return builder.top.children[0]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
