# SPDX-License-Identifier: Apache-2.0
"""Blocks of a template, with a letter's values, as ReportLab's flowables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.platypus.flowables import Flowable, PageBreak, Spacer
from reportlab.platypus.tables import TableStyle

from himdesk.printing.letters.fields import Field, show_all
from himdesk.printing.letters.template import Block, BlockType
from himdesk.printing.typesetting.keeping import RowTable, Unit, kept
from himdesk.printing.typesetting.page import LEFT, RIGHT
from himdesk.printing.typesetting.typeset import HAIRLINE, SHADE, STOP, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from himdesk.printing.letters.fields import Scope
    from himdesk.printing.letters.template import Text
    from himdesk.printing.typesetting.typeset import Prose, Setter
    from himdesk.printing.typesetting.words import Words

_WIDTH: Final = RIGHT - LEFT
_LABEL: Final = 150.0
_BEFORE: Final = 2.0
_AFTER: Final = 7.0
_GAP: Final = 24.0
_WRITING: Final = 26.0
_TICK: Final = "☐"
_DOT: Final = "•"
_NOTHING: Final = "–"

_PLAIN: Final = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
)
_GRID: Final = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE),
)
_BOX: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 10),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ("LINEBEFORE", (0, 0), (0, -1), 3, STOP),
    ("BOX", (0, 0), (-1, -1), 0.6, STOP),
)
_SIGN: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the flowables of one letter."""

    setter: Setter
    scope: Scope
    words: Words

    def story(self, blocks: tuple[Block, ...]) -> list[Flowable]:
        """Everything between letterhead and footer."""
        story: list[Flowable] = []
        units: list[Unit] = []
        for block in filter(self._wanted, blocks):
            if block.type is BlockType.PAGE:
                story += [*kept(units), PageBreak()]
                units = []
            else:
                units += self._draw(block)
        return story + kept(units)

    def _wanted(self, block: Block) -> bool:
        """Whether the block's condition holds; a repeated block needs something to repeat."""
        when = (path for path in (block.when, block.each) if path)
        return all(self._holds(path) for path in when) and not (
            block.unless and self._holds(block.unless)
        )

    def _holds(self, path: str) -> bool:
        return any(bool(value) for value in self.scope.values(path))

    def _draw(self, block: Block) -> list[Unit]:
        flowables = self._makers()[block.type](block)
        if block.type is BlockType.CLOSING:
            return [Unit(block.type, block.keep, tuple(flowables))]
        return [Unit(block.type, block.keep, (flowable,)) for flowable in flowables]

    def _makers(self) -> dict[BlockType, Callable[[Block], list[Flowable]]]:
        return {
            BlockType.TITLE: lambda b: [self._prose(b.text, self.scope, Style.TITLE)],
            BlockType.HEADING: lambda b: [self._prose(b.text, self.scope, Style.HEADING)],
            BlockType.TEXT: lambda b: [self._prose(b.text, s, Style.BODY) for s in self._scopes(b)],
            BlockType.WARNING: self._warning,
            BlockType.LIST: lambda b: self._list(b, _DOT),
            BlockType.TICKS: lambda b: self._list(b, _TICK),
            BlockType.FACTS: self._facts,
            BlockType.TABLE: self._table,
            BlockType.SIGN: self._sign,
            BlockType.CLOSING: self._closing,
            BlockType.ENCLOSURES: lambda _: self._enclosures(),
        }

    def _scopes(self, block: Block) -> Iterator[Scope]:
        """One scope for each repetition of a block."""
        if not block.each:
            yield self.scope
            return
        for item in self.scope.values(block.each):
            yield self.scope.with_item(item)

    def _parts(self, text: Text, scope: Scope) -> list[tuple[str, bool]]:
        """A template's text with the values in it."""
        return [(self._content(p.content, scope), p.bold) for p in text]

    def _content(self, content: str | Field, scope: Scope) -> str:
        return content if isinstance(content, str) else show_all(scope, content, self.words)

    def _prose(self, text: Text, scope: Scope, style: Style, bullet: str | None = None) -> Prose:
        return self.setter.prose(self._parts(text, scope), style, bullet)

    def _empty(self, text: Text, scope: Scope) -> bool:
        """Whether a text has fields and none of them a value."""
        shown = [self._content(p.content, scope) for p in text if isinstance(p.content, Field)]
        return bool(shown) and not any(value.strip() for value in shown)

    def _list(self, block: Block, mark: str) -> list[Flowable]:
        """One marked paragraph for each item, or for each repetition."""
        texts = block.items or (block.text,)
        marked: list[Flowable] = [
            self._prose(text, scope, Style.ITEM, mark)
            for scope in self._scopes(block)
            for text in texts
        ]
        marked[-1].spaceAfter = _AFTER
        return marked

    def _facts(self, block: Block) -> list[Flowable]:
        """Labels and values, once for each repetition; a row without a value is left out."""
        tables = [
            [
                (self._prose(label, scope, Style.LABEL), self._prose(value, scope, Style.CELL))
                for label, value in block.rows
                if not self._empty(value, scope)
            ]
            for scope in self._scopes(block)
        ]
        return [_table(rows, (_LABEL, _WIDTH - _LABEL), _PLAIN) for rows in tables if rows]

    def _table(self, block: Block) -> list[Flowable]:
        """A table with a head that is repeated on every page."""
        rows = [tuple(self._prose(text, self.scope, Style.HEAD_CELL) for text in block.head)]
        rows += [
            tuple(self._cell(text, scope) for text in block.cells) for scope in self._scopes(block)
        ]
        shares = block.widths or (1.0,) * len(block.cells)
        widths = tuple(_WIDTH * share / sum(shares) for share in shares)
        return [_table(rows, widths, _GRID, repeat=1)]

    def _cell(self, text: Text, scope: Scope) -> Prose:
        if self._empty(text, scope):
            return self.setter.plain(_NOTHING, Style.CELL)
        return self._prose(text, scope, Style.CELL)

    def _warning(self, block: Block) -> list[Flowable]:
        """A framed paragraph that can't be overlooked."""
        inside = self._prose(block.text, self.scope, Style.CELL)
        return [_table([(inside,)], (_WIDTH,), _BOX)]

    def _sign(self, block: Block) -> list[Flowable]:
        """Lines to write on, two beside each other, the label below each."""
        labels = [self._prose(text, self.scope, Style.LABEL) for text in block.items]
        half = (_WIDTH - _GAP) / 2
        rows: list[tuple[object, ...]] = []
        lines: list[tuple[object, ...]] = []
        for index in range(0, len(labels), 2):
            pair = labels[index : index + 2]
            rows += [("", "", ""), (pair[0], "", pair[1] if len(pair) > 1 else "")]
            below = len(rows) - 1
            columns = (0, 2)[: len(pair)]
            lines += [("LINEABOVE", (c, below), (c, below), 0.7, HAIRLINE) for c in columns]
        heights = [_WRITING, None] * (len(rows) // 2)
        style = (*_SIGN, *lines, ("NOSPLIT", (0, 0), (-1, -1)))
        return [_table(rows, (half, _GAP, half), style, heights=heights)]

    def _closing(self, block: Block) -> list[Flowable]:
        """Room for a signature, then who signs."""
        signer = self.scope.letter.signer
        name = self.setter.prose([(signer.name, True)], Style.CELL)
        rest = self.setter.plain(f"{signer.title}, {signer.phone}", Style.CELL)
        greeting = self._prose(block.text, self.scope, Style.BODY)
        rest.spaceAfter = _AFTER
        return [greeting, Spacer(0, _WRITING - 6), name, rest]

    def _enclosures(self) -> list[Flowable]:
        """The list of enclosures, which says so if there are none."""
        enclosures = self.scope.letter.enclosures
        head = self.words.enclosures
        if not enclosures:
            return [self.setter.plain(f"{head}: {self.words.none}", Style.SMALL)]
        listed = "; ".join(f"{number}. {text}" for number, text in enumerate(enclosures, start=1))
        parts = [(f"{head} ({len(enclosures)}): ", True), (listed, False)]
        return [self.setter.prose(parts, Style.SMALL)]


def _table(
    rows: Sequence[tuple[object, ...]],
    widths: tuple[float, ...],
    style: tuple[tuple[object, ...], ...],
    *,
    repeat: int = 0,
    heights: list[float | None] | None = None,
) -> RowTable:
    """A table as wide as the text."""
    return RowTable(
        rows,
        colWidths=widths,
        rowHeights=heights,
        style=TableStyle(list(style)),
        repeatRows=repeat,
        hAlign="LEFT",
        spaceBefore=_BEFORE,
        spaceAfter=_AFTER,
    )
