# SPDX-License-Identifier: Apache-2.0
"""The notice to those who rely on a document that it was corrected or retracted (DOMAIN 6 #9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.amend import Revision
from himdesk.domain.changes import CREATED
from himdesk.domain.errors import UsageError
from himdesk.domain.items import Document, Item
from himdesk.domain.times import earliest
from himdesk.printing.notices import CorrectionNotice
from himdesk.services.correspondence.errand import DAYS_TO_ANSWER, Errand, person
from himdesk.services.correspondence.wording import WORDING
from himdesk.services.views import display
from himdesk.store import content
from himdesk.store.reading import items, patients

if TYPE_CHECKING:
    from himdesk.printing.notices import Notice
    from himdesk.printing.values import Recipient

LONGEST: Final = 1500
"""Characters of a text that stand in the letter itself; of a longer one what differs."""

AROUND: Final = 120
_REPLACING: Final = frozenset({Revision.CORRECTION, Revision.RETRACTION})


def correction(errand: Errand) -> tuple[Notice, Recipient]:
    """What was wrong and what is right.

    Raises:
        UsageError: the change set corrects no document, or this was found to be another
            person's since.
    """
    revision, original = _revision(errand)
    words = WORDING[errand.language]
    was, now = _text(errand, original), _text(errand, revision)
    if original.in_error:
        now = f"{words.retracted}: {now}"
    shown_was, shown_now = excerpts(was or f"({words.enclosed})", now)
    written = earliest(original.at).date() if original.at else errand.corrected_on
    notice = CorrectionNotice(
        patient=person(errand.chart(revision.home_patient_id)),
        document=display(original),
        document_on=written,
        author=revision.author or "",
        was=shown_was,
        now=shown_now,
        reason=errand.applied.change_set.reason,
        corrected_at=errand.corrected_at,
        confirm_by=errand.today + timedelta(days=DAYS_TO_ANSWER),
        change_set=errand.applied.id,
    )
    return errand.stated(notice), errand.recipient(words.relying)


def _revision(errand: Errand) -> tuple[Item, Item]:
    """The revision that the change set made, and the document that it revises."""
    session, changes = errand.session, errand.applied.change_set.changes
    made = items.items(session, {c.id for c in changes if c.field == CREATED})
    for item in made.values():
        if isinstance(item.details, Document) and item.details.revision in _REPLACING:
            original = items.item(session, item.parent_id or "")
            ends = patients.survivors(session, {item.home_patient_id, original.patient_id})
            if ends[item.home_patient_id] != ends[original.patient_id]:
                text = "This document was found to be another patient's since; write about that."
                raise UsageError(text, original.id)
            return item, original
    text = "A correction-notice is about the correction or retraction of a document."
    raise UsageError(text, errand.applied.id)


def _text(errand: Errand, document: Item) -> str:
    """The words of a document; empty if it has none of its own, or is no text."""
    details = document.details
    assert isinstance(details, Document)
    if details.content is None or not (details.content_type or "").startswith("text/"):
        return ""
    body = content.get_many(errand.session, [details.content]).get(details.content, b"")
    return body.decode(errors="replace").strip()


def excerpts(was: str, now: str) -> tuple[str, str]:
    """Two texts, or where they are long, what differs with some words around it."""
    if max(len(was), len(now)) <= LONGEST:
        return was, now
    start = next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    ends = zip(reversed(was[start:]), reversed(now[start:]), strict=False)
    after = next((i for i, (a, b) in enumerate(ends) if a != b), 0)
    return _around(was, start, after), _around(now, start, after)


def _around(text: str, start: int, after: int) -> str:
    first, last = max(start - AROUND, 0), min(len(text) - after + AROUND, len(text))
    part = text[first : min(last, first + LONGEST)]
    before = "… " if first else ""
    return f"{before}{part}{' …' if first + len(part) < len(text) else ''}"
