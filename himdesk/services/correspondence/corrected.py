# SPDX-License-Identifier: Apache-2.0
"""The notice to those who rely on a document that it was corrected or retracted (DOMAIN 6 #9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from himdesk.domain.changes import CREATED
from himdesk.domain.charts.items import Document, Item
from himdesk.domain.corrections.amend import Revision
from himdesk.domain.errors import UsageError
from himdesk.domain.times import earliest
from himdesk.printing.letters.notices import CorrectionNotice
from himdesk.services.correspondence.errand import DAYS_TO_ANSWER, Errand, person
from himdesk.services.correspondence.wording import WORDING
from himdesk.services.views import display
from himdesk.store import content
from himdesk.store.reading import items, patients

if TYPE_CHECKING:
    from collections.abc import Collection

    from himdesk.domain.changes import AppliedChangeSet
    from himdesk.printing.letters.notices import Notice
    from himdesk.printing.letters.values import Recipient
    from himdesk.services.correspondence.wording import Wording
    from himdesk.store.engine import Transaction

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
    revision, original = revised(errand.session, errand.applied, _REPLACING)
    words = WORDING[errand.language]
    shown_was, shown_now = texts(errand.session, revision, original, words)
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


def revised(
    session: Transaction, applied: AppliedChangeSet, kinds: Collection[str]
) -> tuple[Item, Item]:
    """The revision, of one of some kinds, that a change set made, and the document it revises.

    Raises:
        UsageError: it made none, or the document was found to be another person's since.
    """
    made = items.items(session, {c.id for c in applied.change_set.changes if c.field == CREATED})
    for item in made.values():
        if isinstance(item.details, Document) and item.details.revision in kinds:
            original = items.item(session, item.parent_id or "")
            ends = patients.survivors(session, {item.home_patient_id, original.patient_id})
            if ends[item.home_patient_id] != ends[original.patient_id]:
                text = "This document was found to be another patient's since; write about that."
                raise UsageError(text, original.id)
            return item, original
    text = f"Such a letter is about a document's {' or '.join(sorted(kinds))}."
    raise UsageError(text, applied.id)


def texts(session: Transaction, revision: Item, original: Item, words: Wording) -> tuple[str, str]:
    """What a document said and what is right, in the words of a letter."""
    was, now = text_of(session, original), text_of(session, revision)
    if original.in_error:
        now = f"{words.retracted}: {now}"
    return excerpts(was or f"({words.enclosed})", now)


def text_of(session: Transaction, document: Item) -> str:
    """The words of a document; empty if it has none of its own, or is no text."""
    details = document.details
    if not isinstance(details, Document) or details.content is None:
        return ""
    if not (details.content_type or "").startswith("text/"):
        return ""
    body = content.get_many(session, [details.content]).get(details.content, b"")
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
