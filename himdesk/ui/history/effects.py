# SPDX-License-Identifier: Apache-2.0
"""What a change set did to one chart, in words and signs: pure functions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED, DECISION, PAIR, PATIENT
from himdesk.domain.charts.items import Kind
from himdesk.domain.plans import CONTRADICTION
from himdesk.domain.words import counted
from himdesk.ui.history.values import Track

if TYPE_CHECKING:
    from collections.abc import Iterable

    from himdesk.domain.changes import Change
    from himdesk.services.charts.past import Entry

TITLES: Final = {
    "import": "Import",
    "merge": "Merge",
    "undo": "Undo",
    "move": "Move",
    "split": "Split",
    "amend": "Correction",
    "link": "Linked as one person",
    "unlink": "Link taken back",
    "distinct": "Recorded as two people",
}
TRACKS: Final = {
    Kind.ENCOUNTER.value: Track.VISITS,
    Kind.DOCUMENT.value: Track.DOCUMENTS,
    Kind.CLINICAL.value: Track.CLINICAL,
}
"""The tracks of the kinds of item; all else is of the person's identity."""

NOUNS: Final = {
    Track.VISITS: ("visit", "visits"),
    Track.DOCUMENTS: ("document", "documents"),
    Track.CLINICAL: ("clinical item", "clinical items"),
    Track.IDENTITY: ("entry of the person", "entries of the person"),
}
_HELD: Final = frozenset({CREATED, DECISION, "patient_id"})


def title(kind: str, undone: str) -> str:
    """What it is; `undone` is the kind of what an undo took back, "" if it is not in sight."""
    if kind == "undo" and undone:
        return f"Undo of the {TITLES[undone].lower()}"
    return TITLES[kind]


def effect(entry: Entry) -> str:
    """What came, went and changed, such as "12 items came from 0012-B, 6 fields changed"."""
    changes = entry.applied.change_set.changes
    said = [*_chart(entry), *_moved(entry)]
    added = Counter(_track(c) for c in changes if c.field == CREATED and c.entity != PATIENT)
    if added:
        nouns = [counted(added[track], *NOUNS[track]) for track in NOUNS if added[track]]
        said.append(f"{' and '.join(_short(nouns, added.total()))} added")
    fields = sum(_is_field(c) for c in changes)
    if fields:
        said.append(f"{counted(fields, 'field')} changed")
    return ", ".join(said) or "nothing of its content changed"


def _short(nouns: list[str], whole: int) -> list[str]:
    """At most two kinds by name, or how many entries there are of all kinds."""
    return nouns if len(nouns) <= 2 else [counted(whole, "entry", "entries")]  # noqa: PLR2004


def _chart(entry: Entry) -> Iterable[str]:
    """What became of the chart itself."""
    for change in entry.applied.change_set.changes:
        if (change.entity, change.id) != (PATIENT, entry.own):
            continue
        if change.field == CREATED:
            yield "chart made"
        elif change.field == "status":
            yield {
                "retired": "this number was retired",
                "active": "this chart is active again",
            }.get(change.after or "", "this chart was entered in error")


def _moved(entry: Entry) -> Iterable[str]:
    came, went = Counter[str](), Counter[str]()
    for change in entry.applied.change_set.changes:
        if change.field == "patient_id" and change.before and change.after:
            if change.after == entry.own:
                came[entry.numbers.get(change.before, "another chart")] += 1
            elif change.before == entry.own:
                went[entry.numbers.get(change.after, "another chart")] += 1
    for number, count in came.items():
        yield f"{counted(count, 'item')} came from {number}"
    for number, count in went.items():
        yield f"{counted(count, 'item')} went to {number}"


def signs(entry: Entry) -> dict[Track, str]:
    """Of each track that was touched: + entries came, − entries went, ~ both or changed."""
    found: dict[Track, str] = {}
    for change in entry.applied.change_set.changes:
        if change.entity in {CONTRADICTION, PAIR}:
            continue
        sign, track = _sign(change, entry.own), _track(change)
        found[track] = sign if found.get(track, sign) == sign else "~"
    return found


def _sign(change: Change, own: str) -> str:
    if change.field == CREATED or (change.field == "patient_id" and change.after == own):
        return "+"
    if change.field == "patient_id" and change.before == own:
        return "−"
    return "~"


def _track(change: Change) -> Track:
    return TRACKS.get(change.entity, Track.IDENTITY)


def _is_field(change: Change) -> bool:
    return change.entity not in {CONTRADICTION, PAIR} and not (
        change.field in _HELD
        or (change.entity == PATIENT and change.field in {"status", "replaced_by"})
    )
