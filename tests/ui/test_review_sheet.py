# SPDX-License-Identifier: Apache-2.0
"""The review sheet says what changes in the words of the other screens."""

from __future__ import annotations

from himdesk.domain.changes import PATIENT, Change, ChangeKind, ChangeSet
from himdesk.ui.review.sheet import review_sheet
from himdesk.ui.review.values import ReviewSheet


def a_sheet(*changes: Change, **values: str) -> ReviewSheet:
    change_set = ChangeSet(ChangeKind.MERGE, "clerk", "one person", changes)
    return review_sheet(change_set, numbers={"A": "00123"}, values=values, needs_approval=False)


def test_changed_fields_and_values_are_said_in_words() -> None:
    sheet = a_sheet(
        Change(PATIENT, "A", "choice_middle", "n1", "n2"),
        Change(PATIENT, "A", "choice_language", None, "s1"),
        n1="E",
        n2="Elena",
        s1="es",
    )
    said = {line.cells[1]: line.cells for line in sheet.sections[0].lines}
    assert said["Middle name"][2:] == ("E", "~", "Elena")
    assert said["Language"][2] == "none recorded"
    assert said["Language"][4] == "Spanish"
