# SPDX-License-Identifier: Apache-2.0
"""The `ChangeSet`: preview, proposal, lock, history, source of the undo, link of the hash chain.

Canonical form, version 1: UTF-8 JSON without blanks, keys sorted, text in Unicode NFC, of
`{"changes": [[entity, id, field, before, after], ...], "kind", "reason", "requester", "v": 1}`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VERSION: Final = 1
GENESIS: Final = "0" * 64
"""What stands for the previous digest of the first link of a chain."""

PATIENT: Final = "patient"
"""The ledger's entity name of a chart."""

PAIR: Final = "pair"
"""The ledger's entity name of two charts between which someone judged; see `pair_id`."""

CREATED: Final = "created"
"""Field of the one change that records a creation; `after` is the digest of the canonical body."""

DECISION: Final = "decision"
"""Field of a recorded decision of an undo: acts as a move of the item from `before` to `after`."""

ACKNOWLEDGED: Final = "acknowledged"
"""Field of an acknowledgement; the entity is "contradiction", the id its code, `after` the text.

Of an item that is recorded anew in a second chart: why."""

RECORDED_ONLY: Final = frozenset({CREATED, DECISION, ACKNOWLEDGED})
"""Fields that are written in the ledger and have no column of their own in the charts."""


PAIR_MARK: Final = "~"


def pair_id(left: str, right: str) -> str:
    """The id of a pair of charts, the same whichever is named first."""
    return PAIR_MARK.join(sorted((left, right)))


class ChangeKind(StrEnum):
    """What a change set is; a published vocabulary, never renamed."""

    IMPORT = "import"
    MERGE = "merge"
    UNDO = "undo"
    MOVE = "move"
    SPLIT = "split"
    AMEND = "amend"
    LINK = "link"
    UNLINK = "unlink"
    DISTINCT = "distinct"


MOVING: Final = frozenset({ChangeKind.MOVE, ChangeKind.SPLIT})
"""The kinds whose owner changes are deliberate moves in the fold."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one entity goes from `before` to `after`."""

    entity: str
    id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One correction as a value: what it changes, who asks for it, and why.

    `reverses` names the change set that an undo takes out of force; it is not part of the
    content, because the approved changes already say what the undo does, but of the digest.
    """

    kind: ChangeKind
    requester: str
    reason: str
    changes: tuple[Change, ...]
    reverses: str | None = None
    _content: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def content(self) -> str:
        """The sha256, in hex, of the canonical form: what a supervisor approves.

        It is computed once: a change set of thousands of changes is asked for it at each step.
        """
        if not self._content:
            found = content_hash(self.kind, self.requester, self.reason, self.changes)
            self._content.append(found)
        return self._content[0]

    def charts(self) -> frozenset[str]:
        """The ids of the charts that gain, lose or change anything."""
        touched = {c.id for c in self.changes if c.entity == PATIENT}
        for change in self.changes:
            if change.field == "patient_id":
                touched |= {v for v in (change.before, change.after) if v is not None}
            elif change.entity == PAIR:
                touched |= set(change.id.split(PAIR_MARK))
        return frozenset(touched)


@dataclass(frozen=True, slots=True)
class AppliedChangeSet:
    """A change set with its place in the chain."""

    id: str
    seq: int
    change_set: ChangeSet
    at: str
    applied_by: str
    approved_by: str | None
    approved_at: str | None
    previous: str
    digest: str


_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> bytes:
    """The canonical JSON of plain scalars, lists and mappings (see the module's docstring)."""
    text = _json(value)
    if not is_normalized("NFC", text):
        # Value by value: in the whole text a sign may combine with the n of an escaped newline.
        text = _json(_composed(value))
    return text.encode()


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _composed(value: object) -> object:
    """The value with all its texts in Unicode NFC."""
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_composed(each) for each in value]
    return value


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


def content_hash(kind: str, requester: str, reason: str, changes: Iterable[Change]) -> str:
    """The content hash of a change set: fixed at proposal, and what is approved."""
    rows = [(c.entity, c.id, c.field, c.before, c.after) for c in changes]
    return content_hash_of_rows(kind, requester, reason, rows)


def content_hash_of_rows(
    kind: str, requester: str, reason: str, rows: Sequence[tuple[str | None, ...]]
) -> str:
    """The same, of changes given as tuples (entity, id, field, before, after)."""
    return sha256(
        canonical(
            {"changes": rows, "kind": kind, "reason": reason, "requester": requester, "v": VERSION}
        )
    )


def chain_digest(previous: str, content: str, facts: Mapping[str, str | int | None]) -> str:
    """The digest of a link of any chain: over its predecessor, its content and its facts.

    For change sets the facts are seq, at, applied_by, approved_by, approved_at and reverses.
    """
    return sha256(canonical({"content": content, "previous": previous, "v": VERSION, **facts}))


def ordered(changes: Iterable[Change], depth: Mapping[str, int]) -> tuple[Change, ...]:
    """Changes in canonical order: patients, then parents before children, then by name.

    `depth` gives an item's distance from its topmost parent; what it lacks counts as 0.

    Raises:
        ValueError: two changes name the same field of the same entity.
    """
    result = sorted(
        changes,
        key=lambda c: (c.entity != PATIENT, depth.get(c.id, 0), c.entity, c.id, c.field),
    )
    keys = [(c.entity, c.id, c.field) for c in result]
    if len(set(keys)) != len(keys):
        raise ValueError("one change per (entity, id, field)")
    return tuple(result)
