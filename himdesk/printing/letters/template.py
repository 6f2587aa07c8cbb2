# SPDX-License-Identifier: Apache-2.0
"""Letter templates: versioned data, read once and checked against the fields of their kind.

A template is TOML: `kind`, `language`, `version`, optionally `reviewed` (the day counsel reviewed
it), `title` (the document's, without a patient's name), `layout` ("letter" or "record") and a
list of `[[block]]`. Text may hold `{field}` and `**bold**`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from himdesk.printing.errors import TemplateUnreadable, UnknownField
from himdesk.printing.letters.fields import FILTERS, Field, item_type
from himdesk.printing.letters.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TOKEN: Final = re.compile(r"(\{[^{}]*\}|\*\*)")
_BLOCK: Final = re.compile(r"^\s*\[\[\s*block\s*\]\]", re.MULTILINE)
_TOML_LINE: Final = re.compile(r"at line (\d+)")
_HASH: Final = 12
_FACT: Final = 2
_E = TypeVar("_E", bound=StrEnum)
_KEYS: Final = frozenset({"kind", "language", "version", "reviewed", "title", "layout", "block"})


class BlockType(StrEnum):
    """What a block draws."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    WARNING = "warning"
    LIST = "list"
    TICKS = "ticks"
    FACTS = "facts"
    TABLE = "table"
    SIGN = "sign"
    CLOSING = "closing"
    ENCLOSURES = "enclosures"
    PAGE = "page"
    """What follows begins on a page of its own."""


class Layout(StrEnum):
    """A letter with a recipient in the envelope's window, or a sheet for the record."""

    LETTER = "letter"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Piece:
    """Fixed words or a field, plain or bold."""

    content: str | Field
    bold: bool


Text = tuple[Piece, ...]
"""A text of a template, taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block: its texts, the field it repeats for, and the field it depends on.

    `keep` holds it on one page with the block after it.
    """

    type: BlockType
    line: int
    when: str = ""
    unless: str = ""
    each: str = ""
    keep: bool = False
    text: Text = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    items: tuple[Text, ...] = ()
    head: tuple[Text, ...] = ()
    cells: tuple[Text, ...] = ()
    widths: tuple[float, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """All fixed words and fields of the block."""
        texts = (self.text, *self.items, *self.head, *self.cells, *chain(*self.rows))
        return chain(*texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTemplate:
    """A checked template; `digest` is the SHA-256 of its source."""

    kind: str
    language: str
    version: str
    title: str
    layout: Layout
    reviewed: date | None
    blocks: tuple[Block, ...]
    source: str
    digest: str

    @property
    def id(self) -> str:
        """Kind and language."""
        return f"{self.kind}.{self.language}"

    @property
    def stamp(self) -> str:
        """Id, version and the beginning of the hash: what the footer says."""
        return f"{self.id} v{self.version} {self.digest[:_HASH]}"


def load(file: Path) -> LetterTemplate:
    """Read a template's file; raises as `parse` does."""
    return parse(file.read_text(encoding="utf-8"), file.stem)


def parse(source: str, name: str) -> LetterTemplate:
    """Read and check a template.

    Raises:
        TemplateUnreadable: it is no TOML, or lacks or misuses a key.
        UnknownField: it names a field that letters of its kind do not have.
    """
    source = source.replace("\r\n", "\n")
    return _Reader(name, source).template()


class _Reader:
    """Takes one source apart; remembers it only to name lines."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._source = source
        self._block_lines = [
            source.count("\n", 0, match.end()) + 1 for match in _BLOCK.finditer(source)
        ]

    def template(self) -> LetterTemplate:
        """The whole template."""
        data = self._toml()
        for key in data.keys() - _KEYS:
            self._fail(self._line_of(key), f"“{key}” is not a key of a template.")
        kind = self._string(data, "kind")
        if kind not in KINDS:
            self._fail(self._line_of("kind"), f"“{kind}” is not a kind of letter.")
        reviewed = data.get("reviewed")
        if reviewed is not None and type(reviewed) is not date:
            self._fail(self._line_of("reviewed"), "“reviewed” is a day, such as 2026-11-22.")
        blocks = data.get("block", [])
        return LetterTemplate(
            kind=kind,
            language=self._string(data, "language"),
            version=self._string(data, "version"),
            title=self._string(data, "title"),
            layout=self._choice(Layout, data.get("layout", "letter"), self._line_of("layout")),
            reviewed=reviewed,
            blocks=tuple(self._block(i, block, kind) for i, block in enumerate(blocks)),
            source=self._source,
            digest=hashlib.sha256(self._source.encode()).hexdigest(),
        )

    def _toml(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._source)
        except tomllib.TOMLDecodeError as error:
            found = _TOML_LINE.search(str(error))
            last = self._source.count("\n") + 1
            self._fail(int(found[1]) if found else last, f"It can't be read: {error}.")

    def _block(self, index: int, data: dict[str, Any], kind: str) -> Block:
        """One block, its fields checked."""
        line = self._block_lines[index] if index < len(self._block_lines) else 1
        type_ = self._choice(BlockType, data.get("type"), line)
        item: object = None
        for key in ("each", "when", "unless"):
            if key in data:
                found = self._checked(Field.parse(str(data[key])), kind, None, line)
                item = found if key == "each" else item
        texts = _Texts(lambda field: self._checked(field, kind, item, line))
        try:
            block = Block(
                type=type_,
                line=line,
                when=str(data.get("when", "")),
                unless=str(data.get("unless", "")),
                each=str(data.get("each", "")),
                keep=data.get("keep", False) is True,
                text=texts.one(data.get("text", "")),
                rows=tuple(texts.many(row) for row in data.get("rows", [])),
                items=texts.many(data.get("items", [])),
                head=texts.many(data.get("head", [])),
                cells=texts.many(data.get("cells", [])),
                widths=tuple(float(width) for width in data.get("widths", [])),
            )
        except (TypeError, ValueError):
            self._fail(line, f"This “{type_}” block has a value of the wrong shape.")
        self._check_shape(block)
        return block

    def _check_shape(self, block: Block) -> None:
        """Rows and columns must fit each other."""
        if any(len(row) != _FACT for row in block.rows):
            self._fail(block.line, "Each of these rows has a label and a value.")
        if block.type is not BlockType.TABLE:
            return
        columns = len(block.cells)
        if not columns or len(block.head) != columns:
            self._fail(block.line, "This table's “head” and “cells” have different columns.")
        if block.widths and (len(block.widths) != columns or min(block.widths) <= 0):
            self._fail(block.line, "A table's “widths” are one number above 0 for each column.")

    def _checked(self, field: Field, kind: str, item: object, line: int) -> object:
        """The type of what a field names; raises if there is no such field."""
        root: type = KINDS[kind]
        if field.filter and field.filter not in FILTERS:
            self._unknown(field, line, tuple(sorted(FILTERS)))
        first, _, rest = field.path.partition(".")
        try:
            if first != "item" or item is None:
                return item_type(field.path, root)
            return item_type(rest, item) if rest else item
        except KeyError as error:
            self._unknown(field, line, error.args)

    def _unknown(self, field: Field, block_line: int, known: tuple[str, ...]) -> NoReturn:
        """Refuse a field, on the first line from its block on that holds it."""
        shown = f"{field.path}|{field.filter}" if field.filter else field.path
        lines = self._source.split("\n")
        after = range(block_line, len(lines) + 1)
        at = next((n for n in after if f"{{{shown}}}" in lines[n - 1]), None) or next(
            (n for n in after if f'"{shown}"' in lines[n - 1]), block_line
        )
        raise UnknownField(self._name, at, shown, known)

    def _string(self, data: dict[str, Any], key: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value:
            self._fail(self._line_of(key), f"“{key}” is missing or not a text.")
        return value

    def _choice(self, kind: type[_E], value: object, line: int) -> _E:
        try:
            return kind(str(value))
        except ValueError:
            options = ", ".join(kind)
            self._fail(line, f"“{value}” is none of: {options}.")

    def _line_of(self, key: str) -> int:
        """The line that sets a top-level key; 1 if none does."""
        found = re.search(rf"^\s*{re.escape(key)}\s*=", self._source, re.MULTILINE)
        return self._source.count("\n", 0, found.end()) + 1 if found else 1

    def _fail(self, line: int, problem: str) -> NoReturn:
        raise TemplateUnreadable(self._name, line, problem)


class _Texts:
    """Takes texts apart and hands each field to a check."""

    def __init__(self, check: Callable[[Field], object]) -> None:
        self._check = check

    def one(self, text: object) -> Text:
        """One text; raises `TypeError` if it is none."""
        if not isinstance(text, str):
            raise TypeError
        pieces: list[Piece] = []
        bold = False
        for part in filter(None, _TOKEN.split(text)):
            if part == "**":
                bold = not bold
            elif part.startswith("{"):
                field = Field.parse(part[1:-1])
                self._check(field)
                pieces.append(Piece(field, bold))
            else:
                pieces.append(Piece(part, bold))
        return tuple(pieces)

    def many(self, texts: object) -> tuple[Text, ...]:
        """A list of texts; raises `TypeError` if it is none."""
        if not isinstance(texts, list):
            raise TypeError
        return tuple(self.one(text) for text in texts)
