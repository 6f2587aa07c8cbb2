# SPDX-License-Identifier: Apache-2.0
"""What the desk of duplicates answers: rows of the work list, evidence, reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himdesk.matching.decisions import ClassFigures
    from himdesk.matching.explain import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A chart in a row; of a restricted one only the number is told.

    `status` and `replaced_by` (a number) tell what became of it meanwhile.
    """

    mrn: str
    name: str
    birth_date: str | None
    sex: str | None
    restricted: bool
    status: str
    replaced_by: str | None
    in_house: bool
    last_seen: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """An open case: `why` are its reasons in words, `flags` the codes of situations.

    `cut` says that the two charts were kept apart from a larger case for lack of evidence; `model`
    is the version that proposed it. `detail` is the case's own JSON.
    """

    case: str
    kind: str
    priority: int
    probability: float
    parties: tuple[Party, ...]
    why: tuple[str, ...]
    flags: tuple[str, ...]
    cut: bool
    model: int
    opened_at: str
    opened_by: str
    assigned_to: str | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """Some rows of one kind, the most urgent first; `following` asks for the next ones."""

    rows: tuple[WorkRow, ...]
    total: int
    following: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """Why two charts may be one person; one value for screen, console and report.

    `state`, `outcome` and `decision` are those of the pair in the queue, None if it is not there;
    `model` is the version that weighed it; `through` says which former facts they agree by.
    """

    mrns: tuple[str, str]
    explanation: Explanation
    model: int
    through: tuple[str, ...] = ()
    state: str | None = None
    outcome: str | None = None
    decision: str | None = None
    opened_at: str | None = None
    closed_by: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A chart that a record may belong to; evidence of a restricted chart is not told."""

    mrn: str
    probability: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record of a file with the charts that it may belong to, the most probable first."""

    record_id: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Precision and recall among the pairs that people decided, in all and by class."""

    model: int
    threshold: float
    figures: tuple[ClassFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a search through the whole database came to; `seconds` by stage."""

    records: int
    pairs: int
    cases: int
    model: int
    threshold: float
    expected_precision: float
    expected_recall: float
    seconds: dict[str, float]
