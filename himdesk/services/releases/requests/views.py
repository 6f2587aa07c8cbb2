# SPDX-License-Identifier: Apache-2.0
"""Releases, disclosures and accountings as JSON documents, which the README documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from himdesk.services.releases.forms import plain

if TYPE_CHECKING:
    from himdesk.domain.releases.disclosures import Entry
    from himdesk.services.releases.disclosures import Accounting, Logged
    from himdesk.services.releases.requests.values import ReleaseView


def release_view(view: ReleaseView) -> dict[str, Any]:
    """A request with its checklist, why it is shut, and what would go."""
    release = view.release
    return {
        "id": release.id,
        "mrn": view.mrn,
        "state": release.state.value,
        "due": view.due.isoformat() if view.due else None,
        "assigned_to": view.assigned_to,
        "request": {k: v for k, v in plain(release).items() if k not in _INSIDE},
        "checklist": [
            {
                "element": e.name,
                "paragraph": e.paragraph,
                "mark": e.mark.value,
                "text": e.text,
                "where": e.where,
            }
            for e in view.elements
        ],
        "shut": list(view.shut),
        "warnings": list(view.warnings),
        "items": [
            {
                "id": line.item.id,
                "kind": line.item.kind.value,
                "at": line.item.at,
                "goes": line.goes,
                "why_not": line.left_out or line.verdict.why,
                "fixed": line.verdict.fixed,
            }
            for line in view.lines
        ],
        "disclosure": release.disclosure,
    }


_INSIDE = frozenset({"id", "patient", "state", "disclosure"})


def logged_view(logged: Logged) -> dict[str, Any]:
    """A disclosure with what was corrected since."""
    d = logged.disclosure
    return {
        "id": d.id,
        "mrn": logged.mrn,
        "on": d.on.isoformat(),
        "by": logged.by,
        "recipient": d.recipient,
        "address": d.address,
        "description": d.description,
        "purpose": d.purpose,
        "basis": d.basis.value,
        "how": logged.how,
        "accountable": d.accountable,
        "why": d.why,
        "undelivered": d.undelivered,
        "items": list(d.items),
        "packet": d.packet,
        "release": logged.release,
        "corrected_since": list(logged.corrected_since),
    }


def accounting_view(accounting: Accounting) -> dict[str, Any]:
    """An accounting as it is given."""
    return {
        "mrn": accounting.mrn,
        "from": accounting.since.isoformat(),
        "to": accounting.until.isoformat(),
        "free": accounting.free,
        "fee": str(accounting.fee),
        "entries": [entry_view(entry) for entry in accounting.entries],
    }


def entry_view(entry: Entry) -> dict[str, Any]:
    """A row of an accounting; `last` only where it is a series."""
    return {
        "date": entry.on.isoformat(),
        "recipient": entry.recipient,
        "address": entry.address,
        "description": entry.description,
        "purpose": entry.purpose,
        "count": entry.count,
        "last": entry.last.isoformat() if entry.last else None,
    }
