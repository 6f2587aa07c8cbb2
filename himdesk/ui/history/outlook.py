# SPDX-License-Identifier: Apache-2.0
"""What would happen if a past change set were undone now, as a section of its sheet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from himdesk.domain.charts.items import Kind
from himdesk.domain.words import counted
from himdesk.ui.review.values import Line, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from himdesk.services.charts.comparing import UndoPreview

TITLE: Final = "If you undo it now"
HEADINGS: Final = ("What happens", "Who decides")
_ITEMS: Final = frozenset(kind.value for kind in Kind)
_BARE: Final = frozenset({"patient_id", "status", "replaced_by", "decision"})


def outlook(preview: UndoPreview, numbers: Mapping[str, str]) -> Section:
    """What goes back by itself, what one is asked, and who must agree; `numbers` names charts."""
    return Section(TITLE, "", HEADINGS, tuple(_lines(preview, numbers)))


def refused(error: Exception) -> Section:
    """Why it can't be undone."""
    return Section(TITLE, "", HEADINGS[:1], (Line((str(error),), icon="stop", tone="stop"),))


def _lines(preview: UndoPreview, numbers: Mapping[str, str]) -> Iterable[Line]:
    changes = preview.outcome.change_set.changes
    home = Counter(c.after for c in changes if c.field == "patient_id" and c.after)
    for chart, count in home.items():
        goes = "goes" if count == 1 else "go"
        to = numbers.get(chart, "another chart")
        yield Line((f"{counted(count, 'item')} {goes} back to {to}", "goes by itself"), icon="undo")
    fields = sum(c.field not in _BARE and c.field != "created" for c in changes)
    if fields:
        goes = "goes" if fields == 1 else "go"
        yield Line((f"{counted(fields, 'field')} {goes} back", "goes by itself"), icon="undo")
    gone = sum(c.entity in _ITEMS and c.field == "status" for c in changes)
    if gone:
        are = "entry is" if gone == 1 else "entries are"
        yield Line((f"{gone:,} {are} marked anew", "kept, struck"), icon="strike")
    undecided = len(preview.outcome.undecided)
    if undecided:
        came = f"{counted(undecided, 'item')} came later: to which chart?"
        yield Line((came, "you decide"), icon="help", tone="warn")
    if preview.misdirected:
        told = counted(len(preview.misdirected), "disclosure")
        carried = f"{told} may have carried the other person's pages"
        yield Line((carried, "privacy officer"), icon="release", tone="stop")
    needs = preview.outcome.needs_approval
    who = "A second person approves" if needs else "Nobody else needs to approve"
    yield Line((who, "not who undoes it" if needs else ""), icon="approve")
