# SPDX-License-Identifier: Apache-2.0
"""Amending documents: revisions stand beside the original, which stays as it is (DOMAIN 2.8).

A revision is a document of its own whose parent is what it revises, and bears the date on which
it was written. Only the status of the original may change, and with a wrong author or title these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import Change, ChangeKind, ChangeSet, ordered, sha256
from himdesk.domain.charts.items import STUB, Document, Item, Kind, Status
from himdesk.domain.corrections.move import check_open
from himdesk.domain.corrections.relocation import NEEDED, SIGNED, creation
from himdesk.domain.errors import NeverAllowed, ReasonMissing, UsageError
from himdesk.domain.plans import Contradiction, Created, Grade, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from himdesk.domain.charts.charts import Patient

AMENDED: Final = "amended"


class Revision(StrEnum):
    """The kinds of revision of a document."""

    ADDENDUM = "addendum"
    LATE_ENTRY = "late-entry"
    CORRECTION = "correction"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRequest:
    """What is to be filed, for whom, and why.

    `author` is the clinician who wrote it; `at` the time of writing, never that of the original.
    `signed_at` is the time of the author's signature, of which the desk has seen the evidence;
    without it the revision waits for one. `about` is the day that a late entry is for.
    """

    kind: Revision
    requester: str
    reason: str
    author: str
    text: bytes
    at: str
    new_id: str
    content_type: str = "text/plain"
    signed_at: str | None = None
    about: str | None = None


def plan_amend(patient: Patient, original: Item, request: AmendRequest) -> Plan:
    """Plan a revision of a document, or a late entry for an encounter.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart or the document takes no revisions.
        UsageError: no author or text, or a late entry that does not say for which day.
    """
    if not request.reason.strip():
        raise ReasonMissing
    check_open(patient)
    _check_original(original, request)
    _check_request(request)
    revision = _revision(original, request)
    changes = [creation(revision), *_marks(original, request)]
    return Plan(
        change_set=ChangeSet(
            ChangeKind.AMEND,
            request.requester,
            request.reason.strip(),
            ordered(changes, {original.id: 0, revision.id: 1}),
        ),
        contradictions=tuple(_doubts(original, request)),
        created=Created(items=(revision,), contents={sha256(request.text): request.text}),
    )


def _check_original(original: Item, request: AmendRequest) -> None:
    late = request.kind is Revision.LATE_ENTRY and original.kind is Kind.ENCOUNTER
    if original.kind is not Kind.DOCUMENT and not late:
        raise UsageError(f"Item {original.id} is no document.", original.id)
    if original.in_error:
        raise NeverAllowed("retracted", f"Document {original.id} is retracted.")
    if original.type == STUB:
        raise NeverAllowed("stub", f"Document {original.id} only marks where an entry was.")


def _check_request(request: AmendRequest) -> None:
    if not request.author.strip():
        raise UsageError("An amendment names its author.")
    if not request.text.strip():
        raise UsageError("An amendment needs a text.")
    if request.kind is Revision.LATE_ENTRY and not request.about:
        raise UsageError("A late entry says for which day it is.")


def _revision(original: Item, request: AmendRequest) -> Item:
    on_encounter = original.kind is Kind.ENCOUNTER
    return Item(
        id=request.new_id,
        kind=Kind.DOCUMENT,
        home_patient_id=original.patient_id,
        patient_id=original.patient_id,
        details=Document(
            title=_title(original, request),
            content=sha256(request.text),
            content_type=request.content_type,
            doc_status="final",
            revision=request.kind.value,
            signature=SIGNED if request.signed_at else NEEDED,
            signed_at=request.signed_at,
        ),
        parent_id=None if on_encounter else original.id,
        encounter_id=original.id if on_encounter else original.encounter_id,
        status=Status.CURRENT.value,
        at=request.at,
        type=original.type,
        author=request.author.strip(),
        sensitivity=original.sensitivity,
    )


def _title(original: Item, request: AmendRequest) -> str:
    about = getattr(original.details, "title", None) or original.display or "entry"
    if request.kind is Revision.LATE_ENTRY:
        return f"LATE ENTRY for {request.about}"
    return f"{request.kind.value.capitalize()}: {about}"


def _marks(original: Item, request: AmendRequest) -> Iterator[Change]:
    """What a revision changes of the original: how it is shown, never what it says."""
    was = original.details
    if not isinstance(was, Document):
        return
    if request.kind is Revision.CORRECTION and was.doc_status != AMENDED:
        yield Change(Kind.DOCUMENT.value, original.id, "doc_status", was.doc_status, AMENDED)
    if request.kind is Revision.RETRACTION:
        error = Status.ENTERED_IN_ERROR.value
        yield Change(Kind.DOCUMENT.value, original.id, "status", original.status, error)
        if was.doc_status != error:
            yield Change(Kind.DOCUMENT.value, original.id, "doc_status", was.doc_status, error)


def _doubts(original: Item, request: AmendRequest) -> Iterator[Contradiction]:
    """Late entries and corrections are their author's; an addendum may be a co-signer's."""
    own = {Revision.LATE_ENTRY, Revision.CORRECTION}
    if request.kind in own and original.author and original.author != request.author.strip():
        yield Contradiction(
            grade=Grade.WARN,
            code="other-author",
            text=f"The original is by {original.author}, the {request.kind.value} by "
            f"{request.author.strip()}: only the author corrects an entry or adds to it late.",
            items=(original.id,),
        )


def plan_reassign(
    patient: Patient,
    original: Item,
    *,
    requester: str,
    reason: str,
    author: str | None = None,
    title: str | None = None,
) -> Plan:
    """Plan giving a document of the right patient its right author or title.

    Another author has to sign it again.

    Raises:
        ReasonMissing: no reason was given.
        AlreadyRetired, NeverAllowed: the chart or the document takes no corrections.
        UsageError: nothing would change, or it is no document.
    """
    if not reason.strip():
        raise ReasonMissing
    check_open(patient)
    was = original.details
    if not isinstance(was, Document):
        raise UsageError(f"Item {original.id} is no document.", original.id)
    if original.in_error:
        raise NeverAllowed("retracted", f"Document {original.id} is retracted.")
    kind, changes = original.kind.value, []
    if author is not None and author != original.author:
        changes.append(Change(kind, original.id, "author", original.author, author))
        if was.signature == SIGNED:
            changes.append(Change(kind, original.id, "signature", SIGNED, NEEDED))
    if title is not None and title != was.title:
        changes.append(Change(kind, original.id, "title", was.title, title))
    if not changes:
        raise UsageError("Name another author or another title.", original.id)
    change_set = ChangeSet(ChangeKind.AMEND, requester, reason.strip(), ordered(changes, {}))
    return Plan(change_set=change_set)


def needs_judgement(changes: Iterable[Change]) -> bool:
    """Whether an amendment needs a second person (DESIGN's policy).

    A correction or retraction does, and whatever else touches an existing document; a document
    that is only added to, and a demographic correction, do not.
    """
    return any(change.entity == Kind.DOCUMENT and change.field != "created" for change in changes)
