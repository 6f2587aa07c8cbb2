# SPDX-License-Identifier: Apache-2.0
"""What a correction does, in the words of its button: pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import PAIR, PAIR_MARK, PATIENT
from himdesk.domain.charts.items import Document
from himdesk.domain.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from himdesk.domain.changes import ChangeSet
    from himdesk.domain.plans import Created
    from himdesk.services.corrections.outcomes import Outcome

VERBS: Final = {
    "merge": "Merge",
    "undo": "Undo",
    "move": "Move",
    "split": "Split",
    "amend": "Amend",
    "link": "Link",
    "unlink": "Unlink",
    "distinct": "Record as two people",
    "import": "Import",
}
DONE: Final = {
    "merge": "Merged",
    "undo": "Undone",
    "split": "Split",
    "move": "Moved",
    "amend": "Corrected",
    "link": "Linked",
    "unlink": "Unlinked",
    "distinct": "Kept apart",
}
CHOICE: Final = "choice_"
NAME_PARTS: Final = frozenset({"family", "given", "middle", "prefix", "suffix"})


def button(
    change_set: ChangeSet, numbers: Mapping[str, str], created: Created, *, needs_approval: bool
) -> str:
    """The effect in words: "Merge 00987 into 00123"."""
    effect = _effect(change_set, numbers, created)
    if needs_approval:
        return f"Send for approval: {effect}"
    return effect[:1].upper() + effect[1:]


def done(outcome: Outcome, *, filed: bool) -> str:
    """What was done, in a sentence; an amendment may have `filed` a document."""
    if outcome.applied is None:
        return "Sent for approval; nothing changes until then." + left(outcome)
    verb = "Filed" if filed else DONE.get(outcome.change_set.kind, "Done")
    changes = counted(len(outcome.change_set.changes), "change")
    return f"{verb}: change set {outcome.applied.seq}, {changes}.{left(outcome)}"


def left(outcome: Outcome) -> str:
    """What should follow and could not be done, to stand behind what was."""
    return "".join(f" {text}" for text in outcome.not_done)


def _effect(change_set: ChangeSet, numbers: Mapping[str, str], created: Created) -> str:
    survivor = next((c.after for c in change_set.changes if c.field == "replaced_by"), None)
    retired, back = (_with_status(change_set, numbers, status) for status in ("retired", "active"))
    pairs = [both_of(c.id, numbers) for c in change_set.changes if c.entity == PAIR]
    if change_set.kind == "merge" and survivor is not None:
        return f"merge {retired} into {numbers.get(survivor, survivor)}"
    if change_set.kind == "undo" and back:
        return f"give {back} back"
    if pairs:
        return _of_pairs(change_set.kind, ", ".join(pairs))
    if change_set.kind == "amend" and (texts := filed(created)):
        return f"file {texts[0][0]}"
    if change_set.kind == "amend" and (fields := _fields(change_set, numbers)):
        return f"correct {fields}"
    return VERBS[change_set.kind].lower() + _ends(change_set, numbers)


def _with_status(change_set: ChangeSet, numbers: Mapping[str, str], status: str) -> str:
    """The numbers of the charts that get a status."""
    return " and ".join(
        numbers.get(c.id, c.id)
        for c in change_set.changes
        if c.entity == PATIENT and c.field == "status" and c.after == status
    )


def _of_pairs(kind: str, pairs: str) -> str:
    words = {
        "link": "link {} as one person",
        "unlink": "unlink {}",
        "distinct": "record {} as two persons",
    }
    return words.get(kind, "take back what was said of {}").format(pairs)


def both_of(pair: str, numbers: Mapping[str, str]) -> str:
    """Both charts of a pair by their numbers."""
    return " and ".join(sorted(numbers.get(chart, chart) for chart in pair.split(PAIR_MARK)))


def _fields(change_set: ChangeSet, numbers: Mapping[str, str]) -> str:
    """What a chart shows otherwise from now on: "birth date of 00123"."""
    chosen = [
        (c.field.removeprefix(CHOICE), numbers.get(c.id, c.id))
        for c in change_set.changes
        if c.entity == PATIENT and c.field.startswith(CHOICE)
    ]
    names = dict.fromkeys("name" if n in NAME_PARTS else n.replace("_", " ") for n, _ in chosen)
    return f"{' and '.join(names)} of {chosen[0][1]}" if chosen else ""


def filed(created: Created) -> tuple[tuple[str, str, str], ...]:
    """The titles, texts and ids of what is filed, whole: they are what is approved."""
    return tuple(
        (item.details.title or "Document", text.decode("utf-8", "replace"), item.id)
        for item in created.items
        if isinstance(item.details, Document)
        and (text := created.contents.get(item.details.content or "")) is not None
        and (item.details.content_type or "text/plain").startswith("text/plain")
    )


def _ends(change_set: ChangeSet, numbers: Mapping[str, str]) -> str:
    """From which chart to which, where a move or split says so: " 00412 into 00987"."""
    moves = [c for c in change_set.changes if c.field == "patient_id"]
    ends = [
        " and ".join(dict.fromkeys(numbers.get(chart, chart) for chart in charts if chart))
        for charts in ((c.before for c in moves), (c.after for c in moves))
    ]
    if change_set.kind not in ("move", "split") or not all(ends):
        return ""
    return f" {ends[0]} into {ends[1]}" if change_set.kind == "split" else f" to {ends[1]}"
