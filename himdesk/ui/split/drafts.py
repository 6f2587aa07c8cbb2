# SPDX-License-Identifier: Apache-2.0
"""Half-made splits, kept as one decides, and found again after a crash or when one comes back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from himdesk.domain.errors import HimdeskError
from himdesk.services.corrections.separating import SplitPreview, preview_split
from himdesk.ui.split import rows as split_rows
from himdesk.ui.split.decisions import Decisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.services.corrections.drafts import Kept
    from himdesk.services.desk import Desk

KIND: Final = "split"
"""The kind of these drafts; their key is the chart's id."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A split that was begun: of which chart, and when it was kept last, in the site's time."""

    mrn: str
    at: str
    decisions: Decisions
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SplitDrafts:
    """A person's own drafts of splits."""

    desk: Desk

    def open(self, mrn: str) -> tuple[SplitPreview, Begun | None]:
        """A chart to be divided, with what was begun of it.

        What left the chart meanwhile, or was to go to a chart that can't be read, is not decided.
        """
        context = self.desk.context
        preview = preview_split(context, mrn)
        draft = self.desk.drafts.find(KIND, preview.source.patient.id)
        if draft is None:
            return preview, None
        if draft.values["target"]:
            with suppress(HimdeskError):
                preview = preview_split(context, mrn, draft.values["target"])
        return preview, self._begun(draft, preview)

    def _begun(self, draft: Kept, preview: SplitPreview | None = None) -> Begun:
        values, decisions = draft.values, Decisions()
        if preview is not None:
            keys = [row.item.id for row in preview.rows]
            letters = "ABC" if preview.target is not None else "AB"
            decisions = Decisions.read(values["decisions"], keys, letters)
        at = self.desk.context.site.time_shown(draft.saved_at)
        return Begun(values["mrn"], at, decisions, values["typed"])

    def all(self) -> tuple[Begun, ...]:
        """What was begun and not sent, the last one first; their decisions are not read."""
        return tuple(self._begun(draft) for draft in self.desk.drafts.all() if draft.kind == KIND)

    def keep(self, preview: SplitPreview, decisions: Decisions, typed: Mapping[str, str]) -> str:
        """Keep what was decided so far; answers when it was kept, in the site's time."""
        numbers = split_rows.charts(preview)
        values = {
            "mrn": numbers["A"],
            "target": numbers.get("C", ""),
            "decisions": decisions.values(),
            "typed": dict(typed),
        }
        at = self.desk.drafts.keep(KIND, preview.source.patient.id, values)
        return self.desk.context.site.time_shown(at)

    def drop(self, preview: SplitPreview) -> None:
        """Forget what was begun."""
        self.desk.drafts.drop(KIND, preview.source.patient.id)
