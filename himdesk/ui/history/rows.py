# SPDX-License-Identifier: Apache-2.0
"""The change sets as rows of a table; nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.ui.widgets.tables.cell import Cell, Chip, Column, Gap, Icon, Row, Text, hint
from himdesk.ui.widgets.tables.rows import heading

if TYPE_CHECKING:
    from himdesk.ui.history.values import HistoryPage, SetRow

ICONS: Final = {
    "merge": "merge",
    "undo": "undo",
    "split": "split",
    "amend": "amend",
    "move": "folder-out",
    "import": "doc",
    "link": "link",
    "unlink": "link",
    "distinct": "users",
}
COLUMNS: Final = (
    Column("Change set", 224, stretch=1),
    Column("What it changed", 200, stretch=2, optional=True),
)
HEIGHT: Final = 44


def set_rows(page: HistoryPage) -> tuple[Row, ...]:
    """One row of two lines for each; a line parts those after the day looked at from those before.

    What was undone is struck.
    """
    rows = [_row(row) for row in page.rows]
    if page.day:
        later = page.later
        note = "all above came later" if later else "nothing came later"
        rows.insert(later, heading(f"As of {page.day}", note, columns=len(COLUMNS)))
    return tuple(rows)


def _row(row: SetRow) -> Row:
    ground = "chg_tint" if row.later else ""
    tone = "text_2" if row.undone else "text"
    chips = (Chip("undone", "outline", "undo"),) if row.undone else ()
    title = Text(row.title, tone, weight=600, strike=row.undone)
    what = Cell(
        (Icon(ICONS.get(row.kind, "history"), size=16), title, *chips),
        (Gap(16), hint(f"{row.when} · {row.by}")),
        ground=ground,
    )
    effect = Cell((Text(row.effect, tone),), (hint(row.reason),), ground=ground)
    return Row(row.id, (what, effect))
