# SPDX-License-Identifier: Apache-2.0
"""The words and icons for kinds of items and of contradictions, the same on every screen."""

from __future__ import annotations

from typing import Final

from himdesk.domain.charts.items import Kind

KIND_LABELS: Final[dict[Kind, str]] = {
    Kind.ENCOUNTER: "Encounters",
    Kind.DOCUMENT: "Documents",
    Kind.CLINICAL: "Clinical items",
    Kind.COVERAGE: "Coverages",
    Kind.NAME: "Names",
    Kind.IDENTIFIER: "Identifiers",
    Kind.TELECOM: "Phones, e-mails",
    Kind.ADDRESS: "Addresses",
    Kind.STATEMENT: "Statements",
    Kind.FLAG: "Flags",
}

KIND_ICONS: Final[dict[Kind, str]] = {
    Kind.ENCOUNTER: "bed",
    Kind.DOCUMENT: "doc",
    Kind.CLINICAL: "flask",
    Kind.COVERAGE: "card",
    Kind.NAME: "user",
    Kind.IDENTIFIER: "stamp",
    Kind.TELECOM: "chat",
    Kind.ADDRESS: "letters",
    Kind.STATEMENT: "info",
    Kind.FLAG: "flag",
}

WARNING_TITLES: Final = {
    "birth-date": "Birth dates differ",
    "sex": "Sex differs",
    "inpatient-overlap": "Two inpatient stays at the same time",
    "bed-both": "Both occupy a bed now",
    "encounter-number": "The same encounter number on both",
    "orders-both": "Active orders on both",
    "blood-group": "Blood group differs",
    "allergy-none-known": "An allergy against “no known allergy”",
    "deceased-one": "Only one is recorded as deceased",
    "activity-after-death": "Activity after the recorded death",
    "mother-newborn": "Mother and her child",
    "multiple-birth": "Perhaps twins",
    "legal-hold": "Under a legal hold",
    "amendment-request": "An amendment request is about it",
    "sent-before": "It was sent out before",
    "other-author": "Not by the author of the entry",
}

SITUATIONS: Final = {
    "twins": "possible twins",
    "father-and-son": "father and son?",
    "household": "same household",
    "newborn": "newborn",
    "name-swapped": "⇄ first and last name swapped",
    "month-day-swapped": "⇄ day and month swapped",
    "surname-changed": "surname changed",
    "no-name": "no name yet",
}
"""The words for the situations that matching sees in a pair."""
