# SPDX-License-Identifier: Apache-2.0
"""S14: no denial goes without the Secretary of HHS, whoever rewrote its template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from himdesk.domain.amendments.law import Basis
from himdesk.domain.amendments.steps.deciding import Decided
from himdesk.printing.errors import LetterIncomplete
from himdesk.services.correspondence.letters import Wanted
from services.test_cases import a_case

if TYPE_CHECKING:
    from services.hospital import Hospital

DENIAL = "amendment-denial.en"


def test_s14_a_denial_without_the_secretary_is_no_template_and_goes_to_nobody(
    hospital: Hospital,
) -> None:
    _, view = a_case(hospital)
    clerk, case = hospital.desk("clerk"), view.case.id
    for item in (1, 2):
        deny = Decided(item=item, accept=False, reason="right", basis=Basis.ACCURATE)
        clerk.cases.take(case, deny)
    templates = hospital.desk("admin").templates
    shipped = templates.open(DENIAL).current
    source = shipped.source
    paragraph = re.compile(r'text = "Or to the \*\*Secretary\*\*[^"]*"')
    assert paragraph.search(source)
    with pytest.raises(LetterIncomplete) as refused:
        templates.save(
            DENIAL, paragraph.sub('text = "We are sorry."', source), seen=shipped.version
        )
    assert [why for why in refused.value.missing if "Secretary" in why]
    assert templates.open(DENIAL).current.source == source
    issued = clerk.letters.issue(Wanted(kind="amendment-denial", about=case))
    assert issued.letter.template_version == shipped.version
