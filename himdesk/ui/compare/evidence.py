# SPDX-License-Identifier: Apache-2.0
"""Why two charts may be one person: the weighing as bars, and the reason of the one pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from himdesk.ui.parts.controls import SectionBar, label
from himdesk.ui.widgets.waterfall import Evidence, Step, Waterfall

if TYPE_CHECKING:
    from himdesk.services.matching.values import PairEvidence
    from himdesk.ui.look.theme import Look

MOST = 8
"""How many bars are drawn: the strongest."""


class EvidencePane(QWidget):
    """Shows the evidence of a pair; empty until there is some."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar = SectionBar(look, "Evidence", name="evidence-bar")
        self.bars = Waterfall(look, name="evidence-bars")
        self._reason = label("", kind="muted")
        self._reason.setWordWrap(True)
        self._reason.setContentsMargins(*look.pane(4, 8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.bars, 1)
        column.addWidget(self._reason)
        self.bars.pointed.connect(self._point)
        self._words: dict[str, str] = {}
        self.clear()

    def clear(self) -> None:
        """Nothing is known of the pair."""
        self._bar.say(note="")
        self._words = {}
        self._reason.setText("")
        self.bars.show_evidence(Evidence(0.0, ()))

    def show_evidence(self, found: PairEvidence) -> None:
        """Show what speaks for and against one person; a bar that is clicked says its reason."""
        explained = found.explanation
        bars = explained.bars[:MOST]
        rest = sum(bar.bits for bar in explained.bars[MOST:])
        steps = tuple(Step(bar.field, bar.title, bar.bits, bar.words) for bar in bars)
        self._words = {bar.field: bar.words for bar in bars}
        self.bars.show_evidence(Evidence(explained.start + rest, steps))
        share = f"{explained.probability:.1%} one person"
        through = f", {' and '.join(found.through)}" if found.through else ""
        self._bar.say(note=f"{share}, {' and '.join(found.mrns)}{through}")
        self._reason.setText(f"If not: {explained.otherwise}." if explained.otherwise else "")

    def _point(self, field: str) -> None:
        self.bars.show_current(field)
        self._reason.setText(self._words.get(field, ""))
