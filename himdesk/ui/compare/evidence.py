# SPDX-License-Identifier: Apache-2.0
"""Why two charts may be one person: the weighing as bars, and the reason of the one pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from himdesk.ui.parts.controls import SectionBar, label
from himdesk.ui.widgets.switch import ChoiceSwitch
from himdesk.ui.widgets.tables.cell import Cell, Chip, Choice
from himdesk.ui.widgets.tables.line import Line
from himdesk.ui.widgets.waterfall import Evidence, Step, Waterfall
from himdesk.ui.wording import SITUATIONS

if TYPE_CHECKING:
    from himdesk.services.matching.values import PairEvidence
    from himdesk.ui.look.theme import Look

MOST = 8
"""How many bars are drawn: the strongest."""

FAINT = 0.05
"""Bits below which a bar would say +0.0: it is part of the start."""


class EvidencePane(QWidget):
    """Shows the evidence of a pair, empty until there is some; `paired` asks for another pair."""

    paired = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.setProperty("surface", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar = SectionBar(look, "Evidence", name="evidence-bar")
        self.bars = Waterfall(look, name="evidence-bars")
        self.pair = ChoiceSwitch(
            look, Choice(("AB",), "AB"), name="evidence-pair", label="Pair that is weighed"
        )
        self.pair.chosen.connect(self.paired)
        self._chips = Line(look)
        self._chips.setObjectName("evidence-situations")
        self._chips.hide()
        self._bar.right.addWidget(self.pair)
        self._reason = label("", kind="muted")
        self._reason.setWordWrap(True)
        self._reason.setContentsMargins(*look.pane(4, 8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.bars, 1)
        chips = QHBoxLayout()
        chips.setContentsMargins(*look.pane())
        chips.addWidget(self._chips, 1)
        column.addLayout(chips)
        column.addWidget(self._reason)
        self.bars.pointed.connect(self._point)
        self._words: dict[str, str] = {}
        self.clear()

    def clear(self) -> None:
        """Nothing is known of the pair."""
        self._bar.say(note="")
        self._chips.hide()
        self._words = {}
        self._reason.setText("Nothing is known yet of what speaks for and against one person.")
        self.bars.hide()

    def offer(self, pairs: tuple[str, ...]) -> None:
        """Show which pairs there are; of one there is nothing to choose."""
        if pairs != self.pair.choice.options:
            self.pair.show_choice(Choice(pairs, pairs[0]))
        self.pair.setVisible(len(pairs) > 1)

    def show_evidence(self, pair: str, found: PairEvidence) -> None:
        """Show what speaks for and against one person; a bar that is clicked says its reason."""
        self.pair.show_chosen(pair)
        explained = found.explanation
        bars = [bar for bar in explained.bars if abs(bar.bits) >= FAINT][:MOST]
        rest = sum(bar.bits for bar in explained.bars) - sum(bar.bits for bar in bars)
        steps = tuple(Step(bar.field, bar.title, bar.bits, bar.words) for bar in bars)
        self._words = {bar.field: bar.words for bar in bars}
        self.bars.show_evidence(Evidence(explained.start + rest, steps))
        self.bars.show()
        share = f"{explained.probability * 100:.1f} % one person"
        through = f"; found {' and '.join(found.through)}" if found.through else ""
        self._bar.say(note=f"{share}: {' and '.join(pair)}{through}")
        self._reason.setText(f"If not: {explained.otherwise}." if explained.otherwise else "")
        seen = [SITUATIONS[flag] for flag in explained.flags if flag in SITUATIONS]
        self._chips.show_cell(Cell(tuple(Chip(words, "warn") for words in seen)))
        self._chips.setVisible(bool(seen))

    def _point(self, field: str) -> None:
        self.bars.show_current(field)
        self._reason.setText(self._words.get(field, ""))
