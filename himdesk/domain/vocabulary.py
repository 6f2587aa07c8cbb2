# SPDX-License-Identifier: Apache-2.0
"""The published vocabulary of the ledger and the console: names here are never renamed."""

from __future__ import annotations

from typing import Final

from himdesk.domain.changes import ACKNOWLEDGED, CREATED, DECISION, PAIR, PATIENT, ChangeKind
from himdesk.domain.charts.charts import CHOICES
from himdesk.domain.charts.items import ITEM_FIELDS, Kind, detail_fields
from himdesk.domain.corrections.contradictions import CODES
from himdesk.domain.corrections.links import JUDGEMENT
from himdesk.domain.plans import CONTRADICTION
from himdesk.domain.roles import VERBS, Role

PATIENT_FIELDS: Final = ("status", "replaced_by", *(f"choice_{c.name}" for c in CHOICES))
"""The fields of a chart's own row that a change set may change."""

PROTECTED: Final = {
    "change_set": [
        "seq",
        "kind",
        "requester",
        "reason",
        "content",
        "at",
        "applied_by",
        "approved_by",
        "approved_at",
        "reverses",
        "previous",
        "digest",
        "import_id",
        "request_id",
    ],
    "change_set_chart": ["*"],
    "change": ["*"],
    "content": ["*"],
    "access_log": ["*"],
    "letter": ["*"],
    "letter_event": ["*"],
    "case_event": ["*"],
    "disclosure": ["*"],
    "suspension": ["*"],
    "accounting": ["*"],
    "request_event": ["*"],
    "claim_event": ["*"],
    "staff_event": ["*"],
    "work_event": ["*"],
    "item": ["id", "kind", "home_patient_id", "derived_from", "source_record_id", "recorded"],
    "patient": ["id", "authority", "number"],
}
"""Tables ("*") and columns that the database refuses to change or whose change `verify` finds.

The id of a change set is none of them: its digest, which is not over the id, tells which it is.
"""


def vocabulary() -> dict[str, object]:
    """The whole vocabulary as plain values: what `himdesk-admin vocabulary --json` prints."""
    fields: dict[str, list[str]] = {PATIENT: [CREATED, *PATIENT_FIELDS]}
    for kind in Kind:
        fields[kind.value] = [CREATED, DECISION, ACKNOWLEDGED, *ITEM_FIELDS, *detail_fields(kind)]
    fields[CONTRADICTION] = [ACKNOWLEDGED]
    fields[PAIR] = [JUDGEMENT]
    return {
        "fields": fields,
        "keep": {c.name: {"both": c.both} for c in CHOICES},
        "kinds": [kind.value for kind in ChangeKind],
        "item_kinds": [kind.value for kind in Kind],
        "warnings": {code: [g.value for g in grades] for code, grades in CODES.items()},
        "roles": {
            role.value: sorted(verb for verb, roles in VERBS.items() if role in roles)
            for role in Role
        },
        "protected": PROTECTED,
    }
