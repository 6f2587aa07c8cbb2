# SPDX-License-Identifier: Apache-2.0
"""Whatever a clerk types or an import brings, a letter is issued or refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himdesk.printing.errors import LetterIncomplete, Unprintable
from himdesk.printing.letters.values import Person, Recipient, Task
from himdesk.printing.typesetting.fonts import visible
from printing import cases

if TYPE_CHECKING:
    from himdesk.printing.letters.letters import Letters

SCRIPTS = "aZ9 éŁựΩЖאםمللاعك王김ตี่ำ'\"-–.,:;()[]<>&{}*|/\\\n\t\r\x00\u200f\ufb01\u0301"
TEXT = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=SCRIPTS, min_size=1, max_size=300),
    st.text(alphabet="aאم ", min_size=1, max_size=900),
)


def test_any_text(letters: Letters) -> None:
    template = letters.template("merge-notice", "en")

    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(name=TEXT, reason=TEXT, action=TEXT, address=TEXT)
    def check(name: str, reason: str, action: str, address: str) -> None:
        notice = replace(
            cases.MERGE,
            survivor=Person(name=name, mrn="LMH:00518"),
            reason=reason,
            tasks=(Task(system="Laboratory", action=action),),
        )
        letter = replace(cases.LETTER, recipient=Recipient(name=name, lines=(address, "Town")))
        proof = letters.proof(template, notice, letter, cases.SITE)
        blank = [text for text in (name, reason, action) if not visible(text).strip()]
        # What could be printed is also found again on the page.
        missing = [finding.id for finding in proof.report.missing]
        assert bool(missing) <= bool(blank or proof.printed.unprintable), missing
        if proof.issuable:
            issued = letters.issue(template, notice, letter, cases.SITE)
            assert issued.pdf == proof.printed.pdf
            return
        with pytest.raises((LetterIncomplete, Unprintable)):
            letters.issue(template, notice, letter, cases.SITE)

    check()
