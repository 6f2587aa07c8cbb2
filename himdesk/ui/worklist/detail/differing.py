# SPDX-License-Identifier: Apache-2.0
"""In what the two charts of a possible duplicate differ, in a few lines below the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.plans import Grade
from himdesk.services.worklist.values import DUPLICATE
from himdesk.ui.compare.rows import field_rows
from himdesk.ui.compare.values import Sign
from himdesk.ui.widgets.tables.cell import Cell, Icon, Letter, Nothing, Text, hint
from himdesk.ui.widgets.tables.cell import Sign as SignPiece
from himdesk.ui.wording import WARNING_TITLES

if TYPE_CHECKING:
    from himdesk.domain.plans import Contradiction
    from himdesk.services.charts.comparing import Comparison
    from himdesk.services.worklist.values import WorkItem
    from himdesk.ui.compare.values import Cell as Value
    from himdesk.ui.compare.values import FieldRow

MOST: Final = 4
"""How many fields and contradictions there is room for: the most telling ones."""

TELLING: Final = (Sign.CONFLICT, Sign.CHANGED, Sign.REMOVED, Sign.ADDED)


@dataclass(frozen=True, slots=True)
class Differing:
    """The differing fields, each as label, A, sign and B; and what speaks against one person."""

    fields: tuple[tuple[Cell, Cell, Cell, Cell], ...] = ()
    against: tuple[Cell, ...] = ()


NOTHING: Final = Differing()


def pair_of(item: WorkItem) -> tuple[str, ...]:
    """The numbers of the two charts that are compared; none where that is not to be seen."""
    seen = item.parties[:2]
    hidden = any(party.restricted or party.replaced_by for party in seen)
    if item.kind != DUPLICATE or len(seen) != 2 or item.over or hidden:  # noqa: PLR2004 - a pair
        return ()
    return tuple(party.mrn for party in seen)


def differing(comparison: Comparison) -> Differing:
    """What differs between two charts, what is most telling first."""
    rows = [row for row in field_rows(comparison.charts[:2], {}) if row.sign is not Sign.EQUAL]
    rows.sort(key=lambda row: TELLING.index(row.sign))
    return Differing(
        tuple(map(_line, rows[:MOST])),
        tuple(map(_against, comparison.contradictions[:MOST])),
    )


def _against(found: Contradiction) -> Cell:
    name, tone = ("warn", "chg_text") if found.grade is Grade.WARN else ("stop", "rem_text")
    return Cell((Icon(name, tone), Text(WARNING_TITLES.get(found.code, found.code))))


def _line(row: FieldRow) -> tuple[Cell, Cell, Cell, Cell]:
    a, b = (_value(letter, value) for letter, value in zip("AB", row.cells, strict=True))
    return Cell((hint(row.label),)), a, Cell((SignPiece(row.sign.value),)), b


def _value(letter: str, value: Value) -> Cell:
    if value.text is None:
        return Cell((Letter(letter), Nothing()))
    return Cell((Letter(letter), Text(value.text, marks=value.marks, mark=letter)))
