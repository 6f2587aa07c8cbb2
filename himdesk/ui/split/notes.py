# SPDX-License-Identifier: Apache-2.0
"""What becomes of a row of a split, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from himdesk.ui.split.values import SplitRowView


def notes(row: SplitRowView) -> tuple[tuple[str, str], ...]:
    """Icons and words: what it is, what is proposed, and what happens if it goes."""
    return tuple(_notes(row))


def _notes(row: SplitRowView) -> Iterator[tuple[str, str]]:
    known = row.facts
    yield known.icon, f"{known.date or 'No date'}: {known.title}"
    if row.registered:
        said = ", ".join(f"{text} ({whose or 'nobody’s'})" for text, whose in row.registered)
        yield "stamp", f"Registered as {said}"
    if row.suggest:
        yield "info", f"Proposed for {row.suggest}: {row.because}"
    else:
        yield "help", row.because
    if row.both:
        yield "scan", row.both
        return
    goes = row.chosen if row.chosen not in ("", "A") else ""
    if known.visit:
        yield "folder-out", "What was done in this visit goes with it, unless keyed otherwise"
    if known.signed:
        yield "amend", "Its author signs it again in the other chart" if goes else "Signed"
    yield (
        "strike",
        (
            "A keeps a note that an entry was removed; it names nobody"
            if goes
            else "If it goes, A keeps a note that names nobody"
        ),
    )
    if known.for_both:
        yield "scan", "Ctrl+G if it is about both persons"
