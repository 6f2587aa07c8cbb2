# SPDX-License-Identifier: Apache-2.0
"""Invented values for the screens: nobody here exists."""

from __future__ import annotations

from himdesk.ui.undo.values import Decision, FallenField, HomeCount, Misdirected, UndoView
from himdesk.ui.widgets.banner_values import Who
from himdesk.ui.widgets.cell import Chip

MIA = Who(
    "A", "ANDERSON, Mia Grace", ("02750", "2019-06-14 (7)", "F", "twin 1"),
    (Chip("stays", "outline", "check"),),
)  # fmt: skip
MILA = Who(
    "B", "ANDERSON, Mila Grace", ("02751", "2019-06-14 (7)", "F", "twin 2"),
    (Chip("comes back", "outline", "undo"),),
)  # fmt: skip
TODAY = Who("=", "ANDERSON, Mia Grace", ("02750", "2019-06-14 (7)", "F", "today"))
AB = ("A", "B")


def an_undo(*, chosen: str = "") -> UndoView:
    """The undo of a merge of twins, after life went on."""
    return UndoView(
        trail=("History", "Merge of 2026-11-03", "Undo"),
        made_by="asked by T. Lindqvist, approved by R. Adeyemi",
        today=TODAY,
        sides=(MIA, MILA),
        home=(
            HomeCount("Encounters", "bed", (14, 11)),
            HomeCount("Documents", "doc", (38, 31)),
            HomeCount("Allergies", "warn", (1, 2)),
            HomeCount("Medications", "pill", (6, 4)),
            HomeCount("Results", "flask", (57, 43)),
            HomeCount("Coverage", "card", (2, 2)),
        ),
        decisions=(
            Decision("e1", "2026-11-05", "Encounter, pediatric clinic",
                     "booked under 02751; header reads Mila Grace", "bed", AB, "B", "94 %", "B",
                     "you 14:21"),
            Decision("e2", "2026-11-09", "Encounter, emergency",
                     "bracelet 02750; header reads Mia Grace", "bed", AB, "A", "97 %", "A",
                     "you 14:22"),
            Decision("r1", "2026-11-09", "Result, blood count",
                     "follows its encounter of 2026-11-09", "flask", AB, "A", "", "A",
                     by_rule=True),
            Decision("d1", "2026-11-10", "Addendum to note of 2026-08-14",
                     "follows its note, home chart B", "doc", AB, "B", "", "B", by_rule=True),
            Decision("phone", "", "Field: phone changed to (619) 555-0190",
                     "parent's number, the same on both before the merge", "amend",
                     (*AB, "both"), "both", "88 %"),
            Decision("l1", "2026-11-13", "Amendment letter, request 2026-0418",
                     "follows its request; 41 days left stay with A", "letters", AB, "A", "", "A",
                     by_rule=True),
            Decision("e3", "2026-11-16", "Encounter, allergy clinic",
                     "skin test ordered by B's allergist; header reads Mia Grace", "bed", AB, "B",
                     "71 %", chosen),
            Decision("s1", "2026-11-16", "Scanned consent, 2 pages",
                     "no name on page 1, twin 2 ticked on page 2", "scan", AB),
        ),
        fields=(
            FallenField("Given name", ("Mia Grace", "Mila Grace"), ((), ((2, 3),))),
            FallenField("SSN", ("***-**-8812", "***-**-8813"), (((10, 11),), ((10, 11),))),
            FallenField("Birth time", ("04:17", "04:29"), (((3, 5),), ((3, 5),))),
            FallenField("Email", (None, "m.anderson@example.org")),
        ),
        whole=218,
        verb="Review undo: give 02751 back…",
        then=(
            ("unlock", "02751 is an active chart again"),
            ("send", "4 messages: split and update, in order"),
            ("letters", "3 letters: author, privacy officer, portal desk"),
            ("chat", "1 note has to be signed again by its author"),
            ("approve", "Approval by a second person"),
        ),
        misdirected=(
            Misdirected(
                "release R-2207 of 2026-11-17 to Calder Mutual",
                "14 pages were sent as A Mia and 6 of them go home to B Mila",
                (("pages 3 to 6", "note of 2026-08-14"), ("page 11", "allergy list, egg")),
            ),
        ),
        selected="e3",
    )  # fmt: skip
